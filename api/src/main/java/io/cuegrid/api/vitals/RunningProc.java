package io.cuegrid.api.vitals;

/**
 * What a heartbeat says of one run. Memory in KiB, of the whole process group.
 *
 * @param proc the run
 * @param cpuMillis user and system
 * @param runMillis by the host's monotonic clock
 * @param logSilenceMillis since the log last grew
 * @param frozen stopped because the host's lease has ended
 */
public record RunningProc(
        long proc,
        long rssKib,
        long maxRssKib,
        long pssKib,
        long maxPssKib,
        long swapKib,
        long cpuMillis,
        long runMillis,
        long logSilenceMillis,
        long gpuMemoryKib,
        boolean frozen) {}
