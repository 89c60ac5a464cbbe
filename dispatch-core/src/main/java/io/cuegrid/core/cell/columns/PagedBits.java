package io.cuegrid.core.cell.columns;

import java.util.Arrays;

/**
 * A bit for each row with a second level that says which words hold any, so that the next set bit of a long run is found
 * in few steps. Derived: rebuilt after a restore.
 */
public final class PagedBits {
    private long[] words = new long[64];
    private long[] summary = new long[1];

    public void set(int row) {
        int word = row >> 6;
        if (word >= words.length) {
            grow(word);
        }
        words[word] |= 1L << row;
        summary[word >> 6] |= 1L << word;
    }

    /** Sets [from, to). */
    public void setRange(int from, int to) {
        if (from >= to) {
            return;
        }
        int first = from >> 6;
        int last = (to - 1) >> 6;
        if (last >= words.length) {
            grow(last);
        }
        for (int word = first; word <= last; word++) {
            long bits = -1L;
            if (word == first) {
                bits &= -1L << from;
            }
            if (word == last) {
                bits &= -1L >>> -to;
            }
            words[word] |= bits;
            summary[word >> 6] |= 1L << word;
        }
    }

    public void clear(int row) {
        int word = row >> 6;
        if (word < words.length && (words[word] &= ~(1L << row)) == 0) {
            summary[word >> 6] &= ~(1L << word);
        }
    }

    public boolean get(int row) {
        int word = row >> 6;
        return word < words.length && (words[word] & (1L << row)) != 0;
    }

    /** The first set bit of [from, to), or -1. */
    public int next(int from, int to) {
        if (from >= to) {
            return -1;
        }
        int word = from >> 6;
        if (word >= words.length) {
            return -1;
        }
        long bits = words[word] & (-1L << from);
        if (bits == 0) {
            word = nextWord(word + 1);
            if (word < 0) {
                return -1;
            }
            bits = words[word];
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(bits);
        return found < to ? found : -1;
    }

    private int nextWord(int from) {
        int index = from >> 6;
        if (index >= summary.length) {
            return -1;
        }
        long bits = summary[index] & (-1L << from);
        while (bits == 0) {
            if (++index == summary.length) {
                return -1;
            }
            bits = summary[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Clears [from, to). */
    public void clearRange(int from, int to) {
        for (int row = next(from, to); row >= 0; row = next(row + 1, to)) {
            clear(row);
        }
    }

    public void reset() {
        Arrays.fill(words, 0);
        Arrays.fill(summary, 0);
    }

    private void grow(int word) {
        int length = Math.max(words.length * 2, word + 1);
        words = Arrays.copyOf(words, length);
        summary = Arrays.copyOf(summary, (length + 63) >> 6);
    }
}
