package io.cuegrid.persistence.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.openhft.chronicle.core.time.SystemTimeProvider;
import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All journals of a node: one for each replica that it holds. A replica that is created, rebuilt here or arrives by copy
 * begins a segment; what a segment holds is never changed and never appended to by a later process.
 *
 * <p>Threading: any thread may call; the writer that {@link #begin} gives belongs to the replica's thread. A thread of its
 * own ({@code journal-sync}) forces batches to the disk and watches the room left.
 */
public final class Journals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);

    private final Path folder;
    private final JournalSettings settings;
    private final TimeProvider time;
    private final DiskReserve reserve;
    private final Map<Integer, JournalWriter> writers = new ConcurrentHashMap<>();
    private final AgentRunner syncRunner;

    private Journals(Path folder, JournalSettings settings, TimeProvider time) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.time = time;
        this.reserve = new DiskReserve(folder, settings.reserveBytes());
        JournalSyncer syncer = new JournalSyncer(writers.values(), settings.syncPolicy(), reserve);
        this.syncRunner = new AgentRunner(
                new SleepingMillisIdleStrategy(settings.syncIntervalMillis()),
                failure -> LOG.error("journal-sync in {} failed", folder, failure),
                null,
                syncer);
    }

    /**
     * Opens the journals below a folder (made when missing) and starts the syncer.
     *
     * @throws IOException with the folder's name, when it cannot be used, or another version wrote journals in it
     */
    public static Journals open(Path folder, JournalSettings settings) throws IOException {
        return open(folder, settings, SystemTimeProvider.INSTANCE);
    }

    static Journals open(Path folder, JournalSettings settings, TimeProvider time) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path machine : machines) {
                Segment.requireReadable(machine);
            }
        }
        Journals journals = new Journals(folder, settings, time);
        Thread thread = AgentRunner.startOnThread(journals.syncRunner);
        thread.setName("journal-sync");
        return journals;
    }

    /**
     * Begins a segment for a replica of a machine, after the state that it has; the writer of the segment before is
     * closed. Takes some milliseconds (files are made and forced to the disk).
     *
     * @param machine 0 the directory, else the number of a cell
     * @param start how the replica came to its state
     * @param epochNumber of the replica, as leaderHigh, leaderLow and sequence
     */
    public JournalWriter begin(
            int machine, SegmentStart start, long epochNumber, long leaderHigh, long leaderLow, long sequence) {
        JournalWriter before = writers.remove(machine);
        if (before != null) {
            before.close();
        }
        try {
            Segment segment =
                    Segment.begin(machineFolder(machine), start, epochNumber, leaderHigh, leaderLow, sequence);
            JournalWriter writer = new JournalWriter(segment, settings.syncPolicy(), time);
            writers.put(machine, writer);
            return writer;
        } catch (IOException e) {
            throw new JournalException("cannot begin a journal segment in " + machineFolder(machine), e);
        }
    }

    /** The writer of a machine's last segment, or null when no replica of it is here. */
    public @Nullable JournalWriter writer(int machine) {
        return writers.get(machine);
    }

    /** Ends the segment of a replica that left this member. Its files stay until they are no longer needed. */
    public void end(int machine) {
        JournalWriter writer = writers.remove(machine);
        if (writer != null) {
            writer.close();
        }
    }

    public Path machineFolder(int machine) {
        return MachineFolder.in(folder, machine);
    }

    /** All segments of a machine, in order. */
    public List<Segment> segments(int machine) throws IOException {
        return Segment.list(machineFolder(machine));
    }

    /** A reader for history: acknowledged batches only, over all segments. */
    public JournalReader reader(int machine) {
        return new JournalReader(machineFolder(machine));
    }

    /**
     * Deletes files of a machine that nobody needs: covered by a snapshot and known to history.
     *
     * @param snapshotSegment of the oldest snapshot that is kept
     * @param snapshotSequence of that snapshot
     * @param historySequence the newest sequence in history; {@code Long.MAX_VALUE} when there is no history
     * @return files deleted
     */
    public int retain(int machine, long snapshotSegment, long snapshotSequence, long historySequence)
            throws IOException {
        if (settings.keepAll()) {
            return 0;
        }
        return new JournalRetention(machineFolder(machine)).retain(snapshotSegment, snapshotSequence, historySequence);
    }

    /** How much room is left on the disk; looked at once a sync interval. */
    public DiskReserve reserve() {
        return reserve;
    }

    /** Of all writers that are open. */
    public long appendedBytes() {
        return writers.values().stream().mapToLong(JournalWriter::appendedBytes).sum();
    }

    /** The largest of all writers that are open. */
    public long syncLagMillis() {
        return writers.values().stream()
                .mapToLong(JournalWriter::syncLagMillis)
                .max()
                .orElse(0);
    }

    /** Forces everything to the disk and closes it. */
    @Override
    public void close() {
        syncRunner.close();
        for (JournalWriter writer : writers.values()) {
            writer.close();
        }
        writers.clear();
    }
}
