package io.cuegrid.node.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a partition has the backups that an acknowledgement needs. Hazelcast acknowledges with no backup at all
 * while a slot is empty, so the owner asks here before it decides and the leader asks again before it sends anything
 * out. The one class that uses Hazelcast's internal partition table.
 *
 * <p>How many are needed: with three or more configured members always the configured count; a member of a grid of one
 * or two that has no other goes on alone (journal synced per batch, flagged) when {@link AloneRule} lets it.
 *
 * <p>Threading: any thread; reads Hazelcast's own volatile tables.
 */
public final class ReplicaPresence {
    private final InternalPartitionService partitions;
    private final ClusterService cluster;
    private final int configuredMembers;
    private final int configuredBackups;
    private final AloneRule aloneRule;

    public ReplicaPresence(
            HazelcastInstance hazelcast, int configuredMembers, int configuredBackups, AloneRule aloneRule) {
        Node node = ((HazelcastInstanceProxy) hazelcast).getOriginal().node;
        this.partitions = node.getPartitionService();
        this.cluster = node.getClusterService();
        this.configuredMembers = configuredMembers;
        this.configuredBackups = configuredBackups;
        this.aloneRule = aloneRule;
    }

    /** Backups that a batch needs now; 0: there is no other member. */
    public int required() {
        if (configuredMembers >= MemberConfig.MEMBERS_FOR_MAJORITY) {
            return configuredBackups;
        }
        return Math.min(configuredBackups, cluster.getSize() - 1);
    }

    /**
     * The members that must take a batch of this partition, replica 1 first.
     *
     * @return null when one of the slots is empty or its member is gone, or when this member must not go on alone: no
     *     acknowledgement is possible
     */
    public @Nullable List<UUID> backups(int partitionId) {
        int required = required();
        if (required == 0) {
            return aloneRule.mayGoOnAlone() ? List.of() : null;
        }
        InternalPartition partition = partitions.getPartition(partitionId, false);
        List<UUID> members = new ArrayList<>(required);
        for (int index = 1; index <= required; index++) {
            PartitionReplica replica = partition.getReplica(index);
            if (replica == null || cluster.getMember(replica.uuid()) == null) {
                return null;
            }
            members.add(replica.uuid());
        }
        return members;
    }

    /** Copies of a partition on current members, the owner's included. */
    public int inSync(int partitionId) {
        InternalPartition partition = partitions.getPartition(partitionId, false);
        int count = 0;
        for (int index = 0; index <= configuredBackups; index++) {
            PartitionReplica replica = partition.getReplica(index);
            if (replica != null && cluster.getMember(replica.uuid()) != null) {
                count++;
            }
        }
        return count;
    }

    /** Copies that the configuration asks for, the owner's included. */
    public int wanted() {
        return configuredMembers == 1 && cluster.getSize() == 1 && !aloneRule.hasPartners() ? 1 : configuredBackups + 1;
    }

    /** Whether this member owns the partition. */
    public boolean isOwner(int partitionId) {
        InternalPartition partition = partitions.getPartition(partitionId, false);
        PartitionReplica owner = partition.getOwnerReplicaOrNull();
        return owner != null && owner.uuid().equals(cluster.getLocalMember().getUuid());
    }

    /** Members at this moment, this one included. */
    public int members() {
        return cluster.getSize();
    }
}
