package io.cuegrid.node.replication;

import com.hazelcast.map.EntryProcessor;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.ReplicaPresence;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch on the owner and sends its events to the backups. Refuses, with nothing changed, when the backups
 * that an acknowledgement needs are not there. Nothing is thrown after a change: the copy is poisoned instead, because
 * Hazelcast would leave it half-changed and never notice.
 */
public final class BatchProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;

    private final transient BatchWork work;
    private final transient LocalCell local;
    private final transient ReplicaPresence presence;
    private final int partitionId;
    private final int stepBudget;
    private transient @Nullable BatchBackup decided;
    private transient @Nullable BatchBackup backup;

    /** @param stepBudget steps of waiting work that the machine may do after the commands */
    public BatchProcessor(BatchWork work, LocalCell local, ReplicaPresence presence, int partitionId, int stepBudget) {
        this.work = work;
        this.local = local;
        this.presence = presence;
        this.partitionId = partitionId;
        this.stepBudget = stepBudget;
    }

    @Override
    BatchCode run(CellEntry entry) {
        backup = null;
        @Nullable HostedReplica hosted = entry.get();
        if (work.isWithdrawn()) {
            return BatchCode.OLD_EPOCH;
        }
        if (hosted == null) {
            return BatchCode.ABSENT;
        }
        @Nullable List<UUID> backups = presence.backups(partitionId);
        if (backups == null) {
            return BatchCode.NO_BACKUP;
        }
        work.backups(backups);
        Replica replica = hosted.replica();
        try {
            local.beforeBatch(hosted);
            BatchCode code = replica.decide(
                    work.position(),
                    work.commands().buffer(),
                    0,
                    work.commands().length(),
                    stepBudget,
                    work.events(),
                    work.replies());
            if (code == BatchCode.REPEATED && decided != null) {
                backup = decided; // Hazelcast runs this very object again: its backups have not been sent yet
                return BatchCode.APPLIED;
            }
            if (code != BatchCode.APPLIED) {
                return code;
            }
            work.decided(replica.timeMillis());
            work.hasWork(replica.machine().hasWork());
            work.steps(replica.steps());
            local.afterBatch(work, replica);
            work.digest(local.isDigestDue(replica.sequence()) ? local.check(replica) : 0);
            decided = BatchBackup.of(work);
            backup = decided;
            return BatchCode.APPLIED;
        } catch (Throwable defect) {
            Poison.poison(hosted, "a batch could not be decided", defect);
            return BatchCode.POISONED;
        }
    }

    @Override
    public @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return backup;
    }
}
