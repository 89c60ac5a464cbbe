package io.cuegrid.persistence.history;

/**
 * One run of a frame.
 *
 * @param incarnation with cell and jobNumber: what the job's id is made of
 * @param frame its name, {@code 0001-layer}
 * @param outcome state of the frame after the run, a name of OpenCue's {@code FrameState}
 * @param cause why the run ended
 */
public record HistoryFrameRun(
        int incarnation,
        int cell,
        long jobNumber,
        int layerIndex,
        int frameOrdinal,
        String job,
        String layer,
        String frame,
        int frameNumber,
        int attempt,
        long procNumber,
        String host,
        long startedMillis,
        long stoppedMillis,
        long runMillis,
        int exitStatus,
        int exitSignal,
        String outcome,
        String cause,
        long maxRssKib,
        long cpuMillis,
        int coreUnits) {}
