package io.cuegrid.api.range;

/**
 * One term of a frame range: {@code 5}, {@code 1-10}, {@code 10-1x-3}, {@code 1-10y3} or {@code 1-10:5}. It says how
 * many frames it has before it expands them.
 *
 * @param start the first frame
 * @param end the last frame that may be part of it
 * @param step distance; 1 or -1 where the text has none
 * @param kind how the step picks frames
 */
public record FrameRange(int start, int end, int step, Kind kind) {

    /** How a term picks frames between its start and its end. */
    public enum Kind {
        /** Every step-th frame from the start on. Also a single frame and a plain span. */
        EVERY,
        /** What {@link #EVERY} leaves out ({@code y}). */
        COMPLEMENT,
        /** All frames, coarse ones first: the step is halved towards zero until all are there ({@code :}). */
        INTERLEAVE
    }

    public FrameRange {
        if (step == 0 || (end != start && (step > 0) != (end > start))) {
            throw new IllegalArgumentException("no range: start " + start + ", end " + end + ", step " + step);
        }
    }

    /**
     * Reads one term.
     *
     * @throws FrameRangeException when the text is anything else, also a comma list
     */
    public static FrameRange parse(String text) {
        FrameRangeScanner scanner = new FrameRangeScanner(text);
        FrameRange range = scanner.term();
        if (!scanner.atEnd()) {
            throw scanner.problem("unexpected text after the range");
        }
        return range;
    }

    /** How many frames it has; at least 1 for what {@link #parse} gives. */
    public long count() {
        long span = Math.abs((long) end - start) + 1;
        long every = (span + Math.abs((long) step) - 1) / Math.abs((long) step);
        return switch (kind) {
            case EVERY -> every;
            case COMPLEMENT -> span - every;
            case INTERLEAVE -> span;
        };
    }

    int lowest() {
        return Math.min(start, end);
    }

    int highest() {
        return Math.max(start, end);
    }

    /** The caller has checked {@link #count()}. */
    void expand(FrameRunBuilder frames) {
        int count = (int) count();
        switch (kind) {
            case EVERY -> frames.add(new FrameRun(start, count == 1 ? 1 : step, count));
            case COMPLEMENT -> expandComplement(frames);
            case INTERLEAVE -> expandInterleave(frames, count);
        }
    }

    private void expandComplement(FrameRunBuilder frames) {
        long span = Math.abs((long) end - start) + 1;
        int direction = end < start ? -1 : 1;
        long gap = Math.abs((long) step);
        for (long at = 0; at < span; at += gap) {
            int between = (int) Math.min(gap - 1, span - at - 1);
            if (between > 0) {
                int first = (int) (start + direction * (at + 1));
                frames.add(new FrameRun(first, between == 1 ? 1 : direction, between));
            }
        }
    }

    /** The start stays where it is in every pass: the order in which a farm numbers frames. */
    private void expandInterleave(FrameRunBuilder frames, int span) {
        int direction = end < start ? -1 : 1;
        boolean[] seen = new boolean[span];
        for (long gap = Math.abs((long) step); gap > 0; gap /= 2) {
            for (long at = 0; at < span; at += gap) {
                if (!seen[(int) at]) {
                    seen[(int) at] = true;
                    frames.add((int) (start + direction * at));
                }
            }
        }
    }
}
