package io.cuegrid.outline.demo.render;

import java.util.stream.IntStream;

/**
 * Chance without chance: pairs of numbers from 0 to 1 that are the same for the same pixel in every run. The samples of a pixel
 * share out each pair's square evenly: it is cut into a grid with a cell a sample, and each pair has an order of the cells of
 * its own (correlated multi-jittered sampling). Threading: one thread.
 */
final class Sampler {
    private final int side;
    private final int cells;
    /** Steps that reach every cell. */
    private final int[] factors;

    private int pixel;
    private int sample;
    private int pair;
    private double second;

    /** @param samples of each pixel */
    Sampler(int samples) {
        side = (int) Math.ceil(Math.sqrt(samples));
        cells = side * side;
        factors = IntStream.rangeClosed(1, cells)
                .filter(factor -> greatestCommonDivisor(factor, cells) == 1)
                .toArray();
    }

    /** Starts the numbers of one sample of one pixel. */
    void start(int pixelIndex, int sampleIndex) {
        pixel = mixed(pixelIndex + 0x5bd1e995);
        sample = sampleIndex;
        pair = 0;
    }

    /** Draws a pair and gives its first number. */
    double first() {
        int key = mixed(pixel + pair++ * 0x9e3779b9);
        int cell = shuffled(sample % cells, key);
        int jitter = mixed(key ^ (sample * 0x85ebca6b));
        int row = cell / side;
        int column = cell % side;
        second = (row + (jitter >>> 16) * 0x1p-16) / side;
        return (column + (jitter & 0xffff) * 0x1p-16) / side;
    }

    /** The second number of the pair that was drawn last. */
    double second() {
        return second;
    }

    /** The place of an index in an order of all cells that the key chooses. */
    private int shuffled(int index, int key) {
        int factor = factors[Integer.remainderUnsigned(key, factors.length)];
        return (index * factor + Integer.remainderUnsigned(mixed(key), cells)) % cells;
    }

    private static int greatestCommonDivisor(int one, int other) {
        return other == 0 ? one : greatestCommonDivisor(other, one % other);
    }

    private static int mixed(int value) {
        int bits = (value ^ (value >>> 16)) * 0x7feb352d;
        bits = (bits ^ (bits >>> 15)) * 0x846ca68b;
        return bits ^ (bits >>> 16);
    }
}
