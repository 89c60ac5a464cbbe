package io.cuegrid.outline.demo.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class RenderMainTest {
    private static final int FRAMES = 5;

    @TempDir
    Path folder;

    @Test
    void shouldRenderPicturesThatDifferAndPutThemTogether() throws IOException {
        renderAll();

        Set<Integer> contents = new HashSet<>();
        for (int frame = 1; frame <= FRAMES; frame++) {
            BufferedImage image =
                    ImageIO.read(PictureFiles.frameFile(folder, frame).toFile());
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getHeight()).isEqualTo(36);
            contents.add(Arrays.hashCode(pixels(image)));
        }
        assertThat(contents).hasSize(FRAMES);

        Path sheet = folder.resolve("sheets/sheet.png");
        assertThat(run("sheet", "--frames", "5", "--input", folder.toString(), "--output", sheet.toString()))
                .isZero();
        BufferedImage sheetImage = ImageIO.read(sheet.toFile());
        assertThat(sheetImage.getWidth()).isEqualTo(4 + FRAMES * 164);
        assertThat(sheetImage.getHeight()).isEqualTo(4 + 94);
    }

    @Test
    void shouldWriteAnAnimationThatLoopsForEver() throws IOException {
        renderAll();
        Path animation = folder.resolve("animation.gif");

        assertThat(run("animation", "--frames", "5", "--input", folder.toString(), "--output", animation.toString()))
                .isZero();

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream stream = ImageIO.createImageInputStream(animation.toFile())) {
            reader.setInput(stream);
            assertThat(reader.getNumImages(true)).isEqualTo(FRAMES);
            IIOMetadataNode metadata =
                    (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
            NodeList extensions = metadata.getElementsByTagName("ApplicationExtension");
            assertThat(extensions.getLength()).isEqualTo(1);
            IIOMetadataNode loop = (IIOMetadataNode) extensions.item(0);
            assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
            assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
            IIOMetadataNode control = (IIOMetadataNode)
                    metadata.getElementsByTagName("GraphicControlExtension").item(0);
            assertThat(control.getAttribute("delayTime")).isEqualTo("6");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void shouldRenderTheSamePixelsAgain() {
        Picture picture = new Picture(48, 27, 4);

        assertThat(pixels(picture.render(0.3))).isEqualTo(pixels(picture.render(0.3)));
    }

    @Test
    void shouldEndTheAnimationWhereItBegan() {
        Picture picture = new Picture(48, 27, 16);
        int[] first = pixels(picture.render(0));
        int[] last = pixels(picture.render(1));
        int[] middle = pixels(picture.render(0.5));

        assertThat(difference(first, last)).isLessThan(2);
        assertThat(difference(first, middle)).isGreaterThan(8);
    }

    @Test
    void shouldLeaveNoUnfinishedFiles() throws IOException {
        renderAll();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.endsWith(".png"));
        }
    }

    @Test
    void shouldRefuseWhatItCannotRender() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("cube")).isEqualTo(2);
        assertThat(run("frame", "--frame", "0", "--output", folder.toString())).isEqualTo(2);
        assertThat(run("frame", "--frame", "49", "--output", folder.toString())).isEqualTo(2);
        assertThat(run("frame", "--frame", "one", "--output", folder.toString()))
                .isEqualTo(2);
        assertThat(run("frame", "--frame", "1")).isEqualTo(2);
        assertThat(run("frame", "--frame", "1", "--width", "5", "--output", folder.toString()))
                .isEqualTo(2);
        assertThat(run("frame", "--what", "1")).isEqualTo(2);
    }

    @Test
    void shouldFailWhenAPictureIsMissing() {
        String output = folder.resolve("sheet.png").toString();

        assertThat(run("sheet", "--frames", "2", "--input", folder.toString(), "--output", output))
                .isEqualTo(1);
        assertThat(folder.resolve("sheet.png")).doesNotExist();
    }

    private void renderAll() {
        for (int frame = 1; frame <= FRAMES; frame++) {
            assertThat(run(
                            "frame",
                            "--frame",
                            Integer.toString(frame),
                            "--frames",
                            Integer.toString(FRAMES),
                            "--width",
                            "64",
                            "--height",
                            "36",
                            "--samples",
                            "4",
                            "--output",
                            folder.toString()))
                    .isZero();
        }
    }

    private static int run(String... arguments) {
        return RenderMain.run(arguments);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Mean difference of the channels, 0 to 255. */
    private static double difference(int[] one, int[] other) {
        long sum = 0;
        for (int index = 0; index < one.length; index++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((one[index] >> shift & 0xff) - (other[index] >> shift & 0xff));
            }
        }
        return (double) sum / (one.length * 3L);
    }
}
