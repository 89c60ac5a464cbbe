package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.Globals;

/**
 * Finished jobs leave the memory, oldest first: after a time, or earlier when there is no room. History has them. A job that
 * something alive still waits for stays.
 *
 * <p>Threading: that of the cell.
 */
final class Leaving {
    /** How long a finished job stays, so that it can be retried. */
    static final long RETAINED_MILLIS = 72L * 3_600_000;

    /** How long a staged job waits for its commit. */
    static final long STAGED_MILLIS = 10 * 60_000;

    private static final int JOBS_AT_ONCE = 64;

    private final CellState state;
    private final Emitter out;
    private final JobEmitter jobEvents;

    Leaving(CellState state, Emitter out, JobEmitter jobEvents) {
        this.state = state;
        this.out = out;
        this.jobEvents = jobEvents;
    }

    /** Time has passed. */
    void tick() {
        Globals globals = state.globals;
        int left = JOBS_AT_ONCE;
        for (int next = globals.finishedHead(); next > 0 && left > 0; left--) {
            int job = next - 1;
            next = state.jobs.nextInChain(job);
            boolean old = state.jobs.finishedMillis(job) + RETAINED_MILLIS <= out.now();
            if (!old && globals.retainedFrames() <= globals.maxRetainedFrames()) {
                break;
            }
            removeIfFree(job);
        }
        dropStale();
    }

    private void dropStale() {
        for (int next = state.globals.stagedHead(); next > 0; ) {
            int job = next - 1;
            boolean stale = !state.jobs.committed(job) && state.jobs.submittedMillis(job) + STAGED_MILLIS <= out.now();
            if (stale) {
                jobEvents.dropped(state.jobs.launchId(job));
                out.step(1);
                next = state.globals.stagedHead();
            } else {
                next = state.jobs.nextInChain(job);
            }
        }
    }

    /** Whether a tick would do something. */
    boolean isDue() {
        Globals globals = state.globals;
        int finished = globals.finishedHead() - 1;
        int staged = globals.stagedHead() - 1;
        return (finished >= 0
                        && (state.jobs.finishedMillis(finished) + RETAINED_MILLIS <= out.now()
                                || globals.retainedFrames() > globals.maxRetainedFrames()))
                || (staged >= 0 && state.jobs.submittedMillis(staged) + STAGED_MILLIS <= out.now());
    }

    /** Lets finished jobs go until a job of so many frames has room, or none is left that may go. */
    void makeRoom(int frames, int documentBytes) {
        Globals globals = state.globals;
        for (int next = globals.finishedHead(); next > 0 && !hasRoom(frames, documentBytes); ) {
            int job = next - 1;
            next = state.jobs.nextInChain(job);
            removeIfFree(job);
        }
    }

    private boolean hasRoom(int frames, int documentBytes) {
        Globals globals = state.globals;
        return state.jobs.live() < globals.maxJobs()
                && globals.frames() + frames <= globals.maxFrames()
                && globals.documentBytes() + documentBytes <= globals.maxDocumentBytes();
    }

    private void removeIfFree(int job) {
        if (state.jobs.openTasks(job) == 0 && state.jobs.childHead(job) == 0 && !isWaitedFor(job)) {
            jobEvents.removed(job);
            out.step(1);
        }
    }

    /** Whether a job that is alive still waits for a part of this one. */
    private boolean isWaitedFor(int job) {
        if (state.jobs.dependsOnIt(job) == 0) {
            return false;
        }
        int base = state.jobs.layerBase(job);
        boolean waited = chainWaits(state.jobs.onHead(job) - 1, job);
        for (int layer = base; !waited && layer < base + state.jobs.layerCount(job); layer++) {
            waited = chainWaits(state.layers.onHead(layer) - 1, job);
        }
        int frames = state.jobs.frameBase(job);
        for (int ordinal = 0; !waited && ordinal < state.jobs.frameCount(job); ordinal++) {
            waited = state.frames.isDependedOn(frames + ordinal)
                    && chainWaits(state.frameDepends.head(job, ordinal), job);
        }
        return waited;
    }

    private boolean chainWaits(int first, int job) {
        for (int depend = first; depend >= 0; depend = state.depends.nextOfOn(depend) - 1) {
            int er = state.depends.erJobRow(depend);
            if (er != job && state.depends.active(depend) && state.jobs.state(er) != JobStates.FINISHED) {
                return true;
            }
        }
        return false;
    }
}
