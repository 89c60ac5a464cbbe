package io.cuegrid.persistence.history;

import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History of a node: a writer for each machine whose replica it holds, the reader, and the deletion of journal files that
 * neither a recovery nor history needs. Without a database it only deletes.
 *
 * <p>Threading: any thread; each writer has a thread of its own ({@code history-N}), deletion another.
 */
public final class HistoryService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);
    private static final int WRITER_IDLE_MILLIS = 10;
    /** Short, so that closing does not wait for it. */
    private static final int RETENTION_IDLE_MILLIS = 200;

    private static final long RETENTION_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Above it history is called behind. */
    private static final long BEHIND_MILLIS = 10_000;

    private final Journals journals;
    private final SnapshotStore snapshots;
    private final @Nullable HistoryDatabase database;
    private final int incarnation;
    private final @Nullable HistoryReader reader;
    private final Map<Integer, HistoryWriter> writers = new ConcurrentHashMap<>();
    private final List<Integer> machines = new CopyOnWriteArrayList<>();
    private final List<AgentRunner> runners = new CopyOnWriteArrayList<>();

    /**
     * @param database where history is kept, or null for none
     * @param incarnation of the grid
     */
    public HistoryService(
            Journals journals, SnapshotStore snapshots, @Nullable HistoryDatabase database, int incarnation)
            throws IOException {
        this.journals = journals;
        this.snapshots = snapshots;
        this.database = database;
        this.incarnation = incarnation;
        this.reader = database == null ? null : new HistoryReader(database, incarnation);
        start(new Retention(), RETENTION_IDLE_MILLIS);
    }

    /**
     * Follows a machine from now on; once a machine.
     *
     * @param machine 0 the directory, else the number of a cell
     * @param acknowledgedSequence the newest sequence known here to be acknowledged
     * @param changedSequence the newest acknowledged batch that holds events; 0 while this node does not lead
     * @param isLeading whether this node leads it now
     */
    public synchronized void follow(
            int machine, LongSupplier acknowledgedSequence, LongSupplier changedSequence, BooleanSupplier isLeading) {
        if (machines.contains(machine)) {
            return;
        }
        machines.add(machine);
        if (database != null) {
            HistoryWriter writer = new HistoryWriter(
                    database,
                    incarnation,
                    machine,
                    journals.reader(machine),
                    acknowledgedSequence,
                    changedSequence,
                    isLeading);
            writers.put(machine, writer);
            start(writer, WRITER_IDLE_MILLIS);
        }
    }

    private void start(Agent agent, int idleMillis) {
        AgentRunner runner = new AgentRunner(
                new SleepingMillisIdleStrategy(idleMillis),
                failure -> LOG.error("{} failed", agent.roleName(), failure),
                null,
                agent);
        runners.add(runner);
        AgentRunner.startOnThread(runner, task -> {
            Thread thread = new Thread(task, agent.roleName());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The reader, or null when no history is kept. */
    public @Nullable HistoryReader reader() {
        return reader;
    }

    /** One word for people: none, up, behind or away. */
    public String status() {
        if (database == null) {
            return "none";
        }
        for (HistoryWriter writer : writers.values()) {
            switch (writer.state()) {
                case AWAY, FAILED, STARTING -> {
                    return "away";
                }
                case GAP -> {
                    return "behind";
                }
                case UP -> {
                    if (writer.lagMillis() > BEHIND_MILLIS) {
                        return "behind";
                    }
                }
            }
        }
        return "up";
    }

    /** The writer of a machine, or null when there is none. */
    public @Nullable HistoryWriter writer(int machine) {
        return writers.get(machine);
    }

    /** As {@link HistoryWriter#lagBatches}, of all machines together. */
    public long lagBatches() {
        return writers.values().stream().mapToLong(HistoryWriter::lagBatches).sum();
    }

    /** How far history is behind, milliseconds; the largest of all machines. */
    public long lagMillis() {
        return writers.values().stream()
                .mapToLong(HistoryWriter::lagMillis)
                .max()
                .orElse(0);
    }

    /** Rows written by this node since it started. */
    public long writtenRows() {
        return writers.values().stream().mapToLong(HistoryWriter::writtenRows).sum();
    }

    /** Deletes journal files that are not needed, now and then. */
    private final class Retention implements Agent {
        private long nextNanos = System.nanoTime();

        /** Always 0, so that the runner waits between two rounds. */
        @Override
        public int doWork() throws IOException {
            long now = System.nanoTime();
            if (now - nextNanos < 0) {
                return 0;
            }
            nextNanos = now + RETENTION_NANOS;
            for (int machine : machines) {
                SnapshotFile oldest = snapshots.oldestKept(machine);
                if (oldest != null) {
                    journals.retain(machine, oldest.segment(), oldest.sequence(), inHistory(machine));
                }
            }
            return 0;
        }

        private long inHistory(int machine) {
            HistoryWriter writer = writers.get(machine);
            return writer == null ? Long.MAX_VALUE : writer.committedSequence();
        }

        @Override
        public String roleName() {
            return "journal-retention";
        }
    }

    /** How far history of a machine has come, or null; asks the database. */
    public @Nullable HistoryPosition position(int machine) throws SQLException {
        return reader == null ? null : reader.position(machine);
    }

    /** Commits what was read and ends the threads. */
    @Override
    public void close() {
        for (AgentRunner runner : runners) {
            runner.close();
        }
        if (reader != null) {
            reader.close();
        }
    }
}
