package io.cuegrid.api.range;

/**
 * Frames at equal distances, in order: {@code first, first + step, …}, {@code count} of them. The form in which frames
 * travel to the grid.
 *
 * @param first the first frame number
 * @param step distance of neighbours, negative when counting down; 1 when there is one frame; never 0 otherwise
 * @param count at least 1
 */
public record FrameRun(int first, int step, int count) {

    public FrameRun {
        if (count < 1 || (count > 1 && step == 0)) {
            throw new IllegalArgumentException("no run: first " + first + ", step " + step + ", count " + count);
        }
        Math.toIntExact(first + (long) step * (count - 1));
    }

    /** The frame at an index from 0. */
    public int get(int index) {
        return first + step * index;
    }

    public int last() {
        return get(count - 1);
    }

    /** The index of a frame in this run, or -1. */
    int index(int frame) {
        long distance = (long) frame - first;
        if (count == 1) {
            return distance == 0 ? 0 : -1;
        }
        long index = distance / step;
        return distance % step == 0 && index >= 0 && index < count ? (int) index : -1;
    }
}
