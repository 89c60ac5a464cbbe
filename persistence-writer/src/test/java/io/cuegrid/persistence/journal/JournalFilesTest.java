package io.cuegrid.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.persistence.FarmLog;
import io.cuegrid.persistence.recovery.Recoverable;
import io.cuegrid.persistence.recovery.Recovery;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.SetTimeProvider;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal does as its files roll, grow and go. */
class JournalFilesTest {
    private static final int MACHINE = MachineFolder.DIRECTORY;
    private static final JournalSettings SETTINGS = JournalSettings.defaults().withReserveBytes(0);
    private static final int WARM_ROUNDS_MAX = 10;

    @TempDir
    Path home;

    private final FarmLog farm = new FarmLog();
    private final SetTimeProvider time = new SetTimeProvider(TimeUnit.DAYS.toNanos(20_000));

    private Journals journals() throws IOException {
        return Journals.open(home.resolve("journal"), SETTINGS, time);
    }

    /** Batches 1 to 41: each ten in a file of their own, the first in the first file. */
    private JournalWriter fiveFiles(Journals journals) {
        JournalWriter writer = journals.begin(MACHINE, SegmentStart.CREATED, 0, 0, 0, 0);
        farm.lead(writer, FarmLog.LEADER);
        farm.put(writer, Seed.records(List.of("local")));
        for (int i = 0; i < 40; i++) {
            if (i % 10 == 0) {
                time.advanceMillis(TimeUnit.MINUTES.toMillis(i == 20 ? 45 : 5));
            }
            farm.limit(writer, i);
        }
        return writer;
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(path -> path.toString().endsWith(".cq4")).count();
        }
    }

    @Test
    void shouldRefuseJournalsOfAnotherFormatAndLeaveThemAsTheyAre() throws IOException {
        try (Journals journals = journals()) {
            fiveFiles(journals);
        }
        Path file = home.resolve("journal").resolve("directory/00000001/segment");
        String older = Files.readString(file)
                .replace("cuegrid-journal-segment " + Segment.FORMAT, "cuegrid-journal-segment 1");
        Files.writeString(file, older);

        assertThatThrownBy(this::journals)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " was written by another version")
                .hasMessageContaining("journal format 1, this one reads " + Segment.FORMAT);
        assertThat(file).hasContent(older);
    }

    @Test
    void shouldReadOnOverFilesAndStartInTheRightOne() throws IOException {
        try (Journals journals = journals()) {
            fiveFiles(journals);
            assertThat(files()).isEqualTo(5);
            for (long after : new long[] {0, 1, 10, 11, 12, 20, 21, 30, 40}) {
                try (JournalReader reader = journals.reader(MACHINE)) {
                    reader.seek(after);
                    for (long sequence = after + 1; sequence <= 41; sequence++) {
                        assertThat(reader.next(41)).isEqualTo(JournalReader.Step.BATCH);
                        assertThat(reader.header().sequence()).isEqualTo(sequence);
                    }
                    assertThat(reader.next(41)).isEqualTo(JournalReader.Step.NOTHING);
                }
            }
        }
    }

    @Test
    void shouldFindANewSegmentAlsoWhenNothingWasNewForLong() throws IOException {
        try (Journals journals = journals();
                JournalReader reader = journals.reader(MACHINE)) {
            JournalWriter writer = fiveFiles(journals);
            Path folder = MachineFolder.in(home.resolve("journal"), MACHINE);
            reader.seek(40);
            assertThat(reader.next(41)).isEqualTo(JournalReader.Step.BATCH);
            Files.setLastModifiedTime(folder, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
            assertThat(reader.next(41)).isEqualTo(JournalReader.Step.NOTHING);
            assertThat(reader.next(41)).isEqualTo(JournalReader.Step.NOTHING);

            JournalWriter next = journals.begin(MACHINE, SegmentStart.CONTINUED, 1, 0, FarmLog.LEADER, 41);
            assertThat(next.segment().number()).isGreaterThan(writer.segment().number());
            farm.limit(next, 99);

            assertThat(reader.next(42)).isEqualTo(JournalReader.Step.BATCH);
            assertThat(reader.header().sequence()).isEqualTo(42);
        }
    }

    @Test
    void shouldDeleteFilesOnlyWhenASnapshotCoversThemAndHistoryHasThem() throws IOException {
        SnapshotStore snapshots = SnapshotStore.open(home.resolve("snapshots"), 1);
        try (Journals journals = journals()) {
            JournalWriter writer = fiveFiles(journals);
            snapshots.write(MACHINE, writer.segment().number(), farm.replica);
            long segment = writer.segment().number();

            assertThat(journals.retain(MACHINE, segment, 41, 0)).isZero();
            assertThat(journals.retain(MACHINE, segment, 0, 41)).isZero();
            assertThat(journals.retain(MACHINE, segment, 20, 41))
                    .as("1 and 2 to 11")
                    .isEqualTo(2);
            assertThat(journals.retain(MACHINE, segment, 41, 30)).as("12 to 21").isEqualTo(1);
            assertThat(journals.retain(MACHINE, segment, 41, Long.MAX_VALUE))
                    .as("22 to 31")
                    .isEqualTo(1);
            assertThat(files()).as("the newest stays").isEqualTo(1);

            farm.limit(writer, 99);
            try (JournalReader reader = journals.reader(MACHINE)) {
                reader.seek(31);
                assertThat(reader.next(42)).isEqualTo(JournalReader.Step.BATCH);
                assertThat(reader.header().sequence()).isEqualTo(32);
                reader.seek(5);
                assertThat(reader.next(42)).isEqualTo(JournalReader.Step.GAP);
                assertThat(reader.gapEnd()).isEqualTo(31);
            }
        }
        try (Journals journals = journals()) {
            Recovery recovery = new Recovery(journals, snapshots);
            Recoverable found = recovery.inspect(MACHINE);
            assertThat(found.sequence()).isEqualTo(42);
            Replica replica = new Replica(new Directory());
            recovery.load(found, replica);
            assertThat(replica.digest()).isEqualTo(farm.replica.digest());
        }
    }

    @Test
    void shouldSyncOnWhenAFileWasDeletedBeforeItWasForced() throws IOException {
        JournalSettings neverSynced = SETTINGS.withSyncPolicy(SyncPolicy.NONE);
        try (Journals journals = Journals.open(home.resolve("journal"), neverSynced, time)) {
            JournalWriter writer = fiveFiles(journals);
            assertThat(journals.retain(MACHINE, writer.segment().number(), 41, Long.MAX_VALUE))
                    .isEqualTo(4);
            writer.sync();
            assertThat(writer.syncLagMillis()).isZero();
        }
    }

    @Test
    void shouldSayHowMuchRoomIsLeft() throws IOException {
        assertThat(DiskReserve.stateOf(1_000, 1_000)).isEqualTo(DiskState.OK);
        assertThat(DiskReserve.stateOf(999, 1_000)).isEqualTo(DiskState.FULL);
        assertThat(DiskReserve.stateOf(500, 1_000)).isEqualTo(DiskState.FULL);
        assertThat(DiskReserve.stateOf(499, 1_000)).isEqualTo(DiskState.STEP_DOWN);
        long usable;
        try (Journals journals = journals()) {
            assertThat(journals.reserve().state()).isEqualTo(DiskState.OK);
            usable = journals.reserve().usableBytes();
        }
        try (Journals journals = Journals.open(home, SETTINGS.withReserveBytes(usable + usable / 2))) {
            assertThat(journals.reserve().state()).isEqualTo(DiskState.FULL);
        }
        try (Journals journals = Journals.open(home, SETTINGS.withReserveBytes(usable * 4))) {
            assertThat(journals.reserve().state()).isEqualTo(DiskState.STEP_DOWN);
        }
    }

    @Test
    void shouldHaveABatchOnTheDiskWhenTheAppendReturnsUnderThatPolicy() throws IOException {
        try (Journals journals = Journals.open(home, SETTINGS.withSyncPolicy(SyncPolicy.BATCH))) {
            JournalWriter writer = journals.begin(MACHINE, SegmentStart.CREATED, 0, 0, 0, 0);
            farm.lead(writer, FarmLog.LEADER);
            for (int i = 0; i < 5; i++) {
                farm.limit(writer, i);
                assertThat(writer.syncLagMillis()).isZero();
            }
        }
    }

    @Test
    void shouldRefuseABatchThatIsNotTheNext() throws IOException {
        try (Journals journals = journals()) {
            JournalWriter writer = journals.begin(MACHINE, SegmentStart.COPIED, 3, 0, 1, 100);
            UnsafeBuffer header = header(102);
            UnsafeBuffer nothing = new UnsafeBuffer(new byte[0]);
            assertThatThrownBy(() -> writer.append(header, 0, header.capacity(), nothing, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("batch 102 after 100");
        }
    }

    @Test
    void shouldAllocateNothingForAnAppendOnceWarm() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int appends = 20_000;
        try (Journals journals = Journals.open(home, SETTINGS)) {
            JournalWriter writer = journals.begin(MACHINE, SegmentStart.COPIED, 1, 0, 1, 0);
            UnsafeBuffer header = header(0);
            UnsafeBuffer content = new UnsafeBuffer(new byte[600]);
            BatchHeaderEncoder encoder = new BatchHeaderEncoder();
            encoder.wrap(header, MessageHeaderEncoder.ENCODED_LENGTH);
            long sequence = 0;
            long allocated = Long.MAX_VALUE;
            // the compiler decides how soon it is warm; mapping the next part of a file costs some objects now and then
            for (int round = 0; round < WARM_ROUNDS_MAX && allocated >= appends; round++) {
                long before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < appends; i++) {
                    encoder.sequence(++sequence);
                    writer.append(header, 0, header.capacity(), content, 0, content.capacity());
                }
                allocated =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            }
            System.out.println("allocated for " + appends + " appends: " + allocated + " bytes");
            assertThat(allocated / (double) appends).as("bytes an append").isLessThan(1);
        }
    }

    private static UnsafeBuffer header(long sequence) {
        UnsafeBuffer header =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + BatchHeaderEncoder.BLOCK_LENGTH]);
        new BatchHeaderEncoder()
                .wrapAndApplyHeader(header, 0, new MessageHeaderEncoder())
                .epochNumber(1)
                .leaderHigh(0)
                .leaderLow(1)
                .sequence(sequence)
                .timeMillis(1)
                .acknowledgedSequence(0)
                .items(0)
                .contentLength(0);
        return header;
    }
}
