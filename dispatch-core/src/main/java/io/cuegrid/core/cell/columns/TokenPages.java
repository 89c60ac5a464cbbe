package io.cuegrid.core.cell.columns;

/**
 * Records that are named by tokens and come and go all the time: a token is a count that rises with each record,
 * and the record's row, so that it is found without an index. Free rows form a chain, as in {@link RowPages}: every replica
 * takes the same row next, and so gives the same token. The first eight bytes of a row are the token; 0 says that it is free.
 *
 * <pre>
 *   token: 0 | count (38 bits) | row (24 bits)
 * </pre>
 *
 * <p>Threading: that of the cell; subclasses name the fields.
 */
public class TokenPages extends RecordPages {
    private static final int ROW_BITS = 24;
    private static final int ROW_MASK = (1 << ROW_BITS) - 1;

    /** Records that can live at a time. */
    public static final int ROWS_MAX = 1 << ROW_BITS;

    private final int rowsMax;
    private static final int TOKEN = 0;
    private static final int NEXT_FREE = 8;
    private int freeHead;
    private int live;

    /** @param rowsMax records that may live at a time, up to {@link #ROWS_MAX} */
    protected TokenPages(int width, int rowsPerPageShift, int rowsMax) {
        super(width, rowsPerPageShift);
        this.rowsMax = rowsMax;
    }

    /**
     * The token of the next record.
     *
     * @param count above all that were given: 1 to 2^38 - 1, eight years of a thousand a second
     */
    public final long next(long count) {
        return (count << ROW_BITS) | nextRow();
    }

    /** The count that is part of a token. */
    public static long count(long token) {
        return token >>> ROW_BITS;
    }

    private int nextRow() {
        return freeHead > 0 ? freeHead - 1 : rowCount();
    }

    /** Records that live. */
    public final int live() {
        return live;
    }

    /** No record can be added now. */
    public final boolean isFull() {
        return freeHead == 0 && rowCount() == rowsMax;
    }

    /** The token of the record that lives in a row; 0: none. */
    public final long number(int row) {
        return getLong(row, TOKEN);
    }

    /** The row of a record, or -1: it is gone, or the number is no token. */
    public final int row(long number) {
        int row = (int) number & ROW_MASK;
        return number > 0 && row < rowCount() && getLong(row, TOKEN) == number ? row : -1;
    }

    /** Adds a record with the token that {@link #next} gave; its other fields are zero. */
    public final int add(long number) {
        int row = (int) number & ROW_MASK;
        if (row != nextRow() || isFull()) {
            throw new IllegalArgumentException("token " + number + " names row " + row + ", the next is " + nextRow());
        }
        if (freeHead > 0) {
            freeHead = getInt(row, NEXT_FREE);
            clearRow(row);
        } else {
            ensureRows(row + 1);
        }
        putLong(row, TOKEN, number);
        live++;
        return row;
    }

    /** A record is gone: its row is given back. */
    public final void remove(int row) {
        clearRow(row);
        putInt(row, NEXT_FREE, freeHead);
        freeHead = row + 1;
        live--;
    }

    /** Counts again after a restore. */
    public final void rebuild() {
        live = 0;
        for (int row = 0; row < rowCount(); row++) {
            if (number(row) != 0) {
                live++;
            }
        }
    }

    @Override
    protected final int header() {
        return freeHead;
    }

    @Override
    protected final void header(int value) {
        freeHead = value;
    }
}
