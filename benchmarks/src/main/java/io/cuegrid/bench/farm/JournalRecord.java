package io.cuegrid.bench.farm;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.Segment;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotFileReader;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The journal of one cell read back from a stopped node's disk and replayed into an empty cell. A replica that was copied
 * to its member has no batches from before; it is replayed from the oldest snapshot that its member kept.
 *
 * @param fromStart whether it has every batch since the cell was made: only such a journal knows all runs
 * @param digest of the replayed cell after the batch at which the live digest was taken
 * @param whole whether no batch was missing, each could be applied, and that batch was among them
 */
record JournalRecord(boolean fromStart, long digest, boolean whole) {
    private static final int CELL = 1;

    /** Whether a node's journal of the first cell begins with the cell. */
    static boolean isFromStart(Path nodeFolder) throws IOException {
        try (Journals journals = open(nodeFolder)) {
            List<Segment> segments = journals.segments(CELL);
            return !segments.isEmpty() && segments.get(0).sequence() == 0;
        }
    }

    private static Journals open(Path nodeFolder) throws IOException {
        return Journals.open(
                nodeFolder.resolve("journal"), JournalSettings.defaults().withReserveBytes(0));
    }

    /**
     * Reads all batches of the first cell.
     *
     * @param nodeFolder of a node in its home
     * @param digestSequence the batch after which the replayed cell's digest is wanted
     * @param runs told every batch
     */
    static JournalRecord read(Path nodeFolder, StateMachine emptyCell, long digestSequence, BatchSink runs)
            throws IOException {
        boolean fromStart = isFromStart(nodeFolder);
        Replica replica = new Replica(emptyCell);
        boolean whole = fromStart || restore(nodeFolder, replica);
        boolean digested = false;
        long digest = 0;
        try (Journals journals = open(nodeFolder);
                JournalReader reader = journals.reader(CELL)) {
            reader.seek(replica.sequence());
            JournalReader.Step step = reader.next(Long.MAX_VALUE);
            while (step == JournalReader.Step.BATCH) {
                DirectBuffer content = reader.content();
                int length = reader.contentLength();
                runs.onBatch(content, length);
                BatchHeaderDecoder batch = reader.header();
                replica.follow(batch.epochNumber(), batch.leaderHigh(), batch.leaderLow());
                whole &= replica.apply(batch, content, 0, length) == BatchCode.APPLIED;
                if (replica.sequence() == digestSequence) {
                    digest = replica.machine().digest();
                    digested = true;
                }
                step = reader.next(Long.MAX_VALUE);
            }
            whole &= step != JournalReader.Step.GAP;
        }
        return new JournalRecord(fromStart, digest, whole && digested);
    }

    /** @return whether there was a snapshot */
    private static boolean restore(Path nodeFolder, Replica replica) throws IOException {
        SnapshotStore snapshots = SnapshotStore.open(nodeFolder.resolve("snapshots"), SnapshotStore.KEEP_DEFAULT);
        List<SnapshotFile> newToOld = snapshots.list(CELL);
        if (newToOld.isEmpty()) {
            return false;
        }
        try (SnapshotFileReader reader = new SnapshotFileReader(newToOld.get(newToOld.size() - 1))) {
            replica.restore(reader);
        }
        return true;
    }

    /** Takes the events of one batch. */
    @FunctionalInterface
    interface BatchSink {
        void onBatch(DirectBuffer content, int length);
    }
}
