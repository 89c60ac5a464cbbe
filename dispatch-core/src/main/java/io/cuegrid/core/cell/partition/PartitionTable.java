package io.cuegrid.core.cell.partition;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Render partitions: what a locked host gives to one job, layer or frame (local dispatch), and what of it is in use. There are
 * few; most of the time there is none.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class PartitionTable extends RowPages {
    private static final int HOST_NUMBER = 16;
    private static final int JOB_NUMBER = 24;
    private static final int OWNER_NUMBER = 32;
    private static final int MAX_MEMORY_KIB = 40;
    private static final int MAX_GPU_MEMORY_KIB = 48;
    private static final int USED_MEMORY_KIB = 56;
    private static final int USED_GPU_MEMORY_KIB = 64;
    private static final int LAYER_INDEX = 72;
    private static final int FRAME_ORDINAL = 76;
    private static final int THREADS = 80;
    private static final int MAX_CORE_UNITS = 84;
    private static final int MAX_GPUS = 88;
    private static final int USED_CORE_UNITS = 92;
    private static final int USED_GPUS = 96;
    private static final int WIDTH = 104;

    public PartitionTable() {
        super(WIDTH, 5);
    }

    /** Says for whom a new partition is. */
    public void begin(
            int row, long hostNumber, long jobNumber, int layerIndex, int frameOrdinal, long ownerNumber, int threads) {
        putLong(row, HOST_NUMBER, hostNumber);
        putLong(row, JOB_NUMBER, jobNumber);
        putLong(row, OWNER_NUMBER, ownerNumber);
        putInt(row, LAYER_INDEX, layerIndex);
        putInt(row, FRAME_ORDINAL, frameOrdinal);
        putInt(row, THREADS, threads);
    }

    /** Says what it may use at most. */
    public void resize(int row, int coreUnits, long memoryKib, int gpus, long gpuMemoryKib) {
        putInt(row, MAX_CORE_UNITS, coreUnits);
        putLong(row, MAX_MEMORY_KIB, memoryKib);
        putInt(row, MAX_GPUS, gpus);
        putLong(row, MAX_GPU_MEMORY_KIB, gpuMemoryKib);
    }

    /** A proc takes from it, or gives back. */
    public void addUsed(int row, int coreUnits, long memoryKib, int gpus, long gpuMemoryKib) {
        addInt(row, USED_CORE_UNITS, coreUnits);
        addLong(row, USED_MEMORY_KIB, memoryKib);
        addInt(row, USED_GPUS, gpus);
        addLong(row, USED_GPU_MEMORY_KIB, gpuMemoryKib);
    }

    public long hostNumber(int row) {
        return getLong(row, HOST_NUMBER);
    }

    public long jobNumber(int row) {
        return getLong(row, JOB_NUMBER);
    }

    /** Who owned the host when it was made. */
    public long ownerNumber(int row) {
        return getLong(row, OWNER_NUMBER);
    }

    /** -1: any layer, or that of the frame. */
    public int layerIndex(int row) {
        return getInt(row, LAYER_INDEX);
    }

    /** -1: any frame. */
    public int frameOrdinal(int row) {
        return getInt(row, FRAME_ORDINAL);
    }

    /** Cores for each frame, as far as the host has them idle. */
    public int threads(int row) {
        return getInt(row, THREADS);
    }

    public int maxCoreUnits(int row) {
        return getInt(row, MAX_CORE_UNITS);
    }

    public long maxMemoryKib(int row) {
        return getLong(row, MAX_MEMORY_KIB);
    }

    public int maxGpus(int row) {
        return getInt(row, MAX_GPUS);
    }

    public long maxGpuMemoryKib(int row) {
        return getLong(row, MAX_GPU_MEMORY_KIB);
    }

    public int usedCoreUnits(int row) {
        return getInt(row, USED_CORE_UNITS);
    }

    public long usedMemoryKib(int row) {
        return getLong(row, USED_MEMORY_KIB);
    }

    public int usedGpus(int row) {
        return getInt(row, USED_GPUS);
    }

    public long usedGpuMemoryKib(int row) {
        return getLong(row, USED_GPU_MEMORY_KIB);
    }
}
