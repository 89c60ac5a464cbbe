package io.cuegrid.node.replication;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** The local side of every cell of this member, made when first asked for. Threading: any thread. */
public final class LocalCells implements AutoCloseable {
    private final ConcurrentHashMap<Integer, LocalCell> cells = new ConcurrentHashMap<>();
    private final IntFunction<BatchStore> stores;
    private final int digestEveryBatches;

    /**
     * @param stores opens the store of a cell
     * @param digestEveryBatches owner and backups compare their digests each so many batches; 0: never
     */
    public LocalCells(IntFunction<BatchStore> stores, int digestEveryBatches) {
        this.stores = stores;
        this.digestEveryBatches = digestEveryBatches;
    }

    public LocalCell get(int cellNumber) {
        return cells.computeIfAbsent(
                cellNumber, number -> new LocalCell(number, stores.apply(number), digestEveryBatches));
    }

    @Override
    public void close() {
        cells.values().forEach(cell -> cell.store().close());
    }
}
