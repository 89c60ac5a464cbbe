package io.cuegrid.core.cell.partition;

import io.cuegrid.core.cell.columns.RowPages;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2ObjectHashMap;

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

    /** Rows by the number of the host, in no order. Derived. */
    private final Long2ObjectHashMap<IntArrayList> rowsOfHost = new Long2ObjectHashMap<>();

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
        file(row);
    }

    private void file(int row) {
        IntArrayList rows = rowsOfHost.get(hostNumber(row));
        if (rows == null) {
            rows = new IntArrayList();
            rowsOfHost.put(hostNumber(row), rows);
        }
        rows.addInt(row);
    }

    /** A partition is gone: its row is given back. */
    public void end(int row) {
        IntArrayList rows = rowsOfHost.get(hostNumber(row));
        if (rows != null && rows.removeInt(row) && rows.isEmpty()) {
            rowsOfHost.remove(hostNumber(row));
        }
        remove(row);
    }

    /** Finds out again after a restore which rows belong to which host. */
    public void rebuildHosts() {
        rowsOfHost.clear();
        for (int row = 0; row < rowCount(); row++) {
            if (number(row) != 0) {
                file(row);
            }
        }
    }

    /** Partitions of a host. */
    public int countOfHost(long hostNumber) {
        IntArrayList rows = live() == 0 ? null : rowsOfHost.get(hostNumber);
        return rows == null ? 0 : rows.size();
    }

    /**
     * Copies the rows of a host, in no order.
     *
     * @return how many there are, at most as many as {@code into} has room for
     */
    public int rowsOfHost(long hostNumber, int[] into) {
        IntArrayList rows = live() == 0 ? null : rowsOfHost.get(hostNumber);
        if (rows == null) {
            return 0;
        }
        int count = Math.min(into.length, rows.size());
        for (int i = 0; i < count; i++) {
            into[i] = rows.getInt(i);
        }
        return count;
    }

    /** Whether a row is in use and no higher one belongs to the same host. */
    public boolean isLastOfHost(int row) {
        IntArrayList rows = number(row) == 0 ? null : rowsOfHost.get(hostNumber(row));
        if (rows == null) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.getInt(i) > row) {
                return false;
            }
        }
        return true;
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
