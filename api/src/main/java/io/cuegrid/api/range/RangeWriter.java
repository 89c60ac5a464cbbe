package io.cuegrid.api.range;

import java.util.StringJoiner;

/**
 * Writes frames as a short range text, in their order. Three frames at equal distances become a range, and two that are
 * neighbours counting up; behind a lone frame it takes four, so that short irregular lists stay lists.
 */
final class RangeWriter {
    private static final int SHORTEST = 3;
    private static final int SHORTEST_AFTER_LONE_FRAME = 4;

    private RangeWriter() {}

    static String write(FrameSet set) {
        int[] frames = set.toArray();
        StringJoiner text = new StringJoiner(",");
        boolean afterLoneFrame = false;
        int start = 0;
        while (start < frames.length) {
            int end = endOfRun(frames, start);
            int count = end - start;
            long step = count > 1 ? (long) frames[start + 1] - frames[start] : 1;
            int shortest = afterLoneFrame ? SHORTEST_AFTER_LONE_FRAME : step == 1 ? 2 : SHORTEST;
            if (count >= shortest) {
                text.add(frames[start] + "-" + frames[end - 1] + (step == 1 ? "" : "x" + step));
                start = end;
                afterLoneFrame = false;
            } else {
                text.add(Integer.toString(frames[start]));
                start++;
                afterLoneFrame = true;
            }
        }
        return text.toString();
    }

    private static int endOfRun(int[] frames, int start) {
        int end = start + 1;
        if (end == frames.length || frames[end] == frames[start]) {
            return end;
        }
        long step = (long) frames[end] - frames[start];
        if (step != (int) step) {
            return end;
        }
        while (end < frames.length && (long) frames[end] - frames[end - 1] == step) {
            end++;
        }
        return end;
    }
}
