package io.cuegrid.api.spec;

import java.util.Arrays;

/** Turns places in a text into lines and columns and back. A line ends with LF, CR or CR LF. */
final class LineStarts {
    private int[] starts = new int[64];
    private int count = 1;

    LineStarts(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean firstOfTwo = character == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (character == '\n' || (character == '\r' && !firstOfTwo)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
    }

    /** The offset of a line and column, both from 1. */
    int offset(int line, int column) {
        return starts[Math.min(Math.max(line, 1), count) - 1] + Math.max(column, 1) - 1;
    }

    SpecPosition position(int offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        int line = found >= 0 ? found : -found - 2;
        return new SpecPosition(line + 1, offset - starts[line] + 1);
    }
}
