package io.cuegrid.core.cell.columns;

import java.util.Arrays;

/**
 * Finds rows by the numbers of their entities: an open-addressed table of rows, which keeps no numbers because each row
 * carries its own. Small enough to stay in a processor's cache for the procs of a large farm. Derived.
 *
 * <p>Threading: that of the cell. Allocates only while it grows.
 */
final class RowIndex {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int FIRST_BITS = 6;

    private final RowPages rows;
    /** Row plus one; 0: free. */
    private int[] table = new int[1 << FIRST_BITS];

    private int shift = Long.SIZE - FIRST_BITS;
    private int size;

    RowIndex(RowPages rows) {
        this.rows = rows;
    }

    /** The row of a number, or -1. */
    int get(long number) {
        int[] slots = table;
        int mask = slots.length - 1;
        for (int slot = slot(number); ; slot = (slot + 1) & mask) {
            int row = slots[slot] - 1;
            if (row < 0 || rows.number(row) == number) {
                return row;
            }
        }
    }

    /** Files a row under the number that it carries; the number must not be filed yet. */
    void add(int row) {
        if (++size > table.length >> 1) {
            grow();
        }
        put(row);
    }

    private void put(int row) {
        int mask = table.length - 1;
        int slot = slot(rows.number(row));
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = row + 1;
    }

    /** Forgets a row that is filed; it must still carry its number. */
    void remove(int row) {
        int mask = table.length - 1;
        int slot = slot(rows.number(row));
        while (table[slot] != row + 1) {
            slot = (slot + 1) & mask;
        }
        size--;
        for (int next = (slot + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = slot(rows.number(table[next] - 1));
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

    private int slot(long number) {
        return (int) (number * SPREAD >>> shift);
    }

    private void grow() {
        int[] before = table;
        table = new int[before.length * 2];
        shift--;
        for (int filed : before) {
            if (filed != 0) {
                put(filed - 1);
            }
        }
    }
}
