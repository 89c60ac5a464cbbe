package io.cuegrid.node.replication;

import io.cuegrid.core.batch.Replica;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member learns when it takes the lead: where the cell stands.
 *
 * <p>Threading: written by the partition thread, read by the loop after the call.
 */
public final class LeadWork {
    private long epochNumber;
    private long sequence;
    private long timeMillis;
    private boolean hasWork;
    private @Nullable String poisonReason;
    private List<UUID> backups = List.of();

    void set(Replica replica, List<UUID> backupMembers) {
        epochNumber = replica.epochNumber();
        sequence = replica.sequence();
        timeMillis = replica.timeMillis();
        hasWork = replica.machine().hasWork();
        backups = backupMembers;
    }

    void poisonReason(@Nullable String reason) {
        poisonReason = reason;
    }

    public long epochNumber() {
        return epochNumber;
    }

    public long sequence() {
        return sequence;
    }

    public long timeMillis() {
        return timeMillis;
    }

    public boolean hasWork() {
        return hasWork;
    }

    public @Nullable String poisonReason() {
        return poisonReason;
    }

    public List<UUID> backups() {
        return backups;
    }
}
