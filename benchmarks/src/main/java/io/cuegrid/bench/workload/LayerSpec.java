package io.cuegrid.bench.workload;

/**
 * A layer of a simulated job.
 *
 * @param coreUnits that one frame asks for
 * @param maxCoreUnits that one frame may grow to; 0: no cap
 * @param memoryKib that one frame reserves
 * @param rssKib the peak that one frame really uses
 * @param runMillis how long one frame runs on the cores it asked for
 * @param limited whether the layer takes tokens of the farm's limit
 * @param tags of hosts that may run it, a blank between two
 */
public record LayerSpec(
        String name,
        int frames,
        int coreUnits,
        int maxCoreUnits,
        boolean threadable,
        long memoryKib,
        long rssKib,
        long runMillis,
        boolean limited,
        String tags) {

    /** A layer that any host of the farm may run. */
    public LayerSpec(
            String name,
            int frames,
            int coreUnits,
            int maxCoreUnits,
            boolean threadable,
            long memoryKib,
            long rssKib,
            long runMillis,
            boolean limited) {
        this(
                name,
                frames,
                coreUnits,
                maxCoreUnits,
                threadable,
                memoryKib,
                rssKib,
                runMillis,
                limited,
                HostSpec.GENERAL);
    }
}
