package io.cuegrid.node.replication;

import com.hazelcast.map.EntryProcessor;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.ReplicaPresence;
import io.cuegrid.persistence.journal.SegmentStart;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts a cell into the map: a new one, whose first batch is given, or one that a member rebuilt from its disk. The only
 * processor that makes an entry, and only sent after the recovery has settled that it must be made; an entry that
 * exists is left alone (REPEATED).
 */
public final class CreateProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;

    private final transient Replica replica;
    private final transient LocalCell local;
    private final transient ReplicaPresence presence;
    private final transient UUID leader;
    private final int partitionId;
    private final SegmentStart start;
    private final transient @Nullable MessageListWriter firstEvents;
    private final long timeMillis;
    private transient @Nullable CreateBackup backup;

    /**
     * @param replica as it is to be
     * @param start how this member came to it
     * @param firstEvents applied as the first batch of a new cell, or null
     * @param timeMillis of that batch, epoch milliseconds
     */
    public CreateProcessor(
            Replica replica,
            SegmentStart start,
            @Nullable MessageListWriter firstEvents,
            long timeMillis,
            LocalCell local,
            ReplicaPresence presence,
            UUID leader,
            int partitionId) {
        this.replica = replica;
        this.start = start;
        this.firstEvents = firstEvents;
        this.timeMillis = timeMillis;
        this.local = local;
        this.presence = presence;
        this.leader = leader;
        this.partitionId = partitionId;
    }

    @Override
    BatchCode run(CellEntry entry) {
        backup = null;
        if (entry.get() != null) {
            return BatchCode.REPEATED;
        }
        @Nullable List<UUID> backups = presence.backups(partitionId);
        if (backups == null) {
            return BatchCode.NO_BACKUP;
        }
        HostedReplica hosted = new HostedReplica(local.cellNumber(), replica, start);
        try {
            local.beforeBatch(hosted);
            if (firstEvents != null && replica.sequence() == 0) {
                applyFirst(firstEvents);
            }
        } catch (Throwable defect) {
            Poison.poison(hosted, "the cell could not be created", defect);
            return BatchCode.POISONED;
        }
        entry.create(hosted);
        backup = CreateBackup.of(hosted);
        return BatchCode.APPLIED;
    }

    private void applyFirst(MessageListWriter events) {
        replica.lead(leader.getMostSignificantBits(), leader.getLeastSignificantBits());
        BatchWork first = new BatchWork();
        first.position(replica.epochNumber(), replica.leaderHigh(), replica.leaderLow(), 1, timeMillis, 0);
        MessageListReader list = new MessageListReader().wrap(events.buffer(), 0, events.length());
        while (list.next()) {
            first.events().append(list.buffer(), list.offset(), list.length());
        }
        first.decided(timeMillis);
        BatchCode code = replica.apply(first.position(), events.buffer(), 0, events.length());
        if (code != BatchCode.APPLIED) {
            throw new IllegalStateException("the first batch of a cell was refused as " + code);
        }
        local.afterBatch(first, replica);
    }

    @Override
    public @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return backup;
    }
}
