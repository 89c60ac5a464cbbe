package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.Heartbeat;

/**
 * What of a heartbeat matters for booking. A change of it crosses into the cell, everything else stays in the vitals.
 *
 * @param loadCoreUnits one-minute load, 100 = one core
 */
record HostHealth(boolean nimbyLocked, boolean tempFull, boolean memoryShort, int loadCoreUnits, long freeMemoryKib) {
    /** Below it a host takes no more work. */
    static final long FREE_MEMORY_KIB_MIN = 512 * 1024;
    /** Of the temporary folder's file system. */
    static final int FREE_TEMP_PERCENT_MIN = 5;
    /** The load is told when it moved by half a core and by a tenth. */
    private static final int LOAD_STEP_CORE_UNITS = 50;

    private static final int LOAD_STEP_PART = 10;
    /** Free memory is told when it moved by an eighth. */
    private static final int MEMORY_STEP_PART = 8;

    private static final int PERCENT = 100;

    /** @param totalTempKib 0: not known, so never full */
    static HostHealth of(Heartbeat heartbeat, long totalTempKib) {
        boolean tempFull =
                totalTempKib > 0 && heartbeat.getFreeTempKib() * PERCENT / totalTempKib < FREE_TEMP_PERCENT_MIN;
        return new HostHealth(
                heartbeat.getNimbyLocked(),
                tempFull,
                heartbeat.getFreeMemoryKib() < FREE_MEMORY_KIB_MIN,
                heartbeat.getLoadHundredths(),
                heartbeat.getFreeMemoryKib());
    }

    /** Whether the cell should hear of the step from {@code before} to this. */
    boolean differsFrom(HostHealth before) {
        int loadStep = Math.max(LOAD_STEP_CORE_UNITS, before.loadCoreUnits / LOAD_STEP_PART);
        return nimbyLocked != before.nimbyLocked
                || tempFull != before.tempFull
                || memoryShort != before.memoryShort
                || Math.abs(loadCoreUnits - before.loadCoreUnits) > loadStep
                || Math.abs(freeMemoryKib - before.freeMemoryKib) > before.freeMemoryKib / MEMORY_STEP_PART;
    }
}
