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
 * Takes the lead of a cell for this member. Idempotent: who leads already keeps its epoch, so that a loop of retries
 * never raises it. Obeys the same rule of backups as a batch, and carries the last batches to backups that are short.
 */
public final class LeadProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;

    private final transient LeadWork work;
    private final transient LocalCell local;
    private final transient ReplicaPresence presence;
    private final transient UUID leader;
    private final int partitionId;
    private transient @Nullable LeadBackup backup;

    public LeadProcessor(LeadWork work, LocalCell local, ReplicaPresence presence, UUID leader, int partitionId) {
        this.work = work;
        this.local = local;
        this.presence = presence;
        this.leader = leader;
        this.partitionId = partitionId;
    }

    @Override
    BatchCode run(CellEntry entry) {
        backup = null;
        @Nullable HostedReplica hosted = entry.get();
        if (hosted == null) {
            return BatchCode.ABSENT;
        }
        @Nullable List<UUID> backups = presence.backups(partitionId);
        if (backups == null) {
            return BatchCode.NO_BACKUP;
        }
        Replica replica = hosted.replica();
        try {
            local.beforeBatch(hosted);
            Epoch before = Epoch.of(replica);
            BatchCode code = replica.lead(leader.getMostSignificantBits(), leader.getLeastSignificantBits());
            if (code == BatchCode.POISONED) {
                work.poisonReason(replica.poisonReason());
                return code;
            }
            if (code == BatchCode.APPLIED) {
                local.store().lead(replica);
            }
            work.set(replica, backups);
            backup = LeadBackup.of(before, Epoch.of(replica), replica.sequence(), local.recentBatches());
            return code;
        } catch (Throwable defect) {
            Poison.poison(hosted, "the lead could not be taken", defect);
            work.poisonReason(replica.poisonReason());
            return BatchCode.POISONED;
        }
    }

    @Override
    public @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return backup;
    }
}
