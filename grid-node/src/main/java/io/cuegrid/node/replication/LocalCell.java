package io.cuegrid.node.replication;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.persistence.journal.SegmentStart;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this member keeps beside its replica of a cell: the store of its batches and the last of them. Processors that
 * come from other members find it through {@link LocalCells}.
 *
 * <p>Threading: the cell's partition thread, but for the volatile figures.
 */
public final class LocalCell {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCell.class);

    private final int cellNumber;
    private final CellKey key;
    private final BatchStore store;
    private final RecentBatches recent = new RecentBatches();
    private final int digestEveryBatches;
    private volatile Checked checked = new Checked(0, 0);
    private volatile long liveEpoch;

    LocalCell(int cellNumber, BatchStore store, int digestEveryBatches) {
        this.cellNumber = cellNumber;
        this.key = new CellKey(cellNumber);
        this.store = store;
        this.digestEveryBatches = digestEveryBatches;
    }

    /** The digest that this member found at a sequence. */
    public record Checked(long sequence, long digest) {}

    private String name() {
        return cellNumber == 0 ? "directory" : "cell " + cellNumber;
    }

    public int cellNumber() {
        return cellNumber;
    }

    /** Of its entry in the map "cells". */
    public CellKey key() {
        return key;
    }

    public BatchStore store() {
        return store;
    }

    /** A replica that came as a copy is written down before anything is added to it. */
    void beforeBatch(HostedReplica hosted) {
        @Nullable SegmentStart start = hosted.unrecorded();
        if (start != null) {
            recent.clear();
            store.begin(hosted.replica(), start);
            hosted.markRecorded();
        }
    }

    /** Records a batch that was just applied. */
    void afterBatch(Replica replica, DirectBuffer header, int headerLength, DirectBuffer events, int eventsLength) {
        store.append(header, 0, headerLength, events, 0, eventsLength);
        recent.add(header, headerLength, events, eventsLength);
        store.afterBatch(replica);
        liveEpoch = replica.epochNumber();
    }

    /** Of the last batch taken here since the member joined; 0: none yet, the copy here may be old or none. */
    public long liveEpoch() {
        return liveEpoch;
    }

    /** The copies here went: what was taken before does not count any more. */
    public void forgetLive() {
        liveEpoch = 0;
    }

    void afterBatch(BatchWork work, Replica replica) {
        MessageListWriter events = work.events();
        afterBatch(replica, work.header(), BatchWork.HEADER_LENGTH, events.buffer(), events.length());
    }

    byte[][][] recentBatches() {
        return recent.toArray();
    }

    /** Whether owner and backups compare digests after this batch. */
    boolean isDigestDue(long sequence) {
        return digestEveryBatches > 0 && sequence % digestEveryBatches == 0;
    }

    long check(Replica replica) {
        long digest = replica.digest();
        checked = new Checked(replica.sequence(), digest);
        LOG.info("{}: digest {} after batch {}", name(), String.format("%016x", digest), replica.sequence());
        return digest;
    }

    /** The last digest taken here. */
    public Checked checked() {
        return checked;
    }
}
