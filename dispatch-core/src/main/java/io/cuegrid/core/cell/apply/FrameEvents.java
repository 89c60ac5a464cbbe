package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.proc.ProcTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.ExitStatus;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CheckpointChangedDecoder;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.FrameChangedDecoder;
import io.cuegrid.core.sbe.FrameMemoryRaisedDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.FramesReleasedDecoder;
import io.cuegrid.core.sbe.ProcConfirmedDecoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * The life of frames and procs.
 *
 * <p>Threading: that of the cell. Allocates nothing for the events of a frame's life.
 */
final class FrameEvents {
    private static final int START_FAILURES_MAX = 6;
    private static final int LAUNCH_FAILURES_MAX = 100;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final int CORE = 100;
    /** Nobody's subscription pays for local dispatch. */
    private static final int NO_SHARE = -1;

    private final CellState state;
    private final BookingIndex index;
    private final Transitions transitions;
    private final Usage usage;
    private final ReservationEvents reservations;
    private final RedirectEvents redirects;

    FrameEvents(
            CellState state,
            BookingIndex index,
            Transitions transitions,
            Usage usage,
            ReservationEvents reservations,
            RedirectEvents redirects) {
        this.reservations = reservations;
        this.redirects = redirects;
        this.state = state;
        this.index = index;
        this.transitions = transitions;
        this.usage = usage;
    }

    void apply(FrameStartedDecoder event) {
        int job = state.jobs.rowNear(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        int frame = state.jobs.frameBase(job) + event.frameOrdinal();
        int host = state.hosts.rowNear(event.hostNumber());
        long time = event.timeMillis();
        state.time(time);
        transitions.move(job, layer, frame, FrameStates.RUNNING, time);

        boolean local = event.partitionNumber() != 0;
        int proc = state.procs.add(event.procNumber());
        state.globals.nextProc(ProcTable.count(event.procNumber()) + 1);
        state.procs.begin(
                proc,
                host,
                job,
                layer,
                event.frameOrdinal(),
                event.attempt(),
                local
                        ? NO_SHARE
                        : state.catalogIndex.ensureShare(state.jobs.showRow(job), state.hosts.allocationRow(host)),
                event.coreUnits(),
                event.memoryKib(),
                event.gpus(),
                event.gpuMemoryKib(),
                time);
        if (local) {
            state.procs.partitionNumber(proc, event.partitionNumber());
        }
        state.hosts.procHead(host, state.hostProcs.link(proc, state.hosts.procHead(host)));
        usage.take(proc);
        reservations.started(event.jobNumber(), event.layerIndex(), host);

        FrameTable frames = state.frames;
        int before = frames.exitStatus(frame);
        if (ExitStatus.countsAsRetry(before) && state.delayRules.minutes(before) == 0) {
            frames.retries(frame, frames.retries(frame) + 1);
        }
        if (frames.isSaving(frame)) {
            frames.checkpoint(frame, CheckpointState.DISABLED.value());
        }
        frames.started(
                frame,
                event.attempt(),
                proc,
                event.hostNumber(),
                FrameTable.ticks(time, state.jobs.submittedMillis(job)),
                event.memoryKib(),
                event.coreUnits(),
                event.gpus());
        if (state.layers.startedMillis(layer) == 0) {
            state.layers.startedMillis(layer, time);
        }
        state.globals.addBooked(1);
    }

    void apply(ProcConfirmedDecoder event) {
        int proc = state.procs.row(event.procNumber());
        state.procs.confirmed(proc, true);
        int host = state.procs.hostRow(proc);
        if (state.hosts.startFailures(host) != 0) {
            state.hosts.startFailures(host, 0);
        }
        state.time(event.timeMillis());
    }

    void apply(ProcKillRequestedDecoder event) {
        int proc = state.procs.row(event.procNumber());
        state.procs.killRequested(proc, true);
        state.procs.killCause(proc, event.cause().value());
        state.time(event.timeMillis());
    }

    void apply(FrameStoppedDecoder event) {
        int proc = state.procs.row(event.procNumber());
        int job = state.procs.jobRow(proc);
        int layer = state.procs.layerRow(proc);
        int host = state.procs.hostRow(proc);
        int frame = state.jobs.frameBase(job) + state.procs.frameOrdinal(proc);
        long time = event.timeMillis();
        state.time(time);
        usage.give(proc);
        state.hosts.procHead(host, state.hostProcs.unlink(proc, state.hosts.procHead(host)));
        FrameTable frames = state.frames;
        int newState = event.newState().value();
        int exitStatus = event.exitStatus();
        long coreMillis = event.runMillis() * event.coreUnits() / CORE;
        long gpuMillis = event.runMillis() * event.gpus();
        boolean couldNotStart = exitStatus == ExitStatus.FAILED_LAUNCH;
        frames.stopped(
                frame,
                exitStatus,
                FrameTable.ticks(time, state.jobs.submittedMillis(job)),
                couldNotStart ? Math.min(LAUNCH_FAILURES_MAX, frames.launchFailures(frame) + 1) : 0);
        frames.used(frame, event.maxRssKib(), event.maxPssKib(), coreMillis, gpuMillis);
        count(job, layer, event, coreMillis, gpuMillis);
        countOverrun(layer, frame, event);
        boolean local = state.procs.partitionNumber(proc) != 0;
        if (!local && ExitStatus.succeeded(exitStatus, event.exitSignal())) {
            state.layerTotals.endedOn(layer, host);
        }
        if (couldNotStart && event.cause() != StopCause.NEVER_STARTED) {
            pauseHost(host, time);
        } else if (event.cause() == StopCause.ORDER_REFUSED) {
            restHost(host, time);
        }
        redirects.procEnded(event.procNumber(), host);
        state.procs.remove(proc);
        state.globals.addCompleted(1);
        transitions.move(job, layer, frame, newState, time);
    }

    /** A host on which orders cannot be started gets no more for a while, longer each time. */
    private void pauseHost(int host, long time) {
        int failures = Math.min(START_FAILURES_MAX, state.hosts.startFailures(host) + 1);
        state.hosts.startFailures(host, failures);
        state.hosts.bookAfterMillis(host, time + (FIRST_PAUSE_MILLIS << (failures - 1)));
        index.hostRoomChanged(host);
    }

    /** A daemon that is ending takes no orders: the host rests until it says hello again, or for the first pause only. */
    private void restHost(int host, long time) {
        state.hosts.bookAfterMillis(host, Math.max(state.hosts.bookAfterMillis(host), time + FIRST_PAUSE_MILLIS));
        index.hostRoomChanged(host);
    }

    private void count(int job, int layer, FrameStoppedDecoder event, long coreMillis, long gpuMillis) {
        if (ExitStatus.succeeded(event.exitStatus(), event.exitSignal())) {
            state.jobTotals.succeeded(job, event.runMillis(), coreMillis, gpuMillis);
            state.layerTotals.succeeded(layer, event.runMillis(), coreMillis, gpuMillis);
        } else {
            state.jobTotals.failed(job, coreMillis, gpuMillis);
            state.layerTotals.failed(layer, coreMillis, gpuMillis);
        }
        state.jobTotals.peaked(job, event.maxRssKib(), event.maxPssKib());
        state.layerTotals.peaked(layer, event.maxRssKib(), event.maxPssKib());
    }

    /** Pages that forked children share count once for each of them in the rss, but not in the pss, where that is known. */
    private void countOverrun(int layer, int frame, FrameStoppedDecoder event) {
        long used = event.maxPssKib() > 0 ? Math.min(event.maxRssKib(), event.maxPssKib()) : event.maxRssKib();
        if (used > Math.max(event.memoryKib(), state.layers.memoryKib(layer)) && !state.frames.hasOverrun(frame)) {
            state.frames.overran(frame);
            state.layerTotals.overran(layer, used);
        }
    }

    void apply(FrameChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int frame = state.jobs.frameBase(job) + event.frameOrdinal();
        int layer = state.layerOf(job, event.frameOrdinal());
        state.time(event.timeMillis());
        state.frames.exitStatus(frame, event.exitStatus());
        state.frames.retries(frame, event.retries());
        state.frames.dependCount(frame, event.dependCount());
        state.frames.markedDone(frame, event.markedDone() == BooleanType.T);
        transitions.move(job, layer, frame, event.newState().value(), event.timeMillis());
    }

    void apply(CheckpointChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int frame = state.jobs.frameBase(job) + event.frameOrdinal();
        state.time(event.timeMillis());
        state.frames.checkpoint(frame, event.checkpoint().value());
        state.frames.checkpoints(frame, event.checkpoints());
        transitions.move(
                job,
                state.layerOf(job, event.frameOrdinal()),
                frame,
                event.newState().value(),
                event.timeMillis());
    }

    void apply(FrameMemoryRaisedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        if (event.frameOrdinal() < 0) {
            state.layers.memoryKib(layer, event.memoryKib());
            state.layers.memoryOptimizer(layer, false);
            state.layerTotals.forgetOverruns(layer);
            index.refileLayer(layer);
            return;
        }
        int frame = state.jobs.frameBase(job) + event.frameOrdinal();
        if (state.frames.raisedMemoryKib(frame) == 0) {
            state.layers.addMemoryFailedFrames(layer, 1);
        }
        state.frames.raisedMemoryKib(frame, event.memoryKib());
    }

    void apply(FramesReleasedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        boolean held = event.held() == BooleanType.T;
        int to = event.toOrdinal();
        int count = event.count();
        long time = event.timeMillis();
        state.time(time);
        int base = state.jobs.frameBase(job);
        int layer = state.layerOf(job, event.fromOrdinal());
        int layerEnd = state.layers.firstOrdinal(layer) + state.layers.frameCount(layer);
        for (int ordinal = event.fromOrdinal(); ordinal <= to; ordinal++) {
            while (ordinal >= layerEnd) {
                layer++;
                layerEnd += state.layers.frameCount(layer);
            }
            if (held) {
                hold(job, layer, base + ordinal, count, time);
            } else {
                release(job, layer, base + ordinal, count, time);
            }
        }
    }

    private void hold(int job, int layer, int frame, int count, long time) {
        state.frames.addDependCount(frame, count);
        int now = state.frames.state(frame);
        if (now == FrameStates.WAITING
                || now == FrameStates.DEAD
                || now == FrameStates.SUCCEEDED
                || now == FrameStates.CHECKPOINT) {
            transitions.move(job, layer, frame, FrameStates.DEPEND, time);
        }
    }

    private void release(int job, int layer, int frame, int count, long time) {
        int left = Math.max(0, state.frames.dependCount(frame) - count);
        state.frames.dependCount(frame, left);
        if (left == 0 && state.frames.state(frame) == FrameStates.DEPEND) {
            transitions.move(job, layer, frame, FrameStates.WAITING, time);
        }
    }
}
