package io.cuegrid.node.replication;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.node.grid.HostedReplica;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a snapshot of the owner's copy at once; at shutdown, when nobody waits for a batch. */
public final class SnapshotProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotProcessor.class);

    private final transient LocalCell local;

    public SnapshotProcessor(LocalCell local) {
        this.local = local;
    }

    @Override
    BatchCode run(CellEntry entry) {
        @Nullable HostedReplica hosted = entry.get();
        if (hosted == null) {
            return BatchCode.ABSENT;
        }
        if (hosted.replica().poisonReason() != null) {
            return BatchCode.POISONED;
        }
        try {
            local.store().snapshotNow(hosted.replica());
        } catch (RuntimeException e) {
            LOG.warn("cell {}: no snapshot at shutdown; the journal has it all", hosted.cellNumber(), e);
        }
        return BatchCode.APPLIED;
    }
}
