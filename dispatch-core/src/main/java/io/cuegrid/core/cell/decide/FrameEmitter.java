package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameChangedEncoder;
import io.cuegrid.core.sbe.FrameMemoryRaisedEncoder;
import io.cuegrid.core.sbe.FrameStartedEncoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.FrameStoppedEncoder;
import io.cuegrid.core.sbe.FramesReleasedEncoder;
import io.cuegrid.core.sbe.OrderRepeatedEncoder;
import io.cuegrid.core.sbe.ProcChangedEncoder;
import io.cuegrid.core.sbe.ProcConfirmedEncoder;
import io.cuegrid.core.sbe.ProcKillRequestedEncoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * Says the events of frames and procs.
 *
 * <p>Threading: that of the cell. Allocates nothing.
 */
final class FrameEmitter {
    private final CellState state;
    private final Emitter out;
    private final FrameStartedEncoder started = new FrameStartedEncoder();
    private final FrameStoppedEncoder stopped = new FrameStoppedEncoder();
    private final OrderRepeatedEncoder repeated = new OrderRepeatedEncoder();
    private final ProcConfirmedEncoder confirmed = new ProcConfirmedEncoder();
    private final ProcKillRequestedEncoder killRequested = new ProcKillRequestedEncoder();
    private final ProcChangedEncoder procChanged = new ProcChangedEncoder();
    private final FrameChangedEncoder frameChanged = new FrameChangedEncoder();
    private final FrameMemoryRaisedEncoder memoryRaised = new FrameMemoryRaisedEncoder();
    private final FramesReleasedEncoder released = new FramesReleasedEncoder();

    FrameEmitter(CellState state, Emitter out) {
        this.state = state;
        this.out = out;
    }

    /** The first frame number of a frame's chunk. */
    int frameNumber(int layer, int frameIndex) {
        int entry = frameIndex * state.layers.chunkSize(layer);
        return state.layers.runCount(layer) == 1
                ? state.layers.firstFrame(layer) + state.layers.frameStep(layer) * entry
                : FrameRuns.frameNumber(state.layerRuns.get(layer), entry);
    }

    void started(int host, int layer, int frameIndex, int coreUnits, long memoryKib) {
        started(host, layer, frameIndex, coreUnits, memoryKib, 0);
    }

    /** By local dispatch: the frame runs although its host is locked. */
    void startedLocally(int host, int layer, int frameIndex, int coreUnits, long memoryKib, long partitionNumber) {
        started(host, layer, frameIndex, coreUnits, memoryKib, partitionNumber);
    }

    private void started(int host, int layer, int frameIndex, int coreUnits, long memoryKib, long partitionNumber) {
        int job = state.layers.job(layer);
        int ordinal = state.layers.firstOrdinal(layer) + frameIndex;
        int frame = state.jobs.frameBase(job) + ordinal;
        state.jobs.near(job);
        state.hosts.near(host);
        started.wrapAndApplyHeader(out.block(), 0, out.header)
                .procNumber(state.procs.next(state.globals.nextProc()))
                .hostNumber(state.hosts.number(host))
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .frameIndex(frameIndex)
                .frameOrdinal(ordinal)
                .frameNumber(frameNumber(layer, frameIndex))
                .attempt(state.frames.attempts(frame) + 1)
                .coreUnits(coreUnits)
                .memoryKib(memoryKib)
                .gpus(state.layers.minGpus(layer))
                .gpuMemoryKib(state.layers.gpuMemoryKib(layer))
                .ignoreNimby(partitionNumber != 0 ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now())
                .partitionNumber(partitionNumber);
        out.emitBlock(FrameStartedEncoder.BLOCK_LENGTH);
    }

    void repeated(int proc) {
        int layer = state.procs.layerRow(proc);
        int ordinal = state.procs.frameOrdinal(proc);
        int frameIndex = ordinal - state.layers.firstOrdinal(layer);
        repeated.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .procNumber(state.procs.number(proc))
                .hostNumber(state.hosts.number(state.procs.hostRow(proc)))
                .jobNumber(state.jobs.number(state.procs.jobRow(proc)))
                .layerIndex(state.layers.layerIndex(layer))
                .frameIndex(frameIndex)
                .frameOrdinal(ordinal)
                .frameNumber(frameNumber(layer, frameIndex))
                .attempt(state.procs.attempt(proc))
                .coreUnits(state.procs.coreUnits(proc))
                .memoryKib(state.procs.memoryKib(proc))
                .gpus(state.procs.gpus(proc))
                .gpuMemoryKib(state.procs.gpuMemoryKib(proc))
                .ignoreNimby(state.procs.partitionNumber(proc) != 0 ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now());
        out.emit(OrderRepeatedEncoder.BLOCK_LENGTH);
    }

    void confirmed(int proc) {
        confirmed
                .wrapAndApplyHeader(out.block(), 0, out.header)
                .procNumber(state.procs.number(proc))
                .timeMillis(out.now());
        out.emitBlock(ProcConfirmedEncoder.BLOCK_LENGTH);
    }

    void killRequested(int proc, StopCause cause, byte[] user, byte[] reason) {
        killRequested
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .procNumber(state.procs.number(proc))
                .hostNumber(state.hosts.number(state.procs.hostRow(proc)))
                .cause(cause)
                .timeMillis(out.now())
                .putUser(user, 0, user.length)
                .putReason(reason, 0, reason.length);
        out.emit(killRequested.encodedLength());
    }

    /** @param grouped see {@link io.cuegrid.core.cell.redirect.RedirectTable#grouped} */
    void procChanged(int proc, boolean unbooked, long redirectJob, long redirectFolder, boolean grouped) {
        procChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .procNumber(state.procs.number(proc))
                .unbooked(unbooked ? BooleanType.T : BooleanType.F)
                .redirectJobNumber(redirectJob)
                .redirectFolderNumber(redirectFolder)
                .grouped(grouped ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now());
        out.emit(ProcChangedEncoder.BLOCK_LENGTH);
    }

    void stopped(
            int proc,
            int exitStatus,
            int exitSignal,
            StopCause cause,
            FrameState newState,
            long runMillis,
            long cpuMillis,
            long maxRssKib,
            long maxPssKib,
            long maxGpuMemoryKib) {
        int layer = state.procs.layerRow(proc);
        int job = state.procs.jobRow(proc);
        int ordinal = state.procs.frameOrdinal(proc);
        int frameIndex = ordinal - state.layers.firstOrdinal(layer);
        stopped.wrapAndApplyHeader(out.block(), 0, out.header)
                .procNumber(state.procs.number(proc))
                .hostNumber(state.hosts.number(state.procs.hostRow(proc)))
                .jobNumber(state.jobs.number(job))
                .layerIndex(state.layers.layerIndex(layer))
                .frameIndex(frameIndex)
                .frameOrdinal(ordinal)
                .frameNumber(frameNumber(layer, frameIndex))
                .attempt(state.procs.attempt(proc))
                .exitStatus(exitStatus)
                .exitSignal(exitSignal)
                .cause(cause)
                .newState(newState)
                .startedMillis(state.procs.startedMillis(proc))
                .timeMillis(out.now())
                .runMillis(runMillis)
                .cpuMillis(cpuMillis)
                .maxRssKib(maxRssKib)
                .maxPssKib(maxPssKib)
                .maxGpuMemoryKib(maxGpuMemoryKib)
                .coreUnits(state.procs.coreUnits(proc))
                .memoryKib(state.procs.memoryKib(proc))
                .gpus(state.procs.gpus(proc))
                .gpuMemoryKib(state.procs.gpuMemoryKib(proc))
                .retries(state.frames.retries(state.jobs.frameBase(job) + ordinal));
        out.emitBlock(FrameStoppedEncoder.BLOCK_LENGTH);
    }

    void changed(int job, int ordinal, FrameState newState, int exitStatus, int dependCount, boolean markedDone) {
        int frame = state.jobs.frameBase(job) + ordinal;
        frameChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .frameOrdinal(ordinal)
                .fromState(FrameState.get((short) state.frames.state(frame)))
                .newState(newState)
                .exitStatus(exitStatus)
                .retries(state.frames.retries(frame))
                .timeMillis(out.now())
                .dependCount(dependCount)
                .markedDone(markedDone ? BooleanType.T : BooleanType.F);
        out.emit(FrameChangedEncoder.BLOCK_LENGTH);
    }

    /** @param ordinal -1: the layer */
    void memoryRaised(int layer, int ordinal, long memoryKib) {
        memoryRaised
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(state.layers.job(layer)))
                .layerIndex(state.layers.layerIndex(layer))
                .frameOrdinal(ordinal)
                .memoryKib(memoryKib);
        out.emit(FrameMemoryRaisedEncoder.BLOCK_LENGTH);
    }

    /** @param to included */
    void released(long dependNumber, int job, int from, int to, boolean held, int count) {
        released.wrapAndApplyHeader(out.block(), 0, out.header)
                .dependNumber(dependNumber)
                .jobNumber(state.jobs.number(job))
                .fromOrdinal(from)
                .toOrdinal(to)
                .held(held ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now())
                .count(count);
        out.emitBlock(FramesReleasedEncoder.BLOCK_LENGTH);
    }
}
