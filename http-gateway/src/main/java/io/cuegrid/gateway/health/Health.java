package io.cuegrid.gateway.health;

import java.util.List;

/**
 * The state of a node or of a grid, for load balancers and people. Holds no secrets: it is answered without a token.
 *
 * @param status what it comes to
 * @param cells every cell that this node knows of
 * @param members nodes in the grid
 * @param history of the PostgreSQL writer: up, behind, away, none
 * @param historyLagBatches batches that are journaled and not yet in history
 * @param journalFreeBytes on the disk that holds the journal; -1: not known here
 * @param acceptsWork false when new work is refused, for example for want of disk
 * @param problems a sentence each; empty when all is well
 */
public record Health(
        Status status,
        List<CellHealth> cells,
        int members,
        String history,
        long historyLagBatches,
        long journalFreeBytes,
        boolean acceptsWork,
        List<String> problems) {

    public Health {
        cells = List.copyOf(cells);
        problems = List.copyOf(problems);
    }

    /** What a health check comes to. */
    public enum Status {
        /** All is well. HTTP 200. */
        UP,
        /** Work goes on, but with less safety or without history. HTTP 200. */
        DEGRADED,
        /** No calls should be sent here. HTTP 503. */
        DOWN
    }

    /**
     * One cell as this node sees it.
     *
     * @param facility its name
     * @param leader address of the node that leads it; empty: none just now
     * @param state LEADING, FOLLOWING, RECOVERING, POISONED or STEPPED_DOWN
     * @param replicasInSync copies that hold every acknowledged batch, the leader's own included
     * @param replicasWanted as configured
     */
    public record CellHealth(
            String facility,
            String leader,
            String state,
            int replicasInSync,
            int replicasWanted,
            long epoch,
            long sequence,
            long waitingFrames,
            long runningFrames,
            int hostsUp) {}
}
