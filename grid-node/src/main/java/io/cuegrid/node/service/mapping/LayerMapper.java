package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.job.Layer;
import io.cuegrid.api.opencue.job.LayerStats;
import io.cuegrid.core.sbe.LayerRowDecoder;
import io.cuegrid.node.service.catalog.EntryKind;
import io.cuegrid.node.service.catalog.LimitEntry;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Sbe;

/** A layer's row as OpenCue's Layer. */
public final class LayerMapper {
    private LayerMapper() {}

    /**
     * Reads the row from its first field to its last.
     *
     * @param command from the job's document; "" when it is not known
     */
    public static Layer map(View view, Cell cell, LayerRowDecoder row, String command) {
        Layer.Builder layer = Layer.newBuilder()
                .setId(view.ids().layer(cell.number(), row.jobNumber(), row.layerIndex()))
                .setParentId(view.ids().job(cell.number(), row.jobNumber()))
                .setTypeValue(row.layerType().value())
                .setMinCores(Units.cores(row.minCoreUnits()))
                .setMaxCores(Units.cores(row.maxCoreUnits()))
                .setIsThreadable(Sbe.is(row.threadable()))
                .setMinMemory(row.memoryKib())
                .setMinGpuMemory(row.gpuMemoryKib())
                .setMinGpus(row.minGpus())
                .setMaxGpus(row.maxGpus())
                .setChunkSize(row.chunkSize())
                .setDispatchOrder(row.dispatchOrder())
                .setMemoryOptimizerEnabled(Sbe.is(row.memoryOptimizer()))
                .setTimeout(row.timeoutMinutes())
                .setTimeoutLlu(row.timeoutLluMinutes())
                .setCommand(command)
                .setEligibleTime(Units.seconds(row.eligibleMillis()))
                .setStartTime(Units.seconds(row.startedMillis()))
                .setStopTime(Units.seconds(row.stoppedMillis()))
                .setStartAfter(row.startAfterMillis() / 1_000)
                .setLayerStats(stats(row));
        row.limits().forEach(limit -> {
            LimitEntry entry = view.catalog().find(EntryKind.LIMIT, limit.limitNumber());
            if (entry != null) {
                layer.addLimits(entry.name());
            }
        });
        layer.setName(row.name());
        layer.setRange(row.rangeText());
        layer.addAllTags(Units.words(row.tags()));
        layer.addAllServices(Units.words(row.services()));
        layer.setStartAfterReason(row.startAfterReason());
        return layer.build();
    }

    private static LayerStats stats(LayerRowDecoder row) {
        int pending = row.waiting() + row.depend();
        Work work = Work.of(
                row.runs(),
                row.failedRuns(),
                row.coreMillis(),
                row.failedCoreMillis(),
                row.gpuMillis(),
                row.failedGpuMillis(),
                row.clockMillis(),
                pending);
        return LayerStats.newBuilder()
                .setTotalFrames(row.frames())
                .setWaitingFrames(row.waiting())
                .setRunningFrames(row.running())
                .setDeadFrames(row.dead())
                .setEatenFrames(row.eaten())
                .setDependFrames(row.depend())
                .setSucceededFrames(row.succeeded())
                .setPendingFrames(pending)
                .setAvgFrameSec(work.averageFrameSeconds())
                .setLowFrameSec(Units.clamp(row.lowMillis() / 1_000))
                .setHighFrameSec(Units.clamp(row.highMillis() / 1_000))
                .setAvgCoreSec(work.averageCoreSeconds())
                .setRenderedFrameCount(work.rendered())
                .setFailedFrameCount(work.failed())
                .setRemainingCoreSec(work.remainingCoreSeconds())
                .setTotalCoreSec(work.totalCoreSeconds())
                .setRenderedCoreSec(work.renderedCoreSeconds())
                .setFailedCoreSec(work.failedCoreSeconds())
                .setMaxRss(row.maxRssKib())
                .setReservedCores(Units.cores(row.reservedCoreUnits()))
                .setTotalGpuSec(work.totalGpuSeconds())
                .setRenderedGpuSec(work.renderedGpuSeconds())
                .setFailedGpuSec(work.failedGpuSeconds())
                .setReservedGpus(row.reservedGpus())
                .setMaxPss(row.maxPssKib())
                .build();
    }
}
