package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.state.CellState;

/**
 * Moves a frame from one state to another: the counts of its layer and job, the index of what can be booked, its times.
 *
 * <p>Threading: that of the cell.
 */
final class Transitions {
    private final CellState state;
    private final BookingIndex index;

    Transitions(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    void move(int job, int layer, int frame, int newState, long timeMillis) {
        FrameTable frames = state.frames;
        int before = frames.state(frame);
        if (before == newState) {
            return;
        }
        int frameIndex = frame - state.jobs.frameBase(job) - state.layers.firstOrdinal(layer);
        if (before == FrameStates.WAITING) {
            index.frameTaken(layer, frame, frameIndex);
        }
        frames.state(frame, newState);
        state.layers.addCounts(layer, before, -1);
        state.layers.addCounts(layer, newState, 1);
        state.jobs.addCounts(job, before, -1);
        state.jobs.addCounts(job, newState, 1);
        int ticks = FrameTable.ticks(timeMillis, state.jobs.submittedMillis(job));
        frames.changedTicks(frame, ticks);
        if (newState == FrameStates.WAITING) {
            frames.eligibleTicks(frame, ticks);
            index.frameWaits(layer, frame, frameIndex);
        } else if (newState == FrameStates.CHECKPOINT) {
            state.checkpoints.add(job, frame - state.jobs.frameBase(job));
        }
        boolean gpuWorkGone = before == FrameStates.WAITING
                && state.layers.counts(layer, FrameStates.WAITING) == 0
                && (state.layers.minGpus(layer) > 0 || state.layers.gpuMemoryKib(layer) > 0);
        if (gpuWorkGone) {
            index.gpuWorkGone();
        }
        boolean again = newState != FrameStates.SUCCEEDED && newState != FrameStates.EATEN;
        if (again && newState != FrameStates.RUNNING && state.layers.finished(layer)) {
            state.layers.finished(layer, false);
        }
    }
}
