package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.job.Frame;
import io.cuegrid.api.opencue.job.UpdatedFrame;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.core.sbe.FrameRowDecoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.node.service.client.Cell;
import org.jspecify.annotations.Nullable;

/** A frame's row as OpenCue's Frame, with what the host's newest heartbeat says of it. */
public final class FrameMapper {
    private FrameMapper() {}

    public static Frame map(View view, Cell cell, FrameRowDecoder row) {
        String layerName = view.lookups().layerName(cell, row.jobNumber(), row.layerIndex());
        Live live = Live.of(view, cell, row);
        return Frame.newBuilder()
                .setId(view.ids().frame(cell.number(), row.jobNumber(), row.frameOrdinal()))
                .setName(FrameNames.of(row.frameNumber(), layerName))
                .setLayerName(layerName)
                .setNumber(row.frameNumber())
                .setStateValue(row.frameState().value())
                .setRetryCount(row.retries())
                .setExitStatus(row.exitStatus())
                .setDispatchOrder(row.dispatchOrder())
                .setStartTime(Units.seconds(row.startedMillis()))
                .setStopTime(Units.seconds(row.stoppedMillis()))
                .setMaxRss(Math.max(row.maxRssKib(), live.maxRssKib))
                .setUsedMemory(live.rssKib)
                .setReservedMemory(row.memoryKib())
                .setReservedGpuMemory(row.gpuMemoryKib())
                .setLastResource(lastResource(view, cell, row))
                .setTotalCoreTime(Units.seconds(row.coreMillis() + live.coreMillis))
                .setLluTime(live.logUpdateSeconds)
                .setCheckpointStateValue(row.checkpoint().value())
                .setCheckpointCount(row.checkpoints())
                .setTotalGpuTime(Units.seconds(row.gpuMillis() + live.gpuMillis))
                .setUsedGpuMemory(live.gpuMemoryKib)
                .setMaxPss(Math.max(row.maxPssKib(), live.maxPssKib))
                .setUsedPss(live.pssKib)
                .setEligibleTime(Units.seconds(row.eligibleMillis()))
                .setSubmissionTime(
                        Units.seconds(view.lookups().job(cell, row.jobNumber()).submittedMillis()))
                .build();
    }

    public static UpdatedFrame mapUpdated(View view, Cell cell, FrameRowDecoder row) {
        Live live = Live.of(view, cell, row);
        return UpdatedFrame.newBuilder()
                .setId(view.ids().frame(cell.number(), row.jobNumber(), row.frameOrdinal()))
                .setStateValue(row.frameState().value())
                .setRetryCount(row.retries())
                .setExitStatus(row.exitStatus())
                .setStartTime(Units.seconds(row.startedMillis()))
                .setStopTime(Units.seconds(row.stoppedMillis()))
                .setMaxRss(Math.max(row.maxRssKib(), live.maxRssKib))
                .setUsedMemory(live.rssKib)
                .setLastResource(lastResource(view, cell, row))
                .setLluTime(live.logUpdateSeconds)
                .setUsedGpuMemory(live.gpuMemoryKib)
                .setMaxPss(Math.max(row.maxPssKib(), live.maxPssKib))
                .build();
    }

    private static String lastResource(View view, Cell cell, FrameRowDecoder row) {
        return row.hostNumber() == 0
                ? ""
                : resource(view.lookups().hostName(cell, row.hostNumber()), row.coreUnits(), row.gpus());
    }

    /** {@code host/cores/gpus}, as procs are named. */
    static String resource(String host, int coreUnits, int gpus) {
        return host + "/" + Units.coresText(coreUnits) + "/" + gpus;
    }

    /** What is known of a frame that runs; zeros for one that does not. */
    private record Live(
            long rssKib,
            long maxRssKib,
            long pssKib,
            long maxPssKib,
            long gpuMemoryKib,
            long coreMillis,
            long gpuMillis,
            int logUpdateSeconds) {
        private static final Live NONE = new Live(0, 0, 0, 0, 0, 0, 0, 0);

        static Live of(View view, Cell cell, FrameRowDecoder row) {
            if (row.frameState() != FrameState.RUNNING) {
                return NONE;
            }
            long wallMillis = Math.max(0, view.nowMillis() - row.startedMillis());
            long coreMillis = wallMillis * row.coreUnits() / Units.CORE;
            long gpuMillis = wallMillis * row.gpus();
            @Nullable RunningProc proc = view.vitals().proc(cell.number(), row.hostNumber(), row.procNumber());
            if (proc == null) {
                return new Live(0, 0, 0, 0, 0, coreMillis, gpuMillis, 0);
            }
            return new Live(
                    proc.rssKib(),
                    proc.maxRssKib(),
                    proc.pssKib(),
                    proc.maxPssKib(),
                    proc.gpuMemoryKib(),
                    coreMillis,
                    gpuMillis,
                    view.vitals().logUpdateSeconds(cell.number(), row.hostNumber(), row.procNumber()));
        }
    }
}
