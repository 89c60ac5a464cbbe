package io.cuegrid.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that a cell takes in slices between its batches. */
class DiskStoreTest {
    private static final int CELL = 1;
    private static final int MIB = 1 << 20;
    /** More than may wait for the disk. */
    private static final int STATE_MIB = 40;

    private static final SnapshotRule AFTER_EACH_BATCH = new SnapshotRule(0, 0, 1);

    @TempDir
    Path home;

    /** As a cell whose state is large. */
    private static final class Large implements StateMachine {
        @Override
        public int execute(DirectBuffer buffer, int offset, int length, long timeMillis, DecisionSink sink) {
            return 1;
        }

        @Override
        public int work(long timeMillis, int stepBudget, DecisionSink sink) {
            return 0;
        }

        @Override
        public boolean hasWork() {
            return false;
        }

        @Override
        public void apply(DirectBuffer buffer, int offset, int length) {}

        @Override
        public int read(DirectBuffer query, int offset, int length, int stepBudget, MessageListWriter rows) {
            return 1;
        }

        @Override
        public long digest() {
            return 0;
        }

        @Override
        public SnapshotCapture capture() {
            return new SnapshotCapture() {
                private int written;

                @Override
                public boolean step(int stepBudget, SnapshotWriter writer) {
                    writer.putBytes(new byte[MIB], 0, MIB);
                    return ++written == STATE_MIB;
                }

                @Override
                public void cancel() {}
            };
        }

        @Override
        public void snapshot(SnapshotWriter writer) {}

        @Override
        public void restore(SnapshotReader reader) {}
    }

    @Test
    void shouldTakeTheNextSnapshotAfterOneThatCouldNotBeWritten() throws IOException {
        Path folder = home.resolve("snapshots");
        SnapshotStore snapshots = SnapshotStore.open(folder, 2);
        Replica replica = new Replica(new Large());
        try (Journals journals = Journals.open(
                        home.resolve("journal"), JournalSettings.defaults().withReserveBytes(0));
                DiskStore store = new DiskStore(CELL, journals, snapshots, AFTER_EACH_BATCH)) {
            store.begin(replica, SegmentStart.CREATED);
            Files.delete(folder);
            Files.writeString(folder, "a file where the folder was");
            for (int batch = 0; batch < 2 * STATE_MIB; batch++) {
                store.afterBatch(replica);
                snapshots.doWork();
            }
            Files.delete(folder);
            Files.createDirectory(folder);
            for (int batch = 0; batch < 3 * STATE_MIB; batch++) {
                store.afterBatch(replica);
                snapshots.doWork();
            }
        }
        assertThat(snapshots.newestValid(CELL)).as("the disk was well again").isNotNull();
    }
}
