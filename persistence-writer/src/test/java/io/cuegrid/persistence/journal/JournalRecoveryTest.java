package io.cuegrid.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Generic;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.persistence.FarmLog;
import io.cuegrid.persistence.recovery.Recoverable;
import io.cuegrid.persistence.recovery.Recovery;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotFileReader;
import io.cuegrid.persistence.snapshot.SnapshotInProgress;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRecoveryTest {
    private static final int MACHINE = MachineFolder.DIRECTORY;

    @TempDir
    Path home;

    private SnapshotStore snapshots;
    private final FarmLog farm = new FarmLog();

    @BeforeEach
    void open() throws IOException {
        snapshots = SnapshotStore.open(home.resolve("snapshots"), 2);
    }

    private Journals journals() throws IOException {
        return Journals.open(home.resolve("journal"), JournalSettings.defaults().withReserveBytes(0));
    }

    private JournalWriter created(Journals journals) {
        JournalWriter writer = journals.begin(MACHINE, SegmentStart.CREATED, 0, 0, 0, 0);
        farm.lead(writer, FarmLog.LEADER);
        farm.put(writer, Seed.records(List.of("local", "cloud")));
        return writer;
    }

    private Replica rebuilt(Journals journals, long expectedSequence) throws IOException {
        Recovery recovery = new Recovery(journals, snapshots);
        Recoverable found = recovery.inspect(MACHINE);
        assertThat(found.known()).isTrue();
        assertThat(found.rebuildable()).isTrue();
        assertThat(found.sequence()).isEqualTo(expectedSequence);
        Replica replica = new Replica(new Directory());
        recovery.load(found, replica);
        return replica;
    }

    @Test
    void shouldReplayTheJournalToTheSameDigest() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            for (int i = 0; i < 500; i++) {
                farm.limit(writer, i);
            }
        }
        try (Journals journals = journals()) {
            Replica replica = rebuilt(journals, 501);
            assertThat(replica.digest()).isEqualTo(farm.replica.digest());
            assertThat(replica.acknowledgedSequence()).isEqualTo(500);
            assertThat(replica.epochNumber()).isEqualTo(1);
        }
    }

    @Test
    void shouldKnowNothingOfAMachineThatWasNeverHere() throws IOException {
        try (Journals journals = journals()) {
            Recoverable found = new Recovery(journals, snapshots).inspect(9);
            assertThat(found.known()).isFalse();
            assertThat(found.rebuildable()).isFalse();
        }
    }

    @Test
    void shouldReadWhileItIsWritten() throws IOException {
        try (Journals journals = journals();
                JournalReader reader = journals.reader(MACHINE)) {
            JournalWriter writer = created(journals);
            reader.seek(0);
            assertThat(reader.next(0)).isEqualTo(JournalReader.Step.NOTHING);
            for (int i = 0; i < 50; i++) {
                farm.limit(writer, i);
                assertThat(reader.next(i + 1)).isEqualTo(JournalReader.Step.BATCH);
                assertThat(reader.header().sequence()).isEqualTo(i + 1);
                assertThat(reader.next(i + 1)).isEqualTo(JournalReader.Step.NOTHING);
            }
        }
    }

    @Test
    void shouldRebuildWhatWasFoundAlthoughTheNodeGoesOn() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            Recovery recovery = new Recovery(journals, snapshots);
            Recoverable found = recovery.inspect(MACHINE);
            long digest = farm.replica.digest();
            farm.limit(writer, 1);
            farm.lead(writer, 8);
            farm.limit(writer, 2);
            Replica replica = new Replica(new Directory());
            recovery.load(found, replica);
            assertThat(replica.sequence()).isEqualTo(found.sequence());
            assertThat(replica.digest()).isEqualTo(digest);
        }
    }

    @Test
    void shouldRememberALeadWithoutBatches() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            farm.lead(writer, 8);
        }
        try (Journals journals = journals()) {
            Replica replica = rebuilt(journals, 1);
            assertThat(replica.epochNumber()).isEqualTo(2);
            assertThat(replica.leaderLow()).isEqualTo(8);
        }
    }

    @Test
    void shouldGoOnInANewSegmentAfterARestart() throws IOException {
        try (Journals journals = journals()) {
            created(journals);
        }
        for (int run = 0; run < 3; run++) {
            try (Journals journals = journals()) {
                Replica replica = rebuilt(journals, 1 + run);
                JournalWriter writer = journals.begin(
                        MACHINE,
                        SegmentStart.CONTINUED,
                        replica.epochNumber(),
                        replica.leaderHigh(),
                        replica.leaderLow(),
                        replica.sequence());
                farm.limit(writer, run);
            }
        }
        try (Journals journals = journals()) {
            assertThat(rebuilt(journals, 4).digest()).isEqualTo(farm.replica.digest());
            try (JournalReader reader = journals.reader(MACHINE)) {
                reader.seek(1);
                for (long sequence = 2; sequence <= 4; sequence++) {
                    assertThat(reader.next(4)).isEqualTo(JournalReader.Step.BATCH);
                    assertThat(reader.header().sequence()).isEqualTo(sequence);
                }
                assertThat(reader.next(4)).isEqualTo(JournalReader.Step.NOTHING);
            }
        }
    }

    @Test
    void shouldKeepBatchesThatAreLargerThanAPart() throws IOException {
        List<Generic> settings = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            settings.add(new Generic(0, 0, RecordKind.SETTING, 0, "setting" + i, new byte[65_000]));
        }
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            farm.put(writer, settings);
            farm.limit(writer, 1);
            assertThat(writer.appendedBytes()).isGreaterThan(3L * BatchFrame.PART_BYTES_MAX);
        }
        try (Journals journals = journals()) {
            assertThat(rebuilt(journals, 3).digest()).isEqualTo(farm.replica.digest());
        }
    }

    @Test
    void shouldCutATornTailAtTheLastWholeBatch() throws IOException {
        long[] digests = new long[21];
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            for (int i = 1; i <= 20; i++) {
                farm.limit(writer, i);
                digests[i] = farm.replica.digest();
            }
        }
        // the last batch loses a byte in its middle
        Path file = onlyQueueFile();
        byte[] bytes = Files.readAllBytes(file);
        int at = lastIndexOf(bytes, "limit20");
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(at);
            damaged.write('X');
        }
        try (Journals journals = journals()) {
            Replica replica = rebuilt(journals, 20);
            assertThat(replica.digest()).isEqualTo(digests[19]);
            // and the journal goes on from there
            JournalWriter writer = journals.begin(
                    MACHINE, SegmentStart.CONTINUED, replica.epochNumber(), 0, FarmLog.LEADER, replica.sequence());
            assertThat(writer.appendedSequence()).isEqualTo(20);
        }
        try (Journals journals = journals()) {
            assertThat(rebuilt(journals, 20).digest()).isEqualTo(digests[19]);
        }
    }

    @Test
    void shouldStartFromTheNewestWholeSnapshot() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            for (int i = 0; i < 30; i++) {
                farm.limit(writer, i);
                if (i % 10 == 9) {
                    snapshots.write(MACHINE, writer.segment().number(), farm.replica);
                }
            }
            farm.limit(writer, 31);
        }
        List<SnapshotFile> files = snapshots.list(MACHINE);
        assertThat(files).hasSize(2);
        SnapshotFile newest = files.get(0);
        assertThat(newest.sequence()).isEqualTo(31);
        try (Journals journals = journals()) {
            Recoverable found = new Recovery(journals, snapshots).inspect(MACHINE);
            assertThat(found.snapshot()).isEqualTo(newest);
            assertThat(rebuilt(journals, 32).digest()).isEqualTo(farm.replica.digest());
        }
        byte[] bytes = Files.readAllBytes(newest.path());
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest.path(), bytes);
        try (Journals journals = journals()) {
            Recoverable found = new Recovery(journals, snapshots).inspect(MACHINE);
            assertThat(found.snapshot()).isEqualTo(files.get(1));
            assertThat(rebuilt(journals, 32).digest()).isEqualTo(farm.replica.digest());
        }
        Files.write(files.get(1).path(), new byte[10]);
        try (Journals journals = journals()) {
            assertThat(rebuilt(journals, 32).digest()).isEqualTo(farm.replica.digest());
        }
    }

    @Test
    void shouldWriteASnapshotInSlicesWhileTheMachineGoesOn() throws IOException {
        long digest;
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            for (int i = 0; i < 300; i++) {
                farm.limit(writer, i);
            }
            digest = farm.replica.digest();
            SnapshotInProgress snapshot = snapshots.begin(
                    MACHINE, writer.segment().number(), farm.replica.epochNumber(), farm.replica.sequence());
            SnapshotCapture capture = farm.replica.capture();
            int next = 300;
            while (!capture.step(1, snapshot.writer())) {
                assertThat(snapshot.hasRoom()).isTrue();
                farm.limit(writer, next++);
                snapshots.doWork();
            }
            assertThat(next).isGreaterThan(300);
            snapshot.finish();
            snapshots.doWork();
            assertThat(snapshot.isDone()).isTrue();
        }
        SnapshotFile file = Objects.requireNonNull(snapshots.newestValid(MACHINE));
        Replica replica = new Replica(new Directory());
        try (SnapshotFileReader reader = new SnapshotFileReader(file)) {
            replica.restore(reader);
        }
        assertThat(replica.digest()).isEqualTo(digest).isNotEqualTo(farm.replica.digest());
    }

    @Test
    void shouldNotReadAnUnacknowledgedTailBeforeACopy() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter first = created(journals);
            for (int i = 0; i < 9; i++) {
                farm.limit(first, i);
            }
            // batches 1..10 are here, 9 of them known as acknowledged; then the state comes from elsewhere at 9
            JournalWriter second = journals.begin(MACHINE, SegmentStart.COPIED, 2, 0, 8, 9);
            assertThat(second.segment().number()).isEqualTo(2);
            try (JournalReader reader = journals.reader(MACHINE)) {
                reader.seek(0);
                for (int sequence = 1; sequence <= 9; sequence++) {
                    assertThat(reader.next(100)).isEqualTo(JournalReader.Step.BATCH);
                    assertThat(reader.position()).isEqualTo(sequence);
                }
                assertThat(reader.next(100)).isEqualTo(JournalReader.Step.NOTHING);
            }
            Recoverable found = new Recovery(journals, snapshots).inspect(MACHINE);
            assertThat(found.sequence()).isEqualTo(10);
            assertThat(found.segments()).hasSize(1);
        }
    }

    @Test
    void shouldSayThatBatchesAreMissingBeforeACopy() throws IOException {
        try (Journals journals = journals()) {
            created(journals);
            journals.begin(MACHINE, SegmentStart.COPIED, 2, 0, 8, 500);
            try (JournalReader reader = journals.reader(MACHINE)) {
                reader.seek(1);
                assertThat(reader.next(600)).isEqualTo(JournalReader.Step.GAP);
                assertThat(reader.gapEnd()).isEqualTo(500);
            }
        }
    }

    @Test
    void shouldDeleteASegmentOnlyWhenASnapshotCoversItAndHistoryHasIt() throws IOException {
        try (Journals journals = journals()) {
            created(journals);
            JournalWriter second = journals.begin(MACHINE, SegmentStart.CONTINUED, 1, 0, FarmLog.LEADER, 1);
            farm.limit(second, 1);

            assertThat(journals.retain(MACHINE, 1, 0, Long.MAX_VALUE))
                    .as("no snapshot")
                    .isZero();
            assertThat(journals.retain(MACHINE, 2, 2, 0)).as("not in history").isZero();
            assertThat(journals.segments(MACHINE)).hasSize(2);

            assertThat(journals.retain(MACHINE, 2, 2, 1)).isPositive();
            assertThat(journals.segments(MACHINE)).extracting(Segment::number).containsExactly(2L);
        }
    }

    @Test
    void shouldForceBatchesToTheDiskWithinTheInterval() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = created(journals);
            await().until(() -> writer.syncLagMillis() == 0);
            assertThat(journals.syncLagMillis()).isZero();
            assertThat(journals.appendedBytes()).isPositive();
        }
    }

    private Path onlyQueueFile() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("journal"))) {
            return files.filter(path -> path.toString().endsWith(".cq4"))
                    .reduce((a, b) -> {
                        throw new AssertionError("two files");
                    })
                    .orElseThrow();
        }
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf(text);
        assertThat(at).isPositive();
        return at;
    }
}
