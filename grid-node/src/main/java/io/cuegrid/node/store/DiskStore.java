package io.cuegrid.node.store;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.node.replication.BatchStore;
import io.cuegrid.persistence.journal.JournalWriter;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.snapshot.SnapshotInProgress;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One cell of this member on disk: each applied batch goes to its journal, and now and then its state to a snapshot, in
 * slices between batches.
 *
 * <p>Threading: as {@link BatchStore} says.
 */
public final class DiskStore implements BatchStore {
    private final int cellNumber;
    private final Journals journals;
    private final SnapshotStore snapshots;
    private final SnapshotRule rule;
    private volatile @Nullable JournalWriter writer;
    private @Nullable SnapshotInProgress snapshot;
    private @Nullable SnapshotCapture capture;
    private long batchesSince;
    private long bytesSince;
    private volatile long earlierBytes;

    public DiskStore(int cellNumber, Journals journals, SnapshotStore snapshots, SnapshotRule rule) {
        this.cellNumber = cellNumber;
        this.journals = journals;
        this.snapshots = snapshots;
        this.rule = rule;
    }

    @Override
    public void begin(Replica replica, SegmentStart start) {
        giveUpSnapshot();
        JournalWriter begun = journals.begin(
                cellNumber,
                start,
                replica.epochNumber(),
                replica.leaderHigh(),
                replica.leaderLow(),
                replica.sequence());
        if (start == SegmentStart.COPIED) {
            writeSnapshot(begun, replica);
        }
        earlierBytes = writtenBytes();
        writer = begun;
        batchesSince = 0;
        bytesSince = 0;
    }

    private void writeSnapshot(JournalWriter current, Replica replica) {
        try {
            snapshots.write(cellNumber, current.segment().number(), replica);
        } catch (IOException e) {
            throw new UncheckedIOException("cell " + cellNumber + ": its snapshot cannot be written", e);
        }
    }

    @Override
    public void append(
            DirectBuffer header,
            int headerOffset,
            int headerLength,
            DirectBuffer events,
            int eventsOffset,
            int eventsLength) {
        require().append(header, headerOffset, headerLength, events, eventsOffset, eventsLength);
        batchesSince++;
        bytesSince += headerLength + eventsLength;
    }

    @Override
    public void lead(Replica replica) {
        require().lead(replica.epochNumber(), replica.leaderHigh(), replica.leaderLow());
    }

    private JournalWriter require() {
        JournalWriter current = writer;
        if (current == null) {
            throw new IllegalStateException("cell " + cellNumber + ": its journal was not begun");
        }
        return current;
    }

    @Override
    public void afterBatch(Replica replica) {
        SnapshotCapture going = capture;
        SnapshotInProgress target = snapshot;
        if (going != null && target != null) {
            if (target.isDone()) {
                // the disk could not take it: the next one may do better
                giveUpSnapshot();
            } else if (target.hasRoom() && going.step(rule.stepBudget(), target.writer())) {
                target.finish();
                capture = null;
                snapshot = null;
            }
            return;
        }
        if (batchesSince >= rule.batches() || bytesSince >= rule.bytes()) {
            batchesSince = 0;
            bytesSince = 0;
            snapshot = snapshots.begin(
                    cellNumber, require().segment().number(), replica.epochNumber(), replica.sequence());
            capture = replica.capture();
        }
    }

    private void giveUpSnapshot() {
        if (capture != null) {
            capture.cancel();
            capture = null;
        }
        if (snapshot != null) {
            snapshot.cancel();
            snapshot = null;
        }
    }

    @Override
    public void snapshotNow(Replica replica) {
        giveUpSnapshot();
        writeSnapshot(require(), replica);
    }

    @Override
    public void sync() {
        JournalWriter current = writer;
        if (current != null) {
            current.sync();
        }
    }

    @Override
    public long bytes() {
        JournalWriter current = writer;
        return current == null ? 0 : current.appendedBytes();
    }

    @Override
    public long writtenBytes() {
        JournalWriter current = writer;
        return earlierBytes + (current == null ? 0 : current.appendedBytes());
    }

    @Override
    public long syncLagMillis() {
        JournalWriter current = writer;
        return current == null ? 0 : current.syncLagMillis();
    }

    @Override
    public void close() {
        journals.end(cellNumber);
    }
}
