package io.cuegrid.node.replication;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.HostedReplica;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads slices between two batches, one after the other until a budget of steps is used up. Reads only when the copy stands
 * where the leader believes it to stand: OLD_EPOCH otherwise, and nothing was read.
 */
public final class ReadProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ReadProcessor.class);

    private final transient List<ReadWork> works;
    private final long sequence;
    private final int stepBudget;
    private final int sliceBudget;
    private int served;

    /**
     * @param sequence of the last batch that the leader knows to be applied
     * @param stepBudget no further slice is begun after so many steps
     * @param sliceBudget steps of one slice at most
     */
    public ReadProcessor(List<ReadWork> works, long sequence, int stepBudget, int sliceBudget) {
        this.works = works;
        this.sequence = sequence;
        this.stepBudget = stepBudget;
        this.sliceBudget = sliceBudget;
    }

    /** How many of the list were read, from its beginning. For the caller, when the call has ended. */
    public int served() {
        return served;
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
        if (replica.sequence() != sequence) {
            return BatchCode.OLD_EPOCH;
        }
        int steps = 0;
        while (served < works.size() && steps < stepBudget) {
            ReadWork work = works.get(served);
            steps += read(hosted, work);
            work.position(replica.epochNumber(), replica.sequence());
            served++;
        }
        return BatchCode.APPLIED;
    }

    private int read(HostedReplica hosted, ReadWork work) {
        try {
            return hosted.replica().machine().read(work.query(), 0, work.queryLength(), sliceBudget, work.rows());
        } catch (RuntimeException defect) {
            LOG.error("cell {}: a read failed", hosted.cellNumber(), defect);
            work.fail();
            return sliceBudget;
        }
    }
}
