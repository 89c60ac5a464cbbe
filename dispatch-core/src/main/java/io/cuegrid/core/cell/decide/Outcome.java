package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.ExitStatus;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.StopCause;

/**
 * What becomes of a frame whose run has ended. The first rule that matches decides; see docs/dispatch-rules.md.
 *
 * <p>Threading: that of the cell.
 */
final class Outcome {
    /** A run that took longer fails for good, milliseconds. */
    static final long NO_RETRY_MILLIS = 43_200_000L;

    /** A frame that could not be started so often in a row is dead. */
    static final int LAUNCH_FAILURES_MAX = 16;

    private static final long MINUTE_MILLIS = 60_000;

    private final CellState state;

    Outcome(CellState state) {
        this.state = state;
    }

    /** The new state, depends left aside. */
    FrameState of(int proc, StopCause cause, int exitStatus, int exitSignal, long runMillis) {
        int job = state.procs.jobRow(proc);
        int layer = state.procs.layerRow(proc);
        int frame = state.jobs.frameBase(job) + state.procs.frameOrdinal(proc);
        boolean succeeded = ExitStatus.succeeded(exitStatus, exitSignal);
        switch (cause) {
            case RETRIED -> {
                return FrameState.WAITING;
            }
            case EATEN -> {
                return succeeded ? FrameState.SUCCEEDED : FrameState.EATEN;
            }
            case HOST_LOST, HOST_REBOOTED -> {
                return FrameState.WAITING;
            }
            case JOB_KILLED, UNBOOKED, NIMBY -> {
                return succeeded ? FrameState.SUCCEEDED : FrameState.WAITING;
            }
            case TIMEOUT, LLU_TIMEOUT -> {
                return succeeded ? FrameState.SUCCEEDED : FrameState.DEAD;
            }
            case ORDER_REFUSED -> {
                // a daemon that ends says nothing about the frame
                return exitStatus == ExitStatus.CLEARED
                        ? FrameState.WAITING
                        : failed(job, layer, frame, proc, cause, exitStatus, exitSignal, runMillis);
            }
            case COMPLETED, KILLED_BY_USER, MEMORY, NEVER_STARTED, NULL_VAL -> {
                return succeeded
                        ? FrameState.SUCCEEDED
                        : failed(job, layer, frame, proc, cause, exitStatus, exitSignal, runMillis);
            }
        }
        throw new IllegalArgumentException("no rule for " + cause);
    }

    private FrameState failed(
            int job, int layer, int frame, int proc, StopCause cause, int exitStatus, int exitSignal, long runMillis) {
        int maxRetries = state.jobs.maxRetries(job);
        int retries = state.frames.retries(frame);
        if (exitStatus == ExitStatus.SKIP_RETRY || (maxRetries != 0 && exitSignal == ExitStatus.REQUEUE_SIGNAL)) {
            return FrameState.WAITING;
        }
        if (exitStatus == ExitStatus.FAILED_LAUNCH || exitSignal == ExitStatus.FAILED_LAUNCH) {
            return state.frames.launchFailures(frame) + 1 >= LAUNCH_FAILURES_MAX ? FrameState.DEAD : FrameState.WAITING;
        }
        if (exitSignal == ExitStatus.SIGNAL_TERMINATE && state.hosts.nimbyLocked(state.procs.hostRow(proc))) {
            return FrameState.WAITING;
        }
        if (state.jobs.autoEat(job)) {
            return FrameState.EATEN;
        }
        if (state.delayRules.minutes(exitStatus) > 0) {
            return FrameState.WAITING;
        }
        int timeoutMinutes = state.layers.timeoutMinutes(layer);
        if (timeoutMinutes != 0 && runMillis > timeoutMinutes * MINUTE_MILLIS) {
            return FrameState.DEAD;
        }
        if (runMillis > NO_RETRY_MILLIS) {
            return FrameState.DEAD;
        }
        boolean memory = cause == StopCause.MEMORY || ExitStatus.isMemory(exitStatus, exitSignal);
        return retries >= maxRetries && !memory ? FrameState.DEAD : FrameState.WAITING;
    }
}
