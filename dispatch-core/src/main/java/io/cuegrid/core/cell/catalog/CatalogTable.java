package io.cuegrid.core.cell.catalog;

import io.cuegrid.core.cell.columns.RecordPages;

/**
 * The cell's copy of the farm's configuration by row, with what is in use of each. Rows are never given back: a record
 * that was removed stays as a mark, so that rows can be kept in jobs and procs.
 *
 * <p>A share (kind {@link #SHARE}) is a show on an allocation: the counter behind a subscription, there as soon as either
 * is heard of, whether or not the subscription exists now.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class CatalogTable extends RecordPages {
    private static final int NUMBER = 0;
    private static final int KIND = 8;
    private static final int PRESENT = 9;
    private static final int SHOW_ROW = 12;
    private static final int PARENT_ROW = 16;
    private static final int USED_CORE_UNITS = 24;
    private static final int USED_GPUS = 32;
    private static final int RUNNING = 40;
    private static final int SIZE_CORE_UNITS = 48;
    private static final int CAP_CORE_UNITS = 56;
    private static final int CAP_GPUS = 64;
    private static final int BOOKABLE = 72;
    private static final int IS_DEFAULT = 73;
    private static final int WORK_MODE = 74;
    private static final int PER_HOST = 75;
    private static final int FACILITY_NUMBER = 80;
    private static final int WIDTH = 88;
    private static final int PAGE_SHIFT = 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    public CatalogTable() {
        super(WIDTH, PAGE_SHIFT);
    }

    @Override
    protected long at(int row) {
        return page(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    @Override
    protected long writableAt(int row) {
        return writablePage(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    /** Of the record; of a share 0. */
    public long number(int row) {
        return getLong(row, NUMBER);
    }

    public void number(int row, long value) {
        putLong(row, NUMBER, value);
    }

    /** Number of RecordKind, or SHARE. */
    public int kind(int row) {
        return getByte(row, KIND);
    }

    public void kind(int row, int value) {
        putByte(row, KIND, value);
    }

    /** Put and not removed. */
    public boolean present(int row) {
        return getByte(row, PRESENT) != 0;
    }

    public void present(int row, boolean value) {
        putByte(row, PRESENT, value ? 1 : 0);
    }

    /** Of a folder, share or service: the show's row, or -1. */
    public int showRow(int row) {
        return getInt(row, SHOW_ROW);
    }

    public void showRow(int row, int value) {
        putInt(row, SHOW_ROW, value);
    }

    /** Of a folder: its parent; of a share: the allocation; else -1. */
    public int parentRow(int row) {
        return getInt(row, PARENT_ROW);
    }

    public void parentRow(int row, int value) {
        putInt(row, PARENT_ROW, value);
    }

    public long usedCoreUnits(int row) {
        return getLong(row, USED_CORE_UNITS);
    }

    public void usedCoreUnits(int row, long value) {
        putLong(row, USED_CORE_UNITS, value);
    }

    public long addUsedCoreUnits(int row, long delta) {
        return addLong(row, USED_CORE_UNITS, delta);
    }

    public long usedGpus(int row) {
        return getLong(row, USED_GPUS);
    }

    public void usedGpus(int row, long value) {
        putLong(row, USED_GPUS, value);
    }

    public long addUsedGpus(int row, long delta) {
        return addLong(row, USED_GPUS, delta);
    }

    /** Procs that count here. */
    public long running(int row) {
        return getLong(row, RUNNING);
    }

    public void running(int row, long value) {
        putLong(row, RUNNING, value);
    }

    public long addRunning(int row, long delta) {
        return addLong(row, RUNNING, delta);
    }

    /** Of a share; of a folder: min cores. */
    public long sizeCoreUnits(int row) {
        return getLong(row, SIZE_CORE_UNITS);
    }

    public void sizeCoreUnits(int row, long value) {
        putLong(row, SIZE_CORE_UNITS, value);
    }

    /** Burst of a share, max cores of a folder, max value of a limit; -1: none. */
    public long capCoreUnits(int row) {
        return getLong(row, CAP_CORE_UNITS);
    }

    public void capCoreUnits(int row, long value) {
        putLong(row, CAP_CORE_UNITS, value);
    }

    /** Max gpus of a folder; -1: none. */
    public long capGpus(int row) {
        return getLong(row, CAP_GPUS);
    }

    public void capGpus(int row, long value) {
        putLong(row, CAP_GPUS, value);
    }

    /** Of a show: active, booking and dispatch enabled. */
    public boolean bookable(int row) {
        return getByte(row, BOOKABLE) != 0;
    }

    public void bookable(int row, boolean value) {
        putByte(row, BOOKABLE, value ? 1 : 0);
    }

    /** Of an allocation or facility. */
    public boolean isDefault(int row) {
        return getByte(row, IS_DEFAULT) != 0;
    }

    public void isDefault(int row, boolean value) {
        putByte(row, IS_DEFAULT, value ? 1 : 0);
    }

    /** Of a show: number of WorkMode plus one; 0: as the cell. */
    public int workMode(int row) {
        return getByte(row, WORK_MODE);
    }

    public void workMode(int row, int value) {
        putByte(row, WORK_MODE, value);
    }

    /** Of a limit: it counts hosts, not frames. */
    public boolean perHost(int row) {
        return getByte(row, PER_HOST) != 0;
    }

    public void perHost(int row, boolean value) {
        putByte(row, PER_HOST, value ? 1 : 0);
    }

    /** Of an allocation. */
    public long facilityNumber(int row) {
        return getLong(row, FACILITY_NUMBER);
    }

    public void facilityNumber(int row, long value) {
        putLong(row, FACILITY_NUMBER, value);
    }

    /** Kind of a share. */
    public static final int SHARE = 100;

    /** A new row. */
    public int add(int kind, long number) {
        int row = rowCount();
        ensureRows(row + 1);
        kind(row, kind);
        number(row, number);
        showRow(row, -1);
        parentRow(row, -1);
        capCoreUnits(row, -1);
        capGpus(row, -1);
        return row;
    }
}
