package io.cuegrid.core.cell.proc;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Procs by row: what a frame that runs has reserved on a host, and from which counters it was taken.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class ProcTable extends RowPages {
    private static final int HOST_ROW = 8;
    private static final int JOB_ROW = 12;
    private static final int LAYER_ROW = 16;
    private static final int FRAME_ORDINAL = 20;
    private static final int SHARE_ROW = 24;
    private static final int CORE_UNITS = 28;
    private static final int MEMORY_KIB = 32;
    private static final int GPU_MEMORY_KIB = 40;
    private static final int STARTED_MILLIS = 48;
    private static final int GPUS = 56;
    private static final int ATTEMPT = 60;
    private static final int KILL_CAUSE = 64;
    private static final int KILL_REQUESTED = 65;
    private static final int CONFIRMED = 66;
    private static final int UNBOOKED = 67;
    private static final int PARTITION_NUMBER = 72;
    private static final int WIDTH = 80;

    public ProcTable() {
        super(WIDTH, 8);
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
        setInt(at + ATTEMPT, attempt);
        setInt(at + SHARE_ROW, shareRow);
        setInt(at + CORE_UNITS, coreUnits);
        setLong(at + MEMORY_KIB, memoryKib);
        setInt(at + GPUS, gpus);
        setLong(at + GPU_MEMORY_KIB, gpuMemoryKib);
        setLong(at + STARTED_MILLIS, startedMillis);
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
        return getLong(row, STARTED_MILLIS);
    }

    public int gpus(int row) {
        return getInt(row, GPUS);
    }

    public int attempt(int row) {
        return getInt(row, ATTEMPT);
    }

    /** Number of StopCause, when a kill is asked for. */
    public int killCause(int row) {
        return getByte(row, KILL_CAUSE);
    }

    public void killCause(int row, int value) {
        putByte(row, KILL_CAUSE, value);
    }

    public boolean killRequested(int row) {
        return getByte(row, KILL_REQUESTED) != 0;
    }

    public void killRequested(int row, boolean value) {
        putByte(row, KILL_REQUESTED, value ? 1 : 0);
    }

    /** The daemon has said that it runs. */
    public boolean confirmed(int row) {
        return getByte(row, CONFIRMED) != 0;
    }

    public void confirmed(int row, boolean value) {
        putByte(row, CONFIRMED, value ? 1 : 0);
    }

    public boolean unbooked(int row) {
        return getByte(row, UNBOOKED) != 0;
    }

    public void unbooked(int row, boolean value) {
        putByte(row, UNBOOKED, value ? 1 : 0);
    }

    /** The partition that it runs in by local dispatch; 0: none. The partition may be gone. */
    public long partitionNumber(int row) {
        return getLong(row, PARTITION_NUMBER);
    }

    public void partitionNumber(int row, long value) {
        putLong(row, PARTITION_NUMBER, value);
    }
}
