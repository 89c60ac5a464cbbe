package io.cuegrid.bench.farm;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one cell read back from a stopped node's disk, from its first batch on, and replayed into an empty
 * cell.
 *
 * @param sequence of the last batch
 * @param digest of the replayed cell after the batch at which the live digest was taken
 * @param whole whether no batch was missing, each could be applied, and that batch was among them
 */
record JournalRecord(long sequence, long digest, boolean whole) {
    private static final int CELL = 1;

    /**
     * Reads all batches of the first cell.
     *
     * @param digestSequence the batch after which the replayed cell's digest is wanted
     * @param runs told every batch; null: only replayed
     */
    static JournalRecord read(
            Path journalFolder, StateMachine emptyCell, long digestSequence, @Nullable JournalRuns runs)
            throws IOException {
        Replica replica = new Replica(emptyCell);
        boolean whole = true;
        boolean digested = false;
        long digest = 0;
        try (Journals journals =
                        Journals.open(journalFolder, JournalSettings.defaults().withReserveBytes(0));
                JournalReader reader = journals.reader(CELL)) {
            reader.seek(0);
            JournalReader.Step step = reader.next(Long.MAX_VALUE);
            while (step == JournalReader.Step.BATCH) {
                DirectBuffer content = reader.content();
                int length = reader.contentLength();
                if (runs != null) {
                    runs.onBatch(content, length);
                }
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
        return new JournalRecord(replica.sequence(), digest, whole && digested);
    }
}
