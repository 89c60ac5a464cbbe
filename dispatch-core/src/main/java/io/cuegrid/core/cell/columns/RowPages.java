package io.cuegrid.core.cell.columns;

/**
 * Records whose rows are taken and given back one by one. Free rows form a chain through the rows themselves, which makes
 * the next row that is taken part of the state: every replica takes the same. The first eight bytes of a row are the
 * entity's number; 0 says that the row is free.
 */
public class RowPages extends RecordPages {
    private static final int NUMBER = 0;
    private static final int NEXT_FREE = 8;
    private int freeHead;
    private int live;

    protected RowPages(int width, int rowsPerPageShift) {
        super(width, rowsPerPageShift);
    }

    /** The entity's number; 0: nothing lives here. */
    public final long number(int row) {
        return getLong(row, NUMBER);
    }

    /** Rows in use. */
    public final int live() {
        return live;
    }

    /** Takes a row for an entity. */
    protected final int take(long number) {
        int row;
        if (freeHead > 0) {
            row = freeHead - 1;
            freeHead = getInt(row, NEXT_FREE);
            clearRow(row);
        } else {
            row = rowCount();
            ensureRows(row + 1);
        }
        putLong(row, NUMBER, number);
        live++;
        return row;
    }

    /** Gives a row back. */
    protected final void give(int row) {
        clearRow(row);
        putInt(row, NEXT_FREE, freeHead);
        freeHead = row + 1;
        live--;
    }

    @Override
    protected final int header() {
        return freeHead;
    }

    @Override
    protected final void header(int value) {
        freeHead = value;
    }

    /** Counts the rows in use again after a restore. */
    protected final void recount() {
        live = 0;
        for (int row = 0; row < rowCount(); row++) {
            if (number(row) != 0) {
                live++;
            }
        }
    }
}
