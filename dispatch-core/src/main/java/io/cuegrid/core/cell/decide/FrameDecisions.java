package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.Booking;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.ExitStatus;
import io.cuegrid.core.sbe.FrameCompleteDecoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.OrderRefusal;
import io.cuegrid.core.sbe.OrderRefusedDecoder;
import io.cuegrid.core.sbe.ProcStartedDecoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * What daemons say about runs: they began, they ended, they were refused. A proc is the token of its run: what is said
 * about an unknown proc is taken and changes nothing.
 *
 * <p>Threading: that of the cell. Allocates nothing once warm.
 */
final class FrameDecisions {
    /** Frames booked at once on a host whose frame has ended; more are found by the next work. */
    private static final int BOOK_INLINE = 16;

    /** Memory added after a memory failure when the layer's service says nothing, KiB. */
    private static final long MEMORY_INCREASE_KIB = 2_097_152;

    /** Frames of a layer that must fail for memory before the layer's own need is raised. */
    static final int MEMORY_EVIDENCE_FRAMES = 3;

    private final CellState state;
    private final BookingIndex index;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final JobEmitter jobEvents;
    private final Endings endings;
    private final Outcome outcome;
    private final LayerTuning tuning;
    private final Booking booking;
    private final RedirectDecisions redirects;
    private final PartitionDecisions partitions;

    FrameDecisions(
            CellState state,
            BookingIndex index,
            Emitter out,
            FrameEmitter frameEvents,
            JobEmitter jobEvents,
            Endings endings,
            Booking booking,
            RedirectDecisions redirects,
            PartitionDecisions partitions) {
        this.state = state;
        this.index = index;
        this.out = out;
        this.frameEvents = frameEvents;
        this.jobEvents = jobEvents;
        this.endings = endings;
        this.booking = booking;
        this.redirects = redirects;
        this.partitions = partitions;
        outcome = new Outcome(state);
        tuning = new LayerTuning(state, index, out, frameEvents);
    }

    void decide(ProcStartedDecoder command) {
        int proc = procOnHost(command.procNumber(), command.hostNumber());
        if (proc >= 0 && !state.procs.confirmed(proc)) {
            frameEvents.confirmed(proc);
        }
        out.ok(command.correlationId(), command.procNumber());
    }

    void decide(FrameCompleteDecoder command) {
        int proc = procOnHost(command.procNumber(), command.hostNumber());
        if (proc >= 0) {
            int host = state.procs.hostRow(proc);
            redirects.ending(proc);
            end(
                    proc,
                    causeOf(proc),
                    command.exitStatus(),
                    command.exitSignal(),
                    Math.max(0, command.runMillis()),
                    command.cpuMillis(),
                    command.maxRssKib(),
                    command.maxPssKib(),
                    command.maxGpuMemoryKib());
            book(host);
        }
        out.ok(command.correlationId(), command.procNumber());
    }

    void decide(OrderRefusedDecoder command) {
        int proc = procOnHost(command.procNumber(), command.hostNumber());
        if (proc >= 0) {
            int host = state.procs.hostRow(proc);
            redirects.ending(proc);
            StopCause cause = state.procs.killRequested(proc) ? causeOf(proc) : StopCause.ORDER_REFUSED;
            int exitStatus =
                    command.cause() == OrderRefusal.SHUTTING_DOWN ? ExitStatus.CLEARED : ExitStatus.FAILED_LAUNCH;
            end(proc, cause, exitStatus, 0, 0, 0, 0, 0, 0);
            book(host);
        }
        out.ok(command.correlationId(), command.procNumber());
    }

    /** A run is over without its daemon having said so. */
    void lose(int proc, StopCause cause) {
        long ran = Math.max(0, out.now() - state.procs.startedMillis(proc));
        end(proc, cause, ExitStatus.HOST_DOWN, 0, ran, 0, 0, 0, 0);
    }

    /** An order that was taken back before its daemon had it. */
    void neverStarted(int proc) {
        end(proc, causeOf(proc), ExitStatus.CLEARED, 0, 0, 0, 0, 0, 0);
    }

    private void end(
            int proc,
            StopCause cause,
            int exitStatus,
            int exitSignal,
            long runMillis,
            long cpuMillis,
            long maxRssKib,
            long maxPssKib,
            long maxGpuMemoryKib) {
        int job = state.procs.jobRow(proc);
        int layer = state.procs.layerRow(proc);
        int ordinal = state.procs.frameOrdinal(proc);
        FrameState newState = outcome.of(proc, cause, exitStatus, exitSignal, runMillis);
        boolean memory = newState == FrameState.WAITING
                && !ExitStatus.succeeded(exitStatus, exitSignal)
                && (cause == StopCause.MEMORY
                        || (cause == StopCause.COMPLETED && ExitStatus.isMemory(exitStatus, exitSignal)));
        if (memory && !raiseMemory(proc, job, layer, ordinal)) {
            newState = FrameState.DEAD;
        }
        int frame = state.jobs.frameBase(job) + ordinal;
        FrameState outcomeState = newState;
        if (newState == FrameState.WAITING) {
            newState = CheckpointDecisions.after(state, frame, cause);
        }
        if (state.frames.dependCount(frame) > 0 && newState != FrameState.EATEN) {
            newState = FrameState.DEPEND;
            outcomeState = newState;
        }
        int overruns = state.layerTotals.overruns(layer);
        frameEvents.stopped(
                proc,
                stored(cause, exitStatus, exitSignal),
                exitSignal,
                cause,
                newState,
                runMillis,
                cpuMillis,
                maxRssKib,
                maxPssKib,
                maxGpuMemoryKib);
        boolean overran = state.layerTotals.overruns(layer) > overruns;
        tuning.runEnded(layer, cause, exitStatus, outcomeState, overran);
        endings.frameEnded(job, layer, ordinal, newState.value());
    }

    /** The exit status that is kept: kills that are not the frame's fault do not count as retries. */
    private static int stored(StopCause cause, int exitStatus, int exitSignal) {
        boolean succeeded = ExitStatus.succeeded(exitStatus, exitSignal);
        return switch (cause) {
            case UNBOOKED, NIMBY -> succeeded ? 0 : ExitStatus.CLEARED;
            case JOB_KILLED -> succeeded ? 0 : ExitStatus.JOB_KILLED;
            case MEMORY -> ExitStatus.MEMORY;
            case COMPLETED,
                    KILLED_BY_USER,
                    RETRIED,
                    EATEN,
                    TIMEOUT,
                    LLU_TIMEOUT,
                    HOST_LOST,
                    HOST_REBOOTED,
                    ORDER_REFUSED,
                    NEVER_STARTED,
                    NULL_VAL -> exitStatus;
        };
    }

    /**
     * The frame needs more memory than it had: it asks for more next time; once several frames of the layer have, the
     * layer does.
     *
     * @return false when no host is large enough
     */
    private boolean raiseMemory(int proc, int job, int layer, int ordinal) {
        int frame = state.jobs.frameBase(job) + ordinal;
        long increase =
                state.layers.memoryIncreaseKib(layer) > 0 ? state.layers.memoryIncreaseKib(layer) : MEMORY_INCREASE_KIB;
        long known = Math.max(state.layers.memoryKib(layer), state.frames.raisedMemoryKib(frame));
        long needed = FrameTable.wholeMib(Math.max(known, state.procs.memoryKib(proc) + increase));
        long largest = index.largestEligibleMemoryKib(layer);
        if (needed > largest) {
            needed = FrameTable.wholeMib(largest + 1) - FrameTable.wholeMib(1);
            if (state.procs.memoryKib(proc) >= needed) {
                return false;
            }
        }
        frameEvents.memoryRaised(layer, ordinal, needed);
        boolean evidence = state.layers.memoryFailedFrames(layer) >= MEMORY_EVIDENCE_FRAMES
                && needed > state.layers.memoryKib(layer);
        if (evidence) {
            frameEvents.memoryRaised(layer, -1, needed);
        }
        return true;
    }

    private StopCause causeOf(int proc) {
        return state.procs.killRequested(proc)
                ? StopCause.get((short) state.procs.killCause(proc))
                : StopCause.COMPLETED;
    }

    private int procOnHost(long procNumber, long hostNumber) {
        int proc = state.procs.row(procNumber);
        return proc >= 0 && state.hosts.number(state.procs.hostRow(proc)) == hostNumber ? proc : -1;
    }

    /** Fills a host that has room again. */
    void book(int host) {
        redirects.offer(host);
        partitions.book(host);
        boolean done = booking.book(host, BOOK_INLINE);
        out.step(booking.booked());
        if (!done) {
            jobEvents.bookingWanted(host);
        }
    }

    /** Whether a frame of this state may still change by itself. */
    static boolean isOpen(int frameState) {
        return frameState == FrameStates.WAITING
                || frameState == FrameStates.RUNNING
                || frameState == FrameStates.DEPEND
                || frameState == FrameStates.CHECKPOINT;
    }
}
