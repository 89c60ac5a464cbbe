package io.cuegrid.node.grid;

import java.util.List;

/**
 * What one member of the grid is started with.
 *
 * @param gridName members of another name do not join
 * @param memberName of this node
 * @param bindAddress where the member listens, an address of this machine
 * @param memberPort of the member endpoint; 0 lets the system choose (tests)
 * @param joinAddresses host:port of other members
 * @param configuredMembers the size the grid is meant to have; from 3 on a majority is needed for everything
 * @param backups synchronous backups of each cell
 * @param grpcAddress host:port at which this node's gRPC server is reached by others
 */
public record MemberConfig(
        String gridName,
        String memberName,
        String bindAddress,
        int memberPort,
        List<String> joinAddresses,
        int configuredMembers,
        int backups,
        String grpcAddress) {
    /** Hazelcast's own bound. */
    public static final int BACKUPS_MAX = 6;
    /** From here on a minority refuses everything. */
    public static final int MEMBERS_FOR_MAJORITY = 3;

    public MemberConfig {
        joinAddresses = List.copyOf(joinAddresses);
        if (configuredMembers < 1) {
            throw new IllegalArgumentException("--members must be 1 or more, not " + configuredMembers);
        }
        if (backups < 1 || backups > BACKUPS_MAX) {
            throw new IllegalArgumentException("--backups must be 1 to " + BACKUPS_MAX + ", not " + backups);
        }
        if (configuredMembers > 2 && backups < majority(configuredMembers) - 1) {
            throw new IllegalArgumentException("--backups " + backups + " is too few for " + configuredMembers
                    + " members: an acknowledged batch must be held by a majority, so give "
                    + (majority(configuredMembers) - 1) + " or more");
        }
    }

    /** More than half. */
    public static int majority(int members) {
        return members / 2 + 1;
    }

    /** Backups when none are given: with the owner they make a majority, and at least one. */
    public static int defaultBackups(int members) {
        return Math.max(1, majority(members) - 1);
    }
}
