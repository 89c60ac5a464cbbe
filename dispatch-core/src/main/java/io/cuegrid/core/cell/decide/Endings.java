package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;

/**
 * What follows when a frame is done: its layer may be finished, its job may be, and then those that waited for the job go
 * on and its POST jobs start.
 *
 * <p>Threading: that of the cell.
 */
final class Endings {
    private final CellState state;
    private final JobEmitter jobEvents;
    private final Depends depends;

    Endings(CellState state, JobEmitter jobEvents, Depends depends) {
        this.state = state;
        this.jobEvents = jobEvents;
        this.depends = depends;
    }

    /** A frame has left RUNNING or was given up; {@code newState} is where it is now. */
    void frameEnded(int job, int layer, int ordinal, int newState) {
        if (newState == FrameStates.SUCCEEDED) {
            depends.frameSucceeded(job, layer, ordinal);
        }
        if (newState == FrameStates.SUCCEEDED || newState == FrameStates.EATEN) {
            if (state.layers.complete(layer) && !state.layers.finished(layer)) {
                jobEvents.layerFinished(layer);
            }
        }
        jobMayEnd(job);
    }

    /** Ends a job that has nothing left to do, or that was killed and runs nothing any more. */
    void jobMayEnd(int job) {
        int now = state.jobs.state(job);
        boolean ends = (now == JobStates.PENDING && state.jobs.unfinished(job) == 0)
                || (now == JobStates.SHUTDOWN && state.jobs.counts(job, FrameStates.RUNNING) == 0);
        if (!ends) {
            return;
        }
        jobEvents.finished(job);
        depends.jobEnded(job);
        int child = state.jobs.childHead(job) - 1;
        while (child >= 0) {
            int next = state.jobs.nextChild(child) - 1;
            if (state.jobs.state(child) == JobStates.POSTED) {
                jobEvents.restarted(child);
                jobMayEnd(child);
            }
            child = next;
        }
    }
}
