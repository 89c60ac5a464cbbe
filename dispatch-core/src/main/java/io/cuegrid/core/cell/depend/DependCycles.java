package io.cuegrid.core.cell.depend;

import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import org.agrona.collections.IntHashSet;

/**
 * Finds out whether a new depend would close a circle: whether what it waits for waits, over any number of depends, for what
 * is to wait. Parts are ranges of frames of one job. Depends that pair frames lead to the whole other layer, except that
 * frames of one layer that wait for each other in order (PREVIOUS_FRAME) are no circle.
 *
 * <p>Threading: that of the cell. Cost: each active depend that can be reached is looked at once.
 */
public final class DependCycles {
    private final CellState state;
    private final IntHashSet visited = new IntHashSet();
    private int[] stack = new int[48];
    private int depth;

    public DependCycles(CellState state) {
        this.state = state;
    }

    /** Layer indexes and ordinals are -1 where the side is the job or the layer as a whole. */
    public boolean closes(int erJob, int erLayer, int erOrdinal, int onJob, int onLayer, int onOrdinal) {
        if (erJob == onJob && erLayer == onLayer && erOrdinal < 0 && onOrdinal < 0) {
            return false;
        }
        if (state.jobs.dependsOnIt(erJob) == 0) {
            return false;
        }
        int erFrom = from(erJob, erLayer, erOrdinal);
        int erTo = to(erJob, erLayer, erOrdinal);
        visited.clear();
        depth = 0;
        push(onJob, from(onJob, onLayer, onOrdinal), to(onJob, onLayer, onOrdinal));
        while (depth > 0) {
            int to = stack[--depth];
            int from = stack[--depth];
            int job = stack[--depth];
            if (job == erJob && from <= erTo && erFrom <= to) {
                return true;
            }
            follow(job, from, to);
        }
        return false;
    }

    private void follow(int job, int from, int to) {
        for (int depend = state.jobs.erHead(job) - 1; depend >= 0; depend = state.depends.nextOfEr(depend) - 1) {
            if (!state.depends.active(depend)) {
                continue;
            }
            int er = state.depends.erLayerIndex(depend);
            int ordinal = state.depends.erFrameOrdinal(depend);
            boolean waits = from(job, er, ordinal) <= to && from <= to(job, er, ordinal);
            boolean inOrder = state.depends.type(depend) == DependTypes.previousFrame()
                    && state.depends.onJobRow(depend) == job
                    && state.depends.onLayerIndex(depend) == er;
            if (waits && !inOrder && visited.add(depend)) {
                int onJob = state.depends.onJobRow(depend);
                int on = state.depends.onLayerIndex(depend);
                int onOrdinal = state.depends.onFrameOrdinal(depend);
                push(onJob, from(onJob, on, onOrdinal), to(onJob, on, onOrdinal));
            }
        }
    }

    private void push(int job, int from, int to) {
        if (depth + 3 > stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[depth++] = job;
        stack[depth++] = from;
        stack[depth++] = to;
    }

    private int from(int job, int layer, int ordinal) {
        if (ordinal >= 0) {
            return ordinal;
        }
        return layer < 0 ? 0 : state.layers.firstOrdinal(state.jobs.layerBase(job) + layer);
    }

    private int to(int job, int layer, int ordinal) {
        if (ordinal >= 0) {
            return ordinal;
        }
        if (layer < 0) {
            return state.jobs.frameCount(job) - 1;
        }
        int row = state.jobs.layerBase(job) + layer;
        return state.layers.firstOrdinal(row) + state.layers.frameCount(row) - 1;
    }
}
