package io.cuegrid.node.hostlink;

/** What waits to be sent to a host, as numbers. */
sealed interface Outgoing {

    /** A launch order. */
    record Launch(
            long procNumber,
            long jobNumber,
            int layerIndex,
            int frameIndex,
            int frameOrdinal,
            int attempt,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            boolean ignoreNimby)
            implements Outgoing {}

    /** A kill order. */
    record Kill(long procNumber, String reason) implements Outgoing {}

    /** What becomes of a proc that the host named. */
    record Verdict(long procNumber, boolean goOn) implements Outgoing {}

    /** A document that the host may delete. */
    record Forget(long jobNumber) implements Outgoing {}

    /** Something to be done to the host itself. */
    record Command(io.cuegrid.api.hostlink.HostCommand command) implements Outgoing {}
}
