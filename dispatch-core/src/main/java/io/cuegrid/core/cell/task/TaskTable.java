package io.cuegrid.core.cell.task;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Long work that goes on over batches, with where it stands. Tasks form a queue in the order they were begun.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class TaskTable extends RowPages {
    private static final int KIND = 8;
    private static final int NEXT = 12;
    private static final int PREVIOUS = 16;
    private static final int JOB_NUMBER = 24;
    private static final int HOST_NUMBER = 32;
    private static final int POSITION = 40;
    private static final int DETAIL = 48;
    private static final int WIDTH = 56;

    public TaskTable() {
        super(WIDTH, 5);
    }

    /** Number of TaskKind. */
    public int kind(int row) {
        return getByte(row, KIND);
    }

    public void kind(int row, int value) {
        putByte(row, KIND, value);
    }

    /** Next in the queue, row plus one. */
    public int next(int row) {
        return getInt(row, NEXT);
    }

    public void next(int row, int value) {
        putInt(row, NEXT, value);
    }

    public int previous(int row) {
        return getInt(row, PREVIOUS);
    }

    public void previous(int row, int value) {
        putInt(row, PREVIOUS, value);
    }

    public long jobNumber(int row) {
        return getLong(row, JOB_NUMBER);
    }

    public void jobNumber(int row, long value) {
        putLong(row, JOB_NUMBER, value);
    }

    public long hostNumber(int row) {
        return getLong(row, HOST_NUMBER);
    }

    public void hostNumber(int row, long value) {
        putLong(row, HOST_NUMBER, value);
    }

    /** Where it goes on. */
    public long position(int row) {
        return getLong(row, POSITION);
    }

    public void position(int row, long value) {
        putLong(row, POSITION, value);
    }

    public long detail(int row) {
        return getLong(row, DETAIL);
    }

    public void detail(int row, long value) {
        putLong(row, DETAIL, value);
    }
}
