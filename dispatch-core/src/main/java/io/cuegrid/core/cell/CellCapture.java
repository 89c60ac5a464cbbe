package io.cuegrid.core.cell;

import io.cuegrid.core.cell.columns.Captured;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.List;

/**
 * A capture of a cell: its stores one after the other, each as it was when the capture began.
 *
 * <p>Threading: that of the cell.
 */
final class CellCapture implements SnapshotCapture {
    private final List<Captured> stores;
    private int current;
    private boolean ended;

    CellCapture(List<Captured> stores) {
        this.stores = stores;
        for (Captured store : stores) {
            store.beginCapture();
        }
    }

    @Override
    public boolean step(int stepBudget, SnapshotWriter writer) {
        if (ended) {
            throw new IllegalStateException("the capture has ended");
        }
        int budget = Math.max(1, stepBudget);
        while (current < stores.size()) {
            budget = stores.get(current).stepCapture(budget, writer);
            if (budget < 0) {
                return false;
            }
            current++;
        }
        cancel();
        return true;
    }

    @Override
    public void cancel() {
        ended = true;
        for (Captured store : stores) {
            store.endCapture();
        }
    }

    boolean hasEnded() {
        return ended;
    }
}
