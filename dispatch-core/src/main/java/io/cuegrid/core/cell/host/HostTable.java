package io.cuegrid.core.cell.host;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Hosts by row.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class HostTable extends RowPages {
    private static final int MEMORY_KIB = 8;
    private static final int IDLE_MEMORY_KIB = 16;
    private static final int CORE_UNITS = 24;
    private static final int IDLE_CORE_UNITS = 28;
    private static final int GPUS = 32;
    private static final int IDLE_GPUS = 36;
    private static final int FOREIGN_CORE_UNITS = 40;
    private static final int ALLOCATION_ROW = 44;
    private static final int PROC_COUNT = 48;
    private static final int PROC_HEAD = 52;
    private static final int HARDWARE_STATE = 56;
    private static final int LOCK_STATE = 57;
    private static final int THREAD_MODE = 58;
    private static final int START_FAILURES = 59;
    private static final int NIMBY_LOCKED = 60;
    private static final int TEMP_FULL = 61;
    private static final int MEMORY_SHORT = 62;
    private static final int LOST = 63;
    private static final int BOOK_AFTER_MILLIS = 64;
    private static final int IDLE_GPU_MEMORY_KIB = 72;
    private static final int GPU_MEMORY_KIB = 80;
    private static final int PREFERRED_SHOW_ROW = 88;
    private static final int NIMBY_ENABLED = 92;
    private static final int ID_HIGH = 96;
    private static final int ID_LOW = 104;
    private static final int INCARNATION = 112;
    private static final int TOTAL_MEMORY_KIB = 120;
    private static final int TOTAL_SWAP_KIB = 128;
    private static final int TOTAL_TEMP_KIB = 136;
    private static final int BOOT_TIME_SECONDS = 144;
    private static final int STATE_MILLIS = 152;
    private static final int WIDTH = 192;
    private static final int PAGE_SHIFT = 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    public HostTable() {
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

    /** Of the id that the daemon keeps on its disk. */
    public long idHigh(int row) {
        return getLong(row, ID_HIGH);
    }

    public void idHigh(int row, long value) {
        putLong(row, ID_HIGH, value);
    }

    public long idLow(int row) {
        return getLong(row, ID_LOW);
    }

    public void idLow(int row, long value) {
        putLong(row, ID_LOW, value);
    }

    /** Of the daemon process. */
    public long incarnation(int row) {
        return getLong(row, INCARNATION);
    }

    public void incarnation(int row, long value) {
        putLong(row, INCARNATION, value);
    }

    /** That frames may reserve. */
    public long memoryKib(int row) {
        return getLong(row, MEMORY_KIB);
    }

    public void memoryKib(int row, long value) {
        putLong(row, MEMORY_KIB, value);
    }

    public long idleMemoryKib(int row) {
        return getLong(row, IDLE_MEMORY_KIB);
    }

    public void idleMemoryKib(int row, long value) {
        putLong(row, IDLE_MEMORY_KIB, value);
    }

    public long addIdleMemoryKib(int row, long delta) {
        return addLong(row, IDLE_MEMORY_KIB, delta);
    }

    public long gpuMemoryKib(int row) {
        return getLong(row, GPU_MEMORY_KIB);
    }

    public void gpuMemoryKib(int row, long value) {
        putLong(row, GPU_MEMORY_KIB, value);
    }

    public long idleGpuMemoryKib(int row) {
        return getLong(row, IDLE_GPU_MEMORY_KIB);
    }

    public void idleGpuMemoryKib(int row, long value) {
        putLong(row, IDLE_GPU_MEMORY_KIB, value);
    }

    public long addIdleGpuMemoryKib(int row, long delta) {
        return addLong(row, IDLE_GPU_MEMORY_KIB, delta);
    }

    /** That frames may reserve. */
    public int coreUnits(int row) {
        return getInt(row, CORE_UNITS);
    }

    public void coreUnits(int row, int value) {
        putInt(row, CORE_UNITS, value);
    }

    public int idleCoreUnits(int row) {
        return getInt(row, IDLE_CORE_UNITS);
    }

    public void idleCoreUnits(int row, int value) {
        putInt(row, IDLE_CORE_UNITS, value);
    }

    public int addIdleCoreUnits(int row, int delta) {
        return addInt(row, IDLE_CORE_UNITS, delta);
    }

    public int gpus(int row) {
        return getInt(row, GPUS);
    }

    public void gpus(int row, int value) {
        putInt(row, GPUS, value);
    }

    public int idleGpus(int row) {
        return getInt(row, IDLE_GPUS);
    }

    public void idleGpus(int row, int value) {
        putInt(row, IDLE_GPUS, value);
    }

    public int addIdleGpus(int row, int delta) {
        return addInt(row, IDLE_GPUS, delta);
    }

    /** Busy with what is not ours, by the last report. */
    public int foreignCoreUnits(int row) {
        return getInt(row, FOREIGN_CORE_UNITS);
    }

    public void foreignCoreUnits(int row, int value) {
        putInt(row, FOREIGN_CORE_UNITS, value);
    }

    /** Row of the catalog. */
    public int allocationRow(int row) {
        return getInt(row, ALLOCATION_ROW);
    }

    public void allocationRow(int row, int value) {
        putInt(row, ALLOCATION_ROW, value);
    }

    /** Number of HardwareState. */
    public int hardwareState(int row) {
        return getByte(row, HARDWARE_STATE);
    }

    public void hardwareState(int row, int value) {
        putByte(row, HARDWARE_STATE, value);
    }

    /** Number of LockState. */
    public int lockState(int row) {
        return getByte(row, LOCK_STATE);
    }

    public void lockState(int row, int value) {
        putByte(row, LOCK_STATE, value);
    }

    /** Number of ThreadMode. */
    public int threadMode(int row) {
        return getByte(row, THREAD_MODE);
    }

    public void threadMode(int row, int value) {
        putByte(row, THREAD_MODE, value);
    }

    /** Orders in a row that could not be started. */
    public int startFailures(int row) {
        return getByte(row, START_FAILURES);
    }

    public void startFailures(int row, int value) {
        putByte(row, START_FAILURES, value);
    }

    public boolean nimbyEnabled(int row) {
        return getByte(row, NIMBY_ENABLED) != 0;
    }

    public void nimbyEnabled(int row, boolean value) {
        putByte(row, NIMBY_ENABLED, value ? 1 : 0);
    }

    /** By the last report. */
    public boolean nimbyLocked(int row) {
        return getByte(row, NIMBY_LOCKED) != 0;
    }

    public void nimbyLocked(int row, boolean value) {
        putByte(row, NIMBY_LOCKED, value ? 1 : 0);
    }

    /** By the last report. */
    public boolean tempFull(int row) {
        return getByte(row, TEMP_FULL) != 0;
    }

    public void tempFull(int row, boolean value) {
        putByte(row, TEMP_FULL, value ? 1 : 0);
    }

    /** By the last report. */
    public boolean memoryShort(int row) {
        return getByte(row, MEMORY_SHORT) != 0;
    }

    public void memoryShort(int row, boolean value) {
        putByte(row, MEMORY_SHORT, value ? 1 : 0);
    }

    /** Declared lost and not heard since. */
    public boolean lost(int row) {
        return getByte(row, LOST) != 0;
    }

    public void lost(int row, boolean value) {
        putByte(row, LOST, value ? 1 : 0);
    }

    public int procCount(int row) {
        return getInt(row, PROC_COUNT);
    }

    public void procCount(int row, int value) {
        putInt(row, PROC_COUNT, value);
    }

    public int addProcCount(int row, int delta) {
        return addInt(row, PROC_COUNT, delta);
    }

    /** First of its procs, row plus one. */
    public int procHead(int row) {
        return getInt(row, PROC_HEAD);
    }

    public void procHead(int row, int value) {
        putInt(row, PROC_HEAD, value);
    }

    /** No booking before, because orders could not be started; 0: none. */
    public long bookAfterMillis(int row) {
        return getLong(row, BOOK_AFTER_MILLIS);
    }

    public void bookAfterMillis(int row, long value) {
        putLong(row, BOOK_AFTER_MILLIS, value);
    }

    public long totalMemoryKib(int row) {
        return getLong(row, TOTAL_MEMORY_KIB);
    }

    public void totalMemoryKib(int row, long value) {
        putLong(row, TOTAL_MEMORY_KIB, value);
    }

    public long totalSwapKib(int row) {
        return getLong(row, TOTAL_SWAP_KIB);
    }

    public void totalSwapKib(int row, long value) {
        putLong(row, TOTAL_SWAP_KIB, value);
    }

    public long totalTempKib(int row) {
        return getLong(row, TOTAL_TEMP_KIB);
    }

    public void totalTempKib(int row, long value) {
        putLong(row, TOTAL_TEMP_KIB, value);
    }

    public long bootTimeSeconds(int row) {
        return getLong(row, BOOT_TIME_SECONDS);
    }

    public void bootTimeSeconds(int row, long value) {
        putLong(row, BOOT_TIME_SECONDS, value);
    }

    /** Row of the catalog plus one: the show whose frames come first here, by the host's deed; 0: none. */
    public int preferredShowRow(int row) {
        return getInt(row, PREFERRED_SHOW_ROW);
    }

    public void preferredShowRow(int row, int value) {
        putInt(row, PREFERRED_SHOW_ROW, value);
    }

    /** When its hardware state last changed. */
    public long stateMillis(int row) {
        return getLong(row, STATE_MILLIS);
    }

    public void stateMillis(int row, long value) {
        putLong(row, STATE_MILLIS, value);
    }
}
