package io.cuegrid.node.service.mapping;

/**
 * What a job or a layer has worked, in the seconds of OpenCue's statistics.
 *
 * @param rendered runs that succeeded
 * @param failed runs that did not
 */
record Work(
        long rendered,
        long failed,
        int averageFrameSeconds,
        int averageCoreSeconds,
        long remainingCoreSeconds,
        long renderedCoreSeconds,
        long failedCoreSeconds,
        long renderedGpuSeconds,
        long failedGpuSeconds) {

    /**
     * Core and gpu milliseconds are wall time times cores.
     *
     * @param clockMillis wall time of the runs that succeeded
     * @param pendingFrames that are still to run
     */
    static Work of(
            long rendered,
            long failed,
            long coreMillis,
            long failedCoreMillis,
            long gpuMillis,
            long failedGpuMillis,
            long clockMillis,
            int pendingFrames) {
        int averageCore = average(coreMillis, rendered);
        return new Work(
                rendered,
                failed,
                average(clockMillis, rendered),
                averageCore,
                (long) pendingFrames * averageCore,
                coreMillis / 1_000,
                failedCoreMillis / 1_000,
                gpuMillis / 1_000,
                failedGpuMillis / 1_000);
    }

    private static int average(long millis, long count) {
        return count == 0 ? 0 : Units.clamp(millis / count / 1_000);
    }

    long totalCoreSeconds() {
        return renderedCoreSeconds + failedCoreSeconds;
    }

    long totalGpuSeconds() {
        return renderedGpuSeconds + failedGpuSeconds;
    }
}
