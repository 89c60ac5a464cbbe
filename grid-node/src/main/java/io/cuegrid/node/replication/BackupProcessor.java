package io.cuegrid.node.replication;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a backup member does. Returning normally is the acknowledgement, so everything that keeps the backup from being
 * equal to the owner is thrown.
 *
 * <p>Threading: the backup's partition thread; it finds its member's state through {@link LocalCells}.
 */
abstract class BackupProcessor implements EntryProcessor<CellKey, HostedReplica, Integer>, IdentifiedDataSerializable {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable LocalCells cells;

    /** @param cells of the member that runs it; null on the owner's side, which only sends it */
    BackupProcessor(@Nullable LocalCells cells) {
        this.cells = cells;
    }

    final LocalCell local(int cellNumber) {
        return Objects.requireNonNull(cells, "the owner's side of a backup is never run")
                .get(cellNumber);
    }

    /** Returns when this copy is as the owner's; throws otherwise. */
    abstract void run(Map.Entry<CellKey, HostedReplica> entry);

    @Override
    public final Integer process(Map.Entry<CellKey, HostedReplica> entry) {
        run(entry);
        return BatchCode.APPLIED.code();
    }

    @Override
    public final @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return null;
    }

    /** The copy, written down if it has just arrived. */
    HostedReplica require(Map.Entry<CellKey, HostedReplica> entry) {
        @Nullable HostedReplica hosted = entry.getValue();
        if (hosted == null) {
            throw new NotInSyncException("cell " + entry.getKey().cellNumber() + ": no copy has arrived here yet");
        }
        local(hosted.cellNumber()).beforeBatch(hosted);
        return hosted;
    }

    @Override
    public final int getFactoryId() {
        return SerialIds.FACTORY;
    }
}
