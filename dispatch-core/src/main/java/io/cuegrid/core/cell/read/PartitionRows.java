package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.partition.PartitionTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.PartitionRowEncoder;

/**
 * Render partitions as rows.
 *
 * <p>Threading: that of the cell.
 */
final class PartitionRows {
    private final CellState state;
    private final RowSink sink;
    private final PartitionRowEncoder partition = new PartitionRowEncoder();

    PartitionRows(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void partition(int row) {
        PartitionTable table = state.partitions;
        int ordinal = table.frameOrdinal(row);
        int job = state.jobs.row(table.jobNumber(row));
        int layer = ordinal < 0 ? -1 : state.layerOf(job, ordinal);
        partition
                .wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .partitionNumber(table.number(row))
                .hostNumber(table.hostNumber(row))
                .jobNumber(table.jobNumber(row))
                .layerIndex(layer < 0 ? table.layerIndex(row) : state.layers.layerIndex(layer))
                .frameOrdinal(ordinal)
                .threads(table.threads(row))
                .maxCoreUnits(table.maxCoreUnits(row))
                .maxMemoryKib(table.maxMemoryKib(row))
                .maxGpus(table.maxGpus(row))
                .maxGpuMemoryKib(table.maxGpuMemoryKib(row))
                .coreUnits(table.usedCoreUnits(row))
                .memoryKib(table.usedMemoryKib(row))
                .gpus(table.usedGpus(row))
                .gpuMemoryKib(table.usedGpuMemoryKib(row))
                .frameNumber(layer < 0 ? 0 : frameNumber(layer, ordinal - state.layers.firstOrdinal(layer)));
        sink.commit(PartitionRowEncoder.BLOCK_LENGTH);
    }

    private int frameNumber(int layer, int index) {
        return FrameRuns.frameNumber(state.layerRuns.get(layer), index * state.layers.chunkSize(layer));
    }
}
