package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.FrameRowEncoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.ProcRowEncoder;

/**
 * Frames and procs as rows.
 *
 * <p>Threading: that of the cell.
 */
final class FrameRows {
    private static final long SECOND_MILLIS = 1_000;

    private final CellState state;
    private final RowSink sink;
    private final FrameRowEncoder frame = new FrameRowEncoder();
    private final ProcRowEncoder proc = new ProcRowEncoder();

    FrameRows(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void frame(int job, int layer, int ordinal) {
        int row = state.jobs.frameBase(job) + ordinal;
        int index = ordinal - state.layers.firstOrdinal(layer);
        long submitted = state.jobs.submittedMillis(job);
        int procRow = state.frames.procRow(row) - 1;
        long started = procRow >= 0
                ? state.procs.startedMillis(procRow)
                : FrameTable.millis(state.frames.startedTicks(row), submitted);
        frame.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .frameIndex(index)
                .frameOrdinal(ordinal)
                .frameNumber(frameNumber(layer, index))
                .frameState(FrameState.get((short) state.frames.state(row)))
                .retries(state.frames.retries(row))
                .exitStatus(state.frames.exitStatus(row))
                .dispatchOrder(state.frames.dispatchOrder(row))
                .startedMillis(started)
                .stoppedMillis(FrameTable.millis(state.frames.stoppedTicks(row), submitted))
                .eligibleMillis(FrameTable.millis(state.frames.eligibleTicks(row), submitted))
                .maxRssKib(FrameTable.kib(state.frames.maxRss(row)))
                .maxPssKib(FrameTable.kib(state.frames.maxPss(row)))
                .coreMillis(state.frames.coreSeconds(row) * SECOND_MILLIS)
                .gpuMillis(state.frames.gpuSeconds(row) * SECOND_MILLIS)
                .procNumber(procRow >= 0 ? state.procs.number(procRow) : 0)
                .hostNumber(state.frames.hostNumber(row))
                .coreUnits(state.frames.coreUnits(row))
                .gpus(state.frames.gpus(row))
                .memoryKib(FrameTable.kib(state.frames.reservedMemory(row)))
                .gpuMemoryKib(procRow >= 0 ? state.procs.gpuMemoryKib(procRow) : 0)
                .changedMillis(FrameTable.millis(state.frames.changedTicks(row), submitted))
                .checkpoint(CheckpointState.get((short) state.frames.checkpoint(row)))
                .checkpoints(state.frames.checkpoints(row));
        sink.commit(FrameRowEncoder.BLOCK_LENGTH);
    }

    void proc(int row) {
        int job = state.procs.jobRow(row);
        int layer = state.procs.layerRow(row);
        int ordinal = state.procs.frameOrdinal(row);
        int index = ordinal - state.layers.firstOrdinal(layer);
        int redirect = state.redirects.ofProc(state.procs.number(row));
        proc.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .procNumber(state.procs.number(row))
                .hostNumber(state.hosts.number(state.procs.hostRow(row)))
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .frameOrdinal(ordinal)
                .frameNumber(frameNumber(layer, index))
                .frameIndex(index)
                .attempt(state.procs.attempt(row))
                .coreUnits(state.procs.coreUnits(row))
                .memoryKib(state.procs.memoryKib(row))
                .gpus(state.procs.gpus(row))
                .gpuMemoryKib(state.procs.gpuMemoryKib(row))
                .startedMillis(state.procs.startedMillis(row))
                .confirmed(flag(state.procs.confirmed(row)))
                .unbooked(flag(state.procs.unbooked(row)))
                .killRequested(flag(state.procs.killRequested(row)))
                .redirectJobNumber(redirect < 0 ? 0 : state.redirects.jobNumber(redirect))
                .redirectFolderNumber(redirect < 0 ? 0 : state.redirects.folderNumber(redirect))
                .partitionNumber(state.procs.partitionNumber(row));
        sink.commit(ProcRowEncoder.BLOCK_LENGTH);
    }

    private int frameNumber(int layer, int index) {
        return FrameRuns.frameNumber(state.layerRuns.get(layer), index * state.layers.chunkSize(layer));
    }

    private static BooleanType flag(boolean value) {
        return JobRows.flag(value);
    }
}
