package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.Globals;

/**
 * Two chains of jobs, oldest first: those that are staged and those that have finished. A job is in one of them at most.
 *
 * <p>Threading: that of the cell.
 */
final class JobChains {
    private final CellState state;

    JobChains(CellState state) {
        this.state = state;
    }

    void addStaged(int job) {
        Globals globals = state.globals;
        append(job, globals.stagedTail());
        if (globals.stagedTail() == 0) {
            globals.stagedHead(job + 1);
        }
        globals.stagedTail(job + 1);
        globals.addStagedJobs(1);
    }

    void removeStaged(int job) {
        Globals globals = state.globals;
        int before = state.jobs.previousInChain(job);
        int after = state.jobs.nextInChain(job);
        unlink(job, before, after);
        if (before == 0) {
            globals.stagedHead(after);
        }
        if (after == 0) {
            globals.stagedTail(before);
        }
        globals.addStagedJobs(-1);
    }

    void addFinished(int job) {
        Globals globals = state.globals;
        append(job, globals.finishedTail());
        if (globals.finishedTail() == 0) {
            globals.finishedHead(job + 1);
        }
        globals.finishedTail(job + 1);
    }

    void removeFinished(int job) {
        Globals globals = state.globals;
        int before = state.jobs.previousInChain(job);
        int after = state.jobs.nextInChain(job);
        unlink(job, before, after);
        if (before == 0) {
            globals.finishedHead(after);
        }
        if (after == 0) {
            globals.finishedTail(before);
        }
    }

    private void append(int job, int tail) {
        state.jobs.previousInChain(job, tail);
        state.jobs.nextInChain(job, 0);
        if (tail > 0) {
            state.jobs.nextInChain(tail - 1, job + 1);
        }
    }

    private void unlink(int job, int before, int after) {
        if (before > 0) {
            state.jobs.nextInChain(before - 1, after);
        }
        if (after > 0) {
            state.jobs.previousInChain(after - 1, before);
        }
        state.jobs.previousInChain(job, 0);
        state.jobs.nextInChain(job, 0);
    }
}
