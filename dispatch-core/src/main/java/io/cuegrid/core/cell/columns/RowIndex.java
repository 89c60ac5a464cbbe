package io.cuegrid.core.cell.columns;

import java.util.Arrays;

/**
 * Finds rows by the numbers of their entities: an open-addressed table of long entries, half a number and a row each, so
 * that a row is only looked at when it is the one. Numbers that follow each other stand side by side: what began together
 * often ends together, and is then found within one cache line.
 *
 * <pre>
 *   entry: low half of the number (32 bits) | row plus one (32 bits); 0: free
 * </pre>
 *
 * <p>Threading: that of the cell. Derived. Allocates only while it grows.
 */
final class RowIndex {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    /** Entries of one cache line. */
    private static final int LINE_BITS = 3;

    private static final int FIRST_BITS = 6;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final RowPages rows;
    private long[] table = new long[1 << FIRST_BITS];
    private int shift = Long.SIZE - FIRST_BITS + LINE_BITS;
    private int size;

    RowIndex(RowPages rows) {
        this.rows = rows;
    }

    /** The row of a number, or -1. */
    int get(long number) {
        long[] entries = table;
        int mask = entries.length - 1;
        for (int slot = home(number); ; slot = (slot + 1) & mask) {
            long entry = entries[slot];
            if (entry == 0) {
                return -1;
            }
            if ((int) (entry >>> Integer.SIZE) == (int) number && rows.number((int) entry - 1) == number) {
                return (int) entry - 1;
            }
        }
    }

    /** Files a row under the number that it carries; the number must not be filed yet. */
    void add(int row) {
        if (++size > table.length >> 1) {
            grow();
        }
        put(rows.number(row), row);
    }

    private void put(long number, int row) {
        int mask = table.length - 1;
        int slot = home(number);
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = number << Integer.SIZE | (row + 1);
    }

    /** Forgets a row that is filed; it must still carry its number. */
    void remove(int row) {
        int mask = table.length - 1;
        int slot = home(rows.number(row));
        while ((int) table[slot] != row + 1) {
            slot = (slot + 1) & mask;
        }
        size--;
        for (int next = (slot + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = home(table[next] >>> Integer.SIZE);
            boolean mayMove = ((next - home) & mask) >= ((next - slot) & mask);
            if (mayMove) {
                table[slot] = table[next];
                slot = next;
            }
        }
        table[slot] = 0;
    }

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /** Where the search for a number begins; its low half says so, as an entry has no more of it. */
    private int home(long number) {
        long half = number & LOW_HALF;
        return ((int) (((half >>> LINE_BITS) * SPREAD) >>> shift) << LINE_BITS) | ((int) half & ((1 << LINE_BITS) - 1));
    }

    private void grow() {
        long[] before = table;
        table = new long[before.length * 2];
        shift--;
        for (long entry : before) {
            if (entry != 0) {
                put(entry >>> Integer.SIZE, (int) entry - 1);
            }
        }
    }
}
