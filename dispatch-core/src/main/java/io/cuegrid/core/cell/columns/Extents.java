package io.cuegrid.core.cell.columns;

import java.util.Arrays;

/**
 * Which runs of rows are free, for tables whose owners take many rows side by side (the frames of a job, its layers). The
 * lowest run that is large enough is taken. It follows from what is taken and from where the table ends, so it is
 * rebuilt after a restore and every replica places the next job alike.
 *
 * <p>Threading: that of the cell.
 */
public final class Extents {
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private int end;

    /** The end of the table: rows that were ever taken. */
    public int end() {
        return end;
    }

    /** Takes rows. @return the first one */
    public int take(int rows) {
        for (int i = 0; i < count; i++) {
            if (lengths[i] >= rows) {
                int start = starts[i];
                if (lengths[i] == rows) {
                    removeAt(i);
                } else {
                    starts[i] += rows;
                    lengths[i] -= rows;
                }
                return start;
            }
        }
        int start = end;
        end += rows;
        return start;
    }

    /** Gives rows back that were taken together. */
    public void give(int start, int rows) {
        if (rows == 0) {
            return;
        }
        int at = Arrays.binarySearch(starts, 0, count, start);
        int i = at < 0 ? -at - 1 : at;
        boolean joinsBefore = i > 0 && starts[i - 1] + lengths[i - 1] == start;
        boolean joinsAfter = i < count && start + rows == starts[i];
        if (joinsBefore && joinsAfter) {
            lengths[i - 1] += rows + lengths[i];
            removeAt(i);
        } else if (joinsBefore) {
            lengths[i - 1] += rows;
        } else if (joinsAfter) {
            starts[i] = start;
            lengths[i] += rows;
        } else {
            insertAt(i, start, rows);
        }
    }

    /** Forgets everything: nothing is taken and the table ends here; {@link #claim} says what is taken. */
    public void reset(int tableEnd) {
        count = 0;
        end = tableEnd;
        if (tableEnd > 0) {
            insertAt(0, 0, tableEnd);
        }
    }

    /** After {@link #reset}: these rows are taken. */
    public void claim(int start, int rows) {
        if (rows == 0) {
            return;
        }
        int at = Arrays.binarySearch(starts, 0, count, start);
        int i = at < 0 ? -at - 2 : at;
        int from = starts[i];
        int to = from + lengths[i];
        removeAt(i);
        if (start + rows < to) {
            insertAt(i, start + rows, to - start - rows);
        }
        if (from < start) {
            insertAt(i, from, start - from);
        }
    }

    private void removeAt(int i) {
        System.arraycopy(starts, i + 1, starts, i, count - i - 1);
        System.arraycopy(lengths, i + 1, lengths, i, count - i - 1);
        count--;
    }

    private void insertAt(int i, int start, int rows) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        System.arraycopy(starts, i, starts, i + 1, count - i);
        System.arraycopy(lengths, i, lengths, i + 1, count - i);
        starts[i] = start;
        lengths[i] = rows;
        count++;
    }
}
