package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.renderpartition.RenderPartition;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionType;
import io.cuegrid.core.sbe.PartitionRowDecoder;
import io.cuegrid.node.service.client.Cell;

/** A partition's row as OpenCue's RenderPartition: cores are core units. */
public final class PartitionMapper {
    private PartitionMapper() {}

    public static RenderPartition map(View view, Cell cell, PartitionRowDecoder row) {
        String layer = view.lookups().layerName(cell, row.jobNumber(), row.layerIndex());
        boolean ofFrame = row.frameOrdinal() >= 0;
        return RenderPartition.newBuilder()
                .setId(view.ids().partition(cell.number(), row.partitionNumber()))
                .setJob(view.lookups().job(cell, row.jobNumber()).name())
                .setLayer(layer)
                .setFrame(ofFrame ? FrameNames.of(row.frameNumber(), layer) : "")
                .setRenderPartType(
                        ofFrame
                                ? RenderPartitionType.FRAME_PARTITION
                                : row.layerIndex() >= 0
                                        ? RenderPartitionType.LAYER_PARTITION
                                        : RenderPartitionType.JOB_PARTITION)
                .setHost(view.lookups().hostName(cell, row.hostNumber()))
                .setCores(row.coreUnits())
                .setMemory(row.memoryKib())
                .setGpus(row.gpus())
                .setGpuMemory(row.gpuMemoryKib())
                .setMaxCores(row.maxCoreUnits())
                .setMaxMemory(row.maxMemoryKib())
                .setMaxGpus(row.maxGpus())
                .setMaxGpuMemory(row.maxGpuMemoryKib())
                .setThreads(row.threads())
                .build();
    }
}
