package io.cuegrid.persistence.snapshot;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.persistence.journal.MachineFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a node, a folder a machine. As an agent it writes those in progress; the newest {@code keep} whole ones
 * of a machine stay.
 *
 * <p>Threading: {@link #begin} and reading by any thread; {@link #doWork} by one (the agent's).
 */
public final class SnapshotStore implements Agent {
    /** One more than needed: should the newest turn out broken, the one before it still leads to the end. */
    public static final int KEEP_DEFAULT = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);

    private final Path folder;
    private final int keep;
    private final Chunks chunks = new Chunks();
    private final Queue<Writing> started = new ConcurrentLinkedQueue<>();
    private final List<Writing> writing = new ArrayList<>();

    private final Map<Integer, Written> last = new ConcurrentHashMap<>();

    /**
     * The newest snapshot that this process has written of a machine.
     *
     * @param endMillis when it was whole, epoch milliseconds
     * @param durationMillis from its begin to its end
     */
    public record Written(long endMillis, long durationMillis, long bytes) {}

    private record Writing(int machine, SnapshotInProgress snapshot) {}

    private SnapshotStore(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** @param keep whole snapshots of each machine that stay, 1 or more */
    public static SnapshotStore open(Path folder, int keep) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("keep at least one snapshot, not " + keep);
        }
        Files.createDirectories(folder);
        return new SnapshotStore(folder, keep);
    }

    /**
     * Begins a snapshot of a replica as it is now. The caller writes {@code replica.capture()} into its writer.
     *
     * @param segment of the journal that the replica appends to
     */
    public SnapshotInProgress begin(int machine, long segment, long epochNumber, long sequence) {
        Path path = MachineFolder.in(folder, machine).resolve(SnapshotFile.name(segment, epochNumber, sequence));
        SnapshotInProgress snapshot =
                new SnapshotInProgress(new SnapshotFile(path, segment, epochNumber, sequence), machine, chunks);
        started.add(new Writing(machine, snapshot));
        return snapshot;
    }

    /** Writes a replica's snapshot at once, on this thread. For recoveries, tools and tests. */
    public SnapshotFile write(int machine, long segment, Replica replica) throws IOException {
        Path machineFolder = MachineFolder.in(folder, machine);
        Files.createDirectories(machineFolder);
        String name = SnapshotFile.name(segment, replica.epochNumber(), replica.sequence());
        SnapshotFile file =
                new SnapshotFile(machineFolder.resolve(name), segment, replica.epochNumber(), replica.sequence());
        SnapshotInProgress snapshot = new SnapshotInProgress(file, machine, chunks);
        replica.snapshot(snapshot.writer());
        snapshot.finish();
        snapshot.drain();
        written(machine, snapshot);
        prune(machine);
        return file;
    }

    @Override
    public int doWork() {
        for (Writing next = started.poll(); next != null; next = started.poll()) {
            writing.add(next);
        }
        int done = 0;
        for (int i = writing.size() - 1; i >= 0; i--) {
            if (advance(writing.get(i))) {
                writing.remove(i);
                done++;
            }
        }
        return done;
    }

    private boolean advance(Writing one) {
        try {
            Files.createDirectories(MachineFolder.in(folder, one.machine));
            if (!one.snapshot.drain()) {
                return false;
            }
            if (one.snapshot.isWhole()) {
                written(one.machine, one.snapshot);
            }
            prune(one.machine);
            return true;
        } catch (IOException e) {
            LOG.error(
                    "snapshot {} could not be written and was given up",
                    one.snapshot.target().path(),
                    e);
            try {
                one.snapshot.discard();
            } catch (IOException left) {
                LOG.warn("what was written of it could not be deleted", left);
            }
            return true;
        }
    }

    private void written(int machine, SnapshotInProgress snapshot) {
        long durationMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - snapshot.begunNanos());
        last.put(machine, new Written(System.currentTimeMillis(), durationMillis, snapshot.bytes()));
    }

    /** The newest snapshot of a machine that this process has written, or null. */
    public @Nullable Written lastWritten(int machine) {
        return last.get(machine);
    }

    @Override
    public String roleName() {
        return "snapshot-writer";
    }

    /** Files of a machine, new to old; not checked. */
    public List<SnapshotFile> list(int machine) throws IOException {
        Path machineFolder = MachineFolder.in(folder, machine);
        List<SnapshotFile> files = new ArrayList<>();
        if (!Files.isDirectory(machineFolder)) {
            return files;
        }
        try (Stream<Path> entries = Files.list(machineFolder)) {
            for (Path path : entries.toList()) {
                SnapshotFile file = SnapshotFile.of(path);
                if (file != null) {
                    files.add(file);
                }
            }
        }
        files.sort(Collections.reverseOrder(SnapshotFile.OLD_TO_NEW));
        return files;
    }

    /** The newest file that is whole, or null; broken ones are skipped, each with a line in the log. */
    public @Nullable SnapshotFile newestValid(int machine) throws IOException {
        for (SnapshotFile file : list(machine)) {
            if (isValid(file, machine)) {
                return file;
            }
        }
        return null;
    }

    /** The oldest of those that are kept, or null while there are fewer: what the journal must lead on from. */
    public @Nullable SnapshotFile oldestKept(int machine) throws IOException {
        List<SnapshotFile> files = list(machine);
        return files.size() < keep ? null : files.get(keep - 1);
    }

    private static boolean isValid(SnapshotFile file, int machine) {
        try {
            String wrong = SnapshotFileReader.check(file, machine);
            if (wrong != null) {
                LOG.warn("snapshot {} is skipped: {}", file.path(), wrong);
            }
            return wrong == null;
        } catch (IOException e) {
            LOG.warn("snapshot {} is skipped: it cannot be read", file.path(), e);
            return false;
        }
    }

    private void prune(int machine) throws IOException {
        List<SnapshotFile> files = list(machine);
        for (int i = keep; i < files.size(); i++) {
            Files.deleteIfExists(files.get(i).path());
        }
    }
}
