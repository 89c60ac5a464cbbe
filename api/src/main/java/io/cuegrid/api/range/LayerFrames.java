package io.cuegrid.api.range;

import java.util.List;

/**
 * The frames of a layer: its range without duplicates, in order, cut into chunks of consecutive entries. What OpenCue
 * calls a frame is one chunk here, numbered by its first frame. Immutable.
 */
public final class LayerFrames {
    /** A sign counts as a digit. */
    private static final int NAME_DIGITS = 4;

    /** The most frames (chunks) of a layer. */
    public static final int MAX_FRAMES = 100_000;

    private final FrameSet frames;
    private final int chunkSize;

    /**
     * @param set duplicates are dropped, first places count
     * @param chunkSize frames in a chunk, at least 1
     */
    public LayerFrames(FrameSet set, int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("the chunk size must be at least 1, not " + chunkSize);
        }
        this.frames = set.distinct();
        this.chunkSize = chunkSize;
    }

    /** The single frames, without duplicates. */
    public FrameSet frames() {
        return frames;
    }

    public int chunkSize() {
        return chunkSize;
    }

    /** How many frames (chunks) the layer has. */
    public int count() {
        return (int) (((long) frames.size() + chunkSize - 1) / chunkSize);
    }

    /** The number of a chunk: its first frame. */
    public int number(int chunk) {
        return frames.get(chunk * chunkSize);
    }

    /** The frames of a chunk, in order; the last one may be shorter. */
    public FrameSet chunk(int chunk) {
        if (chunk < 0 || chunk >= count()) {
            throw new IndexOutOfBoundsException("chunk " + chunk + " is not in range 0-" + (count() - 1));
        }
        int start = chunk * chunkSize;
        return frames.slice(start, (int) Math.min(frames.size(), (long) start + chunkSize));
    }

    /** The chunk that holds a frame, or -1. */
    public int chunkOf(int frame) {
        int index = frames.index(frame);
        return index < 0 ? -1 : index / chunkSize;
    }

    /** The single frames as arithmetic runs. */
    public List<FrameRun> runs() {
        return frames.runs();
    }

    /** The name of a frame: at least four digits, a dash, the layer; {@code 0012-render}, {@code -005-sim}. */
    public static String frameName(int number, String layer) {
        String digits = Long.toString(Math.abs((long) number));
        String sign = number < 0 ? "-" : "";
        return sign + "0".repeat(Math.max(0, NAME_DIGITS - sign.length() - digits.length())) + digits + "-" + layer;
    }
}
