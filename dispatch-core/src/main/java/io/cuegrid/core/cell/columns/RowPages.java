package io.cuegrid.core.cell.columns;

/**
 * Records whose rows are taken and given back one by one. Free rows form a chain through the rows themselves, which makes
 * the next row that is taken part of the state: every replica takes the same. The first eight bytes of a row are the
 * entity's number; 0 says that the row is free. Rows are found by number.
 */
public class RowPages extends RecordPages {
    private static final int NUMBER = 0;
    private static final int NEXT_FREE = 8;
    private final RowIndex index = new RowIndex(this);
    private int freeHead;
    private int live;
    /** Saves time and decides nothing: the number is compared. */
    private int near;

    protected RowPages(int width, int rowsPerPageShift) {
        super(width, rowsPerPageShift);
    }

    /** The entity's number; 0: nothing lives here. */
    public final long number(int row) {
        return getLong(row, NUMBER);
    }

    /** The row of an entity, or -1. */
    public final int row(long number) {
        return number == 0 ? -1 : index.get(number);
    }

    /** Says whose number is about to be looked up by {@link #rowNear}. */
    public final void near(int row) {
        near = row;
    }

    /** The row of an entity, or -1; without a look into the index when it is the one that {@link #near} has named. */
    public final int rowNear(long number) {
        int row = near;
        return number != 0 && row < rowCount() && number(row) == number ? row : row(number);
    }

    /** Rows in use. */
    public final int live() {
        return live;
    }

    /** Takes a row for an entity; its other fields are zero. */
    public final int add(long number) {
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
        index.add(row);
        live++;
        return row;
    }

    /** Gives a row back. */
    public final void remove(int row) {
        index.remove(row);
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

    /** Finds out again after a restore which rows are in use. */
    public final void rebuild() {
        live = 0;
        index.clear();
        for (int row = 0; row < rowCount(); row++) {
            if (number(row) != 0) {
                index.add(row);
                live++;
            }
        }
    }
}
