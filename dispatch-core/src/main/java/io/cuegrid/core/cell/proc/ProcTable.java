package io.cuegrid.core.cell.proc;

import io.cuegrid.core.cell.columns.TokenPages;

/**
 * Procs by row: what a frame that runs has reserved on a host, and from which counters it was taken. A row is
 * one cache line.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class ProcTable extends TokenPages {
    private static final int HOST_ROW = 8;
    private static final int JOB_ROW = 12;
    private static final int LAYER_ROW = 16;
    private static final int FRAME_ORDINAL = 20;
    private static final int SHARE_ROW = 24;
    private static final int CORE_UNITS = 28;
    private static final int MEMORY_KIB = 32;
    private static final int GPU_MEMORY_KIB = 40;
    /** The time in the lower six bytes, the attempt in the upper two. */
    private static final int STARTED_AND_ATTEMPT = 48;

    private static final int GPUS = 56;
    /** What has happened to it in the lower bits, the cause of a kill above. */
    private static final int MARKS = 57;

    /** In the upper six bytes; gpus and marks are below. */
    private static final int PARTITION = 56;

    private static final int PARTITION_SHIFT = 16;
    private static final int WIDTH = LINE_BYTES;
    private static final int PAGE_SHIFT = 8;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private static final int STARTED_BITS = 48;
    private static final long STARTED_MASK = (1L << STARTED_BITS) - 1;
    private static final long PARTITION_MAX = (1L << (Long.SIZE - PARTITION_SHIFT)) - 1;
    private static final int ATTEMPT_MAX = 0xFFFF;
    private static final int BYTE_MAX = 0xFF;
    private static final int KILL_REQUESTED = 1;
    private static final int CONFIRMED = 2;
    private static final int UNBOOKED = 4;
    private static final int MARK_BITS = 3;
    private static final int MARK_MASK = (1 << MARK_BITS) - 1;

    public ProcTable() {
        super(WIDTH, PAGE_SHIFT, ROWS_MAX);
    }

    @Override
    protected long at(int row) {
        return page(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    @Override
    protected long writableAt(int row) {
        return writablePage(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    /** Says what a new proc runs, where, and what it has reserved. */
    public void begin(
            int row,
            int hostRow,
            int jobRow,
            int layerRow,
            int frameOrdinal,
            int attempt,
            int shareRow,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            long startedMillis) {
        long at = writableAt(row);
        setInt(at + HOST_ROW, hostRow);
        setInt(at + JOB_ROW, jobRow);
        setInt(at + LAYER_ROW, layerRow);
        setInt(at + FRAME_ORDINAL, frameOrdinal);
        setInt(at + SHARE_ROW, shareRow);
        setInt(at + CORE_UNITS, coreUnits);
        setLong(at + MEMORY_KIB, memoryKib);
        setByte(at + GPUS, Math.min(BYTE_MAX, gpus));
        setLong(at + GPU_MEMORY_KIB, gpuMemoryKib);
        setLong(at + STARTED_AND_ATTEMPT, ((long) Math.min(ATTEMPT_MAX, attempt) << STARTED_BITS) | startedMillis);
    }

    public int hostRow(int row) {
        return getInt(row, HOST_ROW);
    }

    public int jobRow(int row) {
        return getInt(row, JOB_ROW);
    }

    public int layerRow(int row) {
        return getInt(row, LAYER_ROW);
    }

    public int frameOrdinal(int row) {
        return getInt(row, FRAME_ORDINAL);
    }

    /** Row of the catalog: the show's share of the allocation that pays; -1: local dispatch. */
    public int shareRow(int row) {
        return getInt(row, SHARE_ROW);
    }

    public int coreUnits(int row) {
        return getInt(row, CORE_UNITS);
    }

    public long memoryKib(int row) {
        return getLong(row, MEMORY_KIB);
    }

    public long gpuMemoryKib(int row) {
        return getLong(row, GPU_MEMORY_KIB);
    }

    public long startedMillis(int row) {
        return getLong(row, STARTED_AND_ATTEMPT) & STARTED_MASK;
    }

    public int gpus(int row) {
        return getByte(row, GPUS) & BYTE_MAX;
    }

    public int attempt(int row) {
        return (int) (getLong(row, STARTED_AND_ATTEMPT) >>> STARTED_BITS);
    }

    /** Number of StopCause, when a kill is asked for. */
    public int killCause(int row) {
        return (getByte(row, MARKS) & BYTE_MAX) >> MARK_BITS;
    }

    public void killCause(int row, int value) {
        putByte(row, MARKS, (getByte(row, MARKS) & MARK_MASK) | (value << MARK_BITS));
    }

    public boolean killRequested(int row) {
        return getFlag(row, MARKS, KILL_REQUESTED);
    }

    public void killRequested(int row, boolean value) {
        putFlag(row, MARKS, KILL_REQUESTED, value);
    }

    /** The daemon has said that it runs. */
    public boolean confirmed(int row) {
        return getFlag(row, MARKS, CONFIRMED);
    }

    public void confirmed(int row, boolean value) {
        putFlag(row, MARKS, CONFIRMED, value);
    }

    public boolean unbooked(int row) {
        return getFlag(row, MARKS, UNBOOKED);
    }

    public void unbooked(int row, boolean value) {
        putFlag(row, MARKS, UNBOOKED, value);
    }

    /** The partition that it runs in by local dispatch; 0: none. The partition may be gone. */
    public long partitionNumber(int row) {
        return getLong(row, PARTITION) >>> PARTITION_SHIFT;
    }

    /** @param value up to 2^48 - 1 */
    public void partitionNumber(int row, long value) {
        long others = getLong(row, PARTITION) & ~(PARTITION_MAX << PARTITION_SHIFT);
        putLong(row, PARTITION, others | (value << PARTITION_SHIFT));
    }
}
