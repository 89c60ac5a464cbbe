package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.CheckpointChangedEncoder;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.SetCheckpointDecoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * Checkpoints: the program of a frame says that it saves what it has (ENABLED, COPYING) and that it has (COMPLETE). A run
 * that ends in between leaves its frame in CHECKPOINT: it waits for the copy, so that the next run begins with it.
 *
 * <p>Threading: that of the cell.
 */
final class CheckpointDecisions {
    private final CellState state;
    private final Emitter out;
    private final CheckpointChangedEncoder changed = new CheckpointChangedEncoder();

    CheckpointDecisions(CellState state, Emitter out) {
        this.state = state;
        this.out = out;
    }

    void decide(SetCheckpointDecoder command) {
        int job = state.jobs.row(command.jobNumber());
        int ordinal = command.frameOrdinal();
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + command.jobNumber());
        }
        if (ordinal < 0 || ordinal >= state.jobs.stagedFrames(job)) {
            throw Refused.notFound("there is no frame " + ordinal + " of job " + command.jobNumber());
        }
        CheckpointState said = command.checkpoint();
        if (said == CheckpointState.NULL_VAL) {
            throw Refused.invalid("the state of the checkpoint is missing");
        }
        int frame = state.jobs.frameBase(job) + ordinal;
        // a copy that nobody began cannot be complete: as OpenCue, nothing changes
        boolean counts = said != CheckpointState.COMPLETE || state.frames.isSaving(frame);
        if (counts) {
            change(job, ordinal, said);
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void change(int job, int ordinal, CheckpointState said) {
        int frame = state.jobs.frameBase(job) + ordinal;
        int now = state.frames.state(frame);
        boolean saved = said == CheckpointState.COMPLETE;
        boolean goesOn = now == FrameStates.CHECKPOINT && (saved || said == CheckpointState.DISABLED);
        if (!goesOn && state.frames.checkpoint(frame) == said.value()) {
            return;
        }
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .frameOrdinal(ordinal)
                .checkpoint(said)
                .checkpoints(state.frames.checkpoints(frame) + (saved ? 1 : 0))
                .newState(goesOn ? FrameState.WAITING : FrameState.get((short) now))
                .timeMillis(out.now());
        out.emit(CheckpointChangedEncoder.BLOCK_LENGTH);
    }

    boolean isDue() {
        return state.checkpoints.nextDueMillis() <= out.now();
    }

    /** Frames whose programs have said nothing more go on without their checkpoint. */
    void releaseStale() {
        for (long entry : state.checkpoints.takeStale(out.now())) {
            change((int) (entry >>> 32), (int) entry, CheckpointState.DISABLED);
            out.step(1);
        }
    }

    /** Where a run that would go back to WAITING leaves its frame: a program that was saving may go on saving. */
    static FrameState after(CellState state, int frame, StopCause cause) {
        boolean mayGoOn = switch (cause) {
            case COMPLETED, KILLED_BY_USER, RETRIED, UNBOOKED, NIMBY, MEMORY -> true;
            case EATEN,
                    HOST_LOST,
                    HOST_REBOOTED,
                    JOB_KILLED,
                    TIMEOUT,
                    LLU_TIMEOUT,
                    ORDER_REFUSED,
                    NEVER_STARTED,
                    NULL_VAL -> false;
        };
        return mayGoOn && state.frames.isSaving(frame) ? FrameState.CHECKPOINT : FrameState.WAITING;
    }
}
