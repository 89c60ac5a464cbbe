package io.cuegrid.node.replication;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.HostedReplica;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one slice between two batches. Answers only when the copy stands where the leader has acknowledged it, so that
 * nobody sees what may yet be lost: OLD_EPOCH otherwise.
 */
public final class ReadProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ReadProcessor.class);

    private final transient ReadWork work;
    private final long acknowledgedSequence;
    private final int stepBudget;

    public ReadProcessor(ReadWork work, long acknowledgedSequence, int stepBudget) {
        this.work = work;
        this.acknowledgedSequence = acknowledgedSequence;
        this.stepBudget = stepBudget;
    }

    @Override
    BatchCode run(CellEntry entry) {
        @Nullable HostedReplica hosted = entry.get();
        if (hosted == null) {
            return BatchCode.ABSENT;
        }
        Replica replica = hosted.replica();
        if (replica.poisonReason() != null) {
            return BatchCode.POISONED;
        }
        if (replica.sequence() != acknowledgedSequence) {
            return BatchCode.OLD_EPOCH;
        }
        try {
            replica.machine().read(work.query(), 0, work.queryLength(), stepBudget, work.rows());
        } catch (RuntimeException defect) {
            LOG.error("cell {}: a read failed", hosted.cellNumber(), defect);
            return BatchCode.ABSENT;
        }
        work.position(replica.epochNumber(), replica.sequence());
        return BatchCode.APPLIED;
    }
}
