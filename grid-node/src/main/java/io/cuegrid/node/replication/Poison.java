package io.cuegrid.node.replication;

import io.cuegrid.node.grid.HostedReplica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a copy for good after a defect and keeps the evidence: the reason in the copy, the stack in the log. */
final class Poison {
    private static final Logger LOG = LoggerFactory.getLogger(Poison.class);

    private Poison() {}

    static void poison(HostedReplica hosted, String what, Throwable defect) {
        LOG.error(
                "cell {}: {} at sequence {}; this copy is stopped, its journal is kept. Restart this node so that"
                        + " another member leads",
                hosted.cellNumber(),
                what,
                hosted.replica().sequence(),
                defect);
        hosted.replica().poison(what + ": " + defect);
    }
}
