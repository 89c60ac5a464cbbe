package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.depend.DependTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependChangedDecoder;
import io.cuegrid.core.sbe.DependCreatedDecoder;

/**
 * Depends: their rows and the chains they are in. What they hold is said by events of its own.
 *
 * <p>Threading: that of the cell.
 */
final class DependEvents {
    private final CellState state;

    DependEvents(CellState state) {
        this.state = state;
    }

    void apply(DependCreatedDecoder event) {
        DependTable depends = state.depends;
        int row = depends.add(event.dependNumber());
        state.globals.nextDepend(event.dependNumber() + 1);
        depends.type(row, event.dependType().value());
        depends.anyFrame(row, event.anyFrame() == BooleanType.T);
        depends.active(row, event.active() == BooleanType.T);
        depends.erJobRow(row, state.jobs.row(event.erJobNumber()));
        depends.erLayerIndex(row, event.erLayerIndex());
        depends.erFrameOrdinal(row, event.erFrameOrdinal());
        depends.onJobRow(row, state.jobs.row(event.onJobNumber()));
        depends.onLayerIndex(row, event.onLayerIndex());
        depends.onFrameOrdinal(row, event.onFrameOrdinal());
        linkEr(row);
        linkOn(row);
    }

    void apply(DependChangedDecoder event) {
        int row = state.depends.row(event.dependNumber());
        state.depends.active(row, event.active() == BooleanType.T);
    }

    /** Forgets all depends that touch a job that goes. */
    void removeAll(int job) {
        int head = state.jobs.erHead(job);
        while (head > 0) {
            remove(head - 1);
            head = state.jobs.erHead(job);
        }
        if (state.jobs.dependsOnIt(job) == 0) {
            return;
        }
        while (state.jobs.onHead(job) > 0) {
            remove(state.jobs.onHead(job) - 1);
        }
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            while (state.layers.onHead(layer) > 0) {
                remove(state.layers.onHead(layer) - 1);
            }
        }
        for (int ordinal = 0; state.jobs.dependsOnIt(job) > 0; ordinal++) {
            for (int row = state.frameDepends.head(job, ordinal); row >= 0; ) {
                remove(row);
                row = state.frameDepends.head(job, ordinal);
            }
        }
    }

    private void remove(int row) {
        unlinkEr(row);
        unlinkOn(row);
        state.depends.remove(row);
    }

    private void linkEr(int row) {
        DependTable depends = state.depends;
        int job = depends.erJobRow(row);
        int head = state.jobs.erHead(job);
        depends.nextOfEr(row, head);
        if (head > 0) {
            depends.previousOfEr(head - 1, row + 1);
        }
        state.jobs.erHead(job, row + 1);
    }

    private void unlinkEr(int row) {
        DependTable depends = state.depends;
        int before = depends.previousOfEr(row);
        int after = depends.nextOfEr(row);
        if (before > 0) {
            depends.nextOfEr(before - 1, after);
        } else {
            state.jobs.erHead(depends.erJobRow(row), after);
        }
        if (after > 0) {
            depends.previousOfEr(after - 1, before);
        }
    }

    private void linkOn(int row) {
        DependTable depends = state.depends;
        int head = onHead(row);
        depends.nextOfOn(row, head);
        if (head > 0) {
            depends.previousOfOn(head - 1, row + 1);
        }
        onHead(row, row + 1);
        state.jobs.addDependsOnIt(depends.onJobRow(row), 1);
    }

    private void unlinkOn(int row) {
        DependTable depends = state.depends;
        int before = depends.previousOfOn(row);
        int after = depends.nextOfOn(row);
        if (before > 0) {
            depends.nextOfOn(before - 1, after);
        } else {
            onHead(row, after);
        }
        if (after > 0) {
            depends.previousOfOn(after - 1, before);
        }
        state.jobs.addDependsOnIt(depends.onJobRow(row), -1);
    }

    private int onHead(int row) {
        int job = state.depends.onJobRow(row);
        if (state.depends.onFrameOrdinal(row) >= 0) {
            return state.frameDepends.head(job, state.depends.onFrameOrdinal(row)) + 1;
        }
        int layer = state.depends.onLayerIndex(row);
        return layer >= 0 ? state.layers.onHead(state.jobs.layerBase(job) + layer) : state.jobs.onHead(job);
    }

    private void onHead(int row, int head) {
        int job = state.depends.onJobRow(row);
        int ordinal = state.depends.onFrameOrdinal(row);
        if (ordinal >= 0) {
            state.frameDepends.head(job, ordinal, head - 1);
            state.frames.dependedOn(state.jobs.frameBase(job) + ordinal, head > 0);
            return;
        }
        int layer = state.depends.onLayerIndex(row);
        if (layer >= 0) {
            state.layers.onHead(state.jobs.layerBase(job) + layer, head);
        } else {
            state.jobs.onHead(job, head);
        }
    }
}
