package io.cuegrid.node;

import io.cuegrid.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a node, checked together.
 *
 * @param home of the grid's state
 * @param name of this node; its folder is nodes/NAME in the home
 * @param bind address of this machine on which everything listens
 * @param grpcPort 0: any free one
 * @param httpPort 0: any free one; -1: no REST in this node
 * @param memberPort where other members reach this one
 * @param join host:port of members of the grid to join
 * @param alone the operator says that the nodes that this one shared a grid with are gone for good
 * @param waitMillis how long a start waits for an answer of the nodes to join, or of those it shared a grid with
 * @param members the size the grid is meant to have
 * @param backups synchronous copies of each cell besides the leader's
 * @param facilities of a new grid, lower case; the first is the default
 * @param historyUrl JDBC address of the history's PostgreSQL, or null for none
 * @param historyPasswordFile holds its password, or null when the address says all
 * @param journalSync when batches are forced to disk
 * @param leaseMillis a host that hears nothing for so long freezes its frames
 * @param hostLostMillis a host that says nothing for so long is lost
 * @param heartbeatMillis between two heartbeats of a host
 * @param journalReserveBytes below it new work is refused, below half of it the node steps down
 * @param journalKeep whether journal files are kept that neither a recovery nor history needs any more
 * @param logRoot absolute folder below which jobs get their log folders
 * @param digestEveryBatches owner and backups compare their digests each so many batches; 0: never
 */
public record NodeConfig(
        Path home,
        String name,
        String bind,
        int grpcPort,
        int httpPort,
        int memberPort,
        List<String> join,
        boolean alone,
        long waitMillis,
        int members,
        int backups,
        List<String> facilities,
        @Nullable String historyUrl,
        @Nullable Path historyPasswordFile,
        SyncPolicy journalSync,
        long leaseMillis,
        long hostLostMillis,
        long heartbeatMillis,
        long journalReserveBytes,
        boolean journalKeep,
        String logRoot,
        int digestEveryBatches) {
    /** A host is lost only so long after its lease ended: its clock may run slower, and freezing takes a moment. */
    public static final long LEASE_MARGIN_MILLIS = 2_000;

    public static final long LEASE_MILLIS_DEFAULT = 240_000;
    public static final long HOST_LOST_MILLIS_DEFAULT = 300_000;
    /** Several must be lost before a lease runs out. */
    private static final int HEARTBEATS_A_LEASE = 4;

    private static final long HEARTBEAT_MILLIS_MAX = 10_000;
    private static final long LEASE_MILLIS_MIN = 1_000;
    /** Time to start another node by hand. */
    public static final long WAIT_MILLIS_DEFAULT = 60_000;

    public NodeConfig {
        join = List.copyOf(join);
        facilities = List.copyOf(facilities);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException("--name '" + name + "': letters, digits, '.', '_' and '-' are allowed");
        }
        if (alone && !join.isEmpty()) {
            throw new IllegalArgumentException("--alone and --join exclude each other");
        }
        if (waitMillis < 0) {
            throw new IllegalArgumentException("--wait-seconds must be 0 or more");
        }
        if (leaseMillis < LEASE_MILLIS_MIN) {
            throw new IllegalArgumentException(
                    "--lease-millis " + leaseMillis + " is too short: give " + LEASE_MILLIS_MIN + " or more");
        }
        if (hostLostMillis < leaseMillis + LEASE_MARGIN_MILLIS) {
            throw new IllegalArgumentException("--host-lost-millis " + hostLostMillis + " must be above --lease-millis "
                    + leaseMillis + " plus " + LEASE_MARGIN_MILLIS
                    + ": else a frame could be started again while its first run still goes on");
        }
        if (facilities.isEmpty()) {
            throw new IllegalArgumentException("name at least one --facility");
        }
        for (String facility : facilities) {
            if (!facility.matches("[a-z0-9][a-z0-9_-]{0,31}")) {
                throw new IllegalArgumentException(
                        "--facility '" + facility + "': lower case letters, digits, '_' and '-' are allowed");
            }
        }
    }

    /** A heartbeat interval that suits a lease. */
    public static long heartbeatMillisFor(long leaseMillis) {
        return Math.min(HEARTBEAT_MILLIS_MAX, leaseMillis / HEARTBEATS_A_LEASE);
    }

    Path nodeFolder() {
        return home.resolve("nodes").resolve(name);
    }
}
