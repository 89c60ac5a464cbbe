package io.cuegrid.outline.demo.render;

import java.awt.image.BufferedImage;

/**
 * Renders one picture of the animation. The same arguments give the same pixels.
 *
 * @param width pixels, 16 to 4096
 * @param height pixels, 16 to 4096
 * @param samples rays a pixel, 1 to 4096
 */
record Picture(int width, int height, int samples) {
    static final int WIDTH = 320;
    static final int HEIGHT = 180;
    static final int SAMPLES = 25;
    private static final int SIDE_MIN = 16;
    private static final int SIDE_MAX = 4096;
    private static final double EXPOSURE = 0.52;

    Picture {
        requireRange("width", width, SIDE_MIN, SIDE_MAX);
        requireRange("height", height, SIDE_MIN, SIDE_MAX);
        requireRange("samples", samples, 1, SIDE_MAX);
    }

    private static void requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /** @param phase of the animation, 0 to 1 */
    BufferedImage render(double phase) {
        Camera camera = Camera.at(phase);
        Sampler sampler = new Sampler(samples);
        PathTracer tracer = new PathTracer(Scene.at(phase), sampler);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                image.setRGB(column, row, pixel(camera, tracer, sampler, column, row));
            }
        }
        return image;
    }

    private int pixel(Camera camera, PathTracer tracer, Sampler sampler, int column, int row) {
        Vector sum = Vector.ZERO;
        for (int sample = 0; sample < samples; sample++) {
            sampler.start(row * width + column, sample);
            double across = (2 * (column + sampler.first()) - width) / height;
            double upwards = (height - 2 * (row + sampler.second())) / height;
            sum = sum.plus(tracer.light(camera.ray(across, upwards)));
        }
        Vector light = sum.times(EXPOSURE / samples);
        return toneOf(light.x()) << 16 | toneOf(light.y()) << 8 | toneOf(light.z());
    }

    /** Linear light to a display's 0..255: a filmic curve, then gamma. */
    private static int toneOf(double light) {
        double curve = (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14);
        double bounded = Math.min(1, Math.max(0, curve));
        return (int) (Math.pow(bounded, 1 / 2.2) * 255 + 0.5);
    }
}
