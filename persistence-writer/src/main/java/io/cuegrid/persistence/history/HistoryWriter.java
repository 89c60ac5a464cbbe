package io.cuegrid.persistence.history;

import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.persistence.journal.JournalReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tails one machine's journal into PostgreSQL, each batch exactly once. The position and the rows that it stands for are
 * written in one transaction that holds a lock on the position's row, so that it does not matter who dies when, nor whether
 * two members write at a time: one finds that the other was faster, and goes on from there.
 *
 * <pre>
 *   journal ──▶ rows in memory ──(20,000 rows or 200 ms)──▶ lock position, change, move position, commit
 *                    └──(runs, every 64 KiB)──▶ COPY, which the server takes in while the next rows are read
 * </pre>
 *
 * When the database is away the events wait on the disk; nothing else of the node notices.
 *
 * <p>Threading: an agent with a thread that may block; the getters from any thread.
 */
public final class HistoryWriter implements Agent {
    static final int ROWS_PER_TRANSACTION_MAX = 20_000;
    static final int BYTES_PER_TRANSACTION_MAX = 16 << 20;
    /** Of runs that wait before the server gets them. */
    private static final int STREAM_BYTES = 64 << 10;
    /** Batches looked at in one duty cycle. */
    private static final int BATCHES_PER_CYCLE_MAX = 1_000;

    private static final long COMMIT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** When nothing but the position would be written. */
    private static final long IDLE_COMMIT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long RETRY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long RETRY_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final int LOCK_MILLIS_MAX = 2_000;
    /** How often a writer on standby looks at the position. */
    private static final long STANDBY_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A writer on standby helps when the position has stood still for so long although there is more. */
    private static final long HELP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** How long missing batches are waited for before history goes on without them, by default. */
    public static final long GAP_PATIENCE_MILLIS_DEFAULT = TimeUnit.MINUTES.toMillis(30);

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    private final HistoryDatabase database;
    private final int incarnation;
    private final int machine;
    private final JournalReader reader;
    private final LongSupplier acknowledgedSequence;
    private final LongSupplier changedSequence;
    private final BooleanSupplier isLeading;
    private final EpochClock clock;
    private final long gapPatienceMillis;
    private final HistoryRows rows = new HistoryRows();
    private final HistoryEvents events;
    private final HistoryTransaction transaction;
    private final Partitions partitions = new Partitions();

    private @Nullable Connection connection;
    private long retryNanos = RETRY_NANOS_MIN;
    private long nextTryNanos = System.nanoTime();
    private HistoryPosition committed = new HistoryPosition(0, 0);
    private HistoryPosition pending = committed;
    private long pendingBatchMillis;
    private long lastCommitNanos;
    private long gapSinceMillis;
    private boolean standby;
    private long nextLookNanos = System.nanoTime();
    private long movedNanos = System.nanoTime();

    private volatile HistoryState state = HistoryState.STARTING;
    private volatile long committedSequence;
    private volatile long committedBatchMillis;
    private volatile long settledSequence;
    private volatile long settledMillis;
    private volatile long writtenRows;
    private volatile long transactions;

    /**
     * @param incarnation of the grid
     * @param machine 0 the directory, else the number of a cell
     * @param reader of that machine's journal; closed with this writer
     * @param acknowledgedSequence the newest sequence known to be acknowledged; called often, by this writer's thread
     * @param changedSequence the newest acknowledged batch that holds events, as far as known here; 0: none is known
     * @param isLeading whether this member leads the machine; if not the writer stands by, and writes only when nobody
     *     else does (because the leader's journal lacks what comes next)
     */
    public HistoryWriter(
            HistoryDatabase database,
            int incarnation,
            int machine,
            JournalReader reader,
            LongSupplier acknowledgedSequence,
            LongSupplier changedSequence,
            BooleanSupplier isLeading) {
        this(
                database,
                incarnation,
                machine,
                reader,
                acknowledgedSequence,
                changedSequence,
                isLeading,
                System::currentTimeMillis,
                GAP_PATIENCE_MILLIS_DEFAULT);
    }

    /** @param gapPatienceMillis how long missing batches are waited for before history goes on without them */
    public HistoryWriter(
            HistoryDatabase database,
            int incarnation,
            int machine,
            JournalReader reader,
            LongSupplier acknowledgedSequence,
            LongSupplier changedSequence,
            BooleanSupplier isLeading,
            EpochClock clock,
            long gapPatienceMillis) {
        this.database = database;
        this.incarnation = incarnation;
        this.machine = machine;
        this.reader = reader;
        this.acknowledgedSequence = acknowledgedSequence;
        this.changedSequence = changedSequence;
        this.isLeading = isLeading;
        this.clock = clock;
        this.gapPatienceMillis = gapPatienceMillis;
        this.events = new HistoryEvents(incarnation, machine, rows);
        this.transaction = new HistoryTransaction(incarnation, machine);
        this.settledMillis = clock.time();
    }

    @Override
    public String roleName() {
        return "history-" + machine;
    }

    /** @return batches read and transactions committed; 0: nothing to do for now */
    @Override
    public int doWork() {
        if (state == HistoryState.FAILED) {
            return 0;
        }
        try {
            return connected() && !standsBy() ? readAndCommit() : 0;
        } catch (SQLException | IOException e) {
            away(e);
            return 0;
        } catch (RuntimeException e) {
            state = HistoryState.FAILED;
            LOG.error(
                    "history of machine {} stops after batch {}: a defect. Its events stay in the journal",
                    machine,
                    committed.sequence(),
                    e);
            disconnect();
            return 0;
        }
    }

    private boolean connected() throws SQLException, IOException {
        if (connection != null) {
            return true;
        }
        if (System.nanoTime() - nextTryNanos < 0) {
            return false;
        }
        try {
            database.migrate();
        } catch (FlywayException e) {
            throw new SQLException("the schema cannot be brought up to date: " + e.getMessage(), e);
        }
        Connection opened = database.connect(roleName(), LOCK_MILLIS_MAX);
        connection = opened;
        partitions.forget();
        partitions.ensure(opened, Set.of(Partitions.monthOf(clock.time())));
        HistoryPosition.ensure(opened, incarnation, machine);
        opened.commit();
        goTo(position(opened, false));
        opened.commit();
        retryNanos = RETRY_NANOS_MIN;
        if (state != HistoryState.UP) {
            LOG.info("history of machine {} is up after batch {}", machine, committed.sequence());
        }
        state = HistoryState.UP;
        return true;
    }

    /** On standby the position is read now and then; another writer is meant to move it. */
    private boolean standsBy() throws SQLException, IOException {
        if (isLeading.getAsBoolean()) {
            if (standby) {
                standby = false;
                look();
            }
            return false;
        }
        long now = System.nanoTime();
        if (!standby) {
            standby = true;
            movedNanos = now;
            if (!pending.equals(committed)) {
                // who leads now must not wait for rows that this writer has streamed
                goTo(committed);
            }
        }
        if (now - nextLookNanos >= 0 && pending.equals(committed)) {
            nextLookNanos = now + STANDBY_NANOS;
            long before = committed.sequence();
            look();
            if (committed.sequence() != before || acknowledgedSequence.getAsLong() <= before) {
                movedNanos = now;
            }
        }
        return now - movedNanos < HELP_AFTER_NANOS;
    }

    private void look() throws SQLException, IOException {
        Connection open = connection;
        if (open != null) {
            if (rows.frameRuns.isStreaming()) {
                goTo(committed);
            }
            HistoryPosition there = position(open, false);
            open.commit();
            if (there.sequence() != committed.sequence()) {
                goTo(there);
            }
        }
    }

    private HistoryPosition position(Connection open, boolean lock) throws SQLException {
        HistoryPosition found = HistoryPosition.read(open, incarnation, machine, lock);
        if (found == null) {
            throw new SQLException("the position of machine " + machine + " is gone from cuegrid.positions");
        }
        return found;
    }

    private void goTo(HistoryPosition position) throws SQLException, IOException {
        Connection open = connection;
        if (open != null && rows.frameRuns.isStreaming()) {
            rows.frameRuns.cancelStream();
            open.rollback();
        }
        rows.clear();
        transaction.forget();
        committed = position;
        pending = position;
        pendingBatchMillis = 0;
        committedSequence = position.sequence();
        settledSequence = position.sequence();
        reader.seek(position.sequence());
    }

    private int readAndCommit() throws SQLException, IOException {
        int batches = 0;
        JournalReader.Step step = JournalReader.Step.NOTHING;
        while (batches < BATCHES_PER_CYCLE_MAX && !isFull()) {
            step = reader.next(acknowledgedSequence.getAsLong());
            if (step != JournalReader.Step.BATCH) {
                break;
            }
            BatchHeaderDecoder header = reader.header();
            events.onBatch(reader.content(), reader.contentLength(), header.timeMillis());
            pending = new HistoryPosition(header.epochNumber(), header.sequence());
            pendingBatchMillis = header.timeMillis();
            batches++;
            streamRuns();
        }
        if (step == JournalReader.Step.GAP && pending.equals(committed)) {
            return onGap() ? 1 : 0;
        }
        if (gapSinceMillis != 0) {
            gapSinceMillis = 0;
            state = HistoryState.UP;
        }
        int committedNow = isDue() ? commit() : 0;
        if (rows.size() == 0) {
            settledSequence = pending.sequence();
            if (step == JournalReader.Step.NOTHING) {
                settledMillis = clock.time();
            }
        }
        return batches + committedNow;
    }

    private void streamRuns() throws SQLException {
        Connection open = connection;
        if (open != null && rows.frameRuns.waitingBytes() >= STREAM_BYTES && partitions.hold(rows.months)) {
            rows.frameRuns.stream(open);
        }
    }

    private boolean isFull() {
        return rows.size() >= ROWS_PER_TRANSACTION_MAX || rows.bytes() >= BYTES_PER_TRANSACTION_MAX;
    }

    private boolean isDue() {
        if (pending.equals(committed)) {
            return false;
        }
        long since = System.nanoTime() - lastCommitNanos;
        return isFull() || since >= (rows.size() > 0 ? COMMIT_INTERVAL_NANOS : IDLE_COMMIT_INTERVAL_NANOS);
    }

    private int commit() throws SQLException, IOException {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        if (!partitions.hold(rows.months)) {
            Set<YearMonth> months = Set.copyOf(rows.months);
            if (rows.frameRuns.isStreaming()) {
                // months are made in a transaction of their own: this one begins again
                goTo(committed);
                partitions.ensure(open, months);
                return 1;
            }
            partitions.ensure(open, months);
        }
        rows.frameRuns.send(open);
        HistoryPosition there = position(open, true);
        if (there.sequence() != committed.sequence()) {
            open.rollback();
            LOG.info(
                    "history of machine {} stands at batch {} instead of {}: another member writes too",
                    machine,
                    there.sequence(),
                    committed.sequence());
            goTo(there);
            return 0;
        }
        transaction.write(open, rows);
        pending.write(open, incarnation, machine, pendingBatchMillis);
        open.commit();
        // one thread writes them; others read
        long written = writtenRows + rows.size();
        long committedTransactions = transactions + 1;
        writtenRows = written;
        transactions = committedTransactions;
        rows.clear();
        committed = pending;
        committedBatchMillis = pendingBatchMillis;
        committedSequence = committed.sequence();
        lastCommitNanos = System.nanoTime();
        return 1;
    }

    /** @return whether it went on without the missing batches */
    private boolean onGap() throws SQLException, IOException {
        long now = clock.time();
        long gapEnd = reader.gapEnd();
        if (gapSinceMillis == 0) {
            gapSinceMillis = now;
            state = HistoryState.GAP;
            LOG.warn(
                    "history of machine {}: batches {} to {} are in no journal of this member; start the member that has"
                            + " them. History goes on without them in {} s",
                    machine,
                    committed.sequence() + 1,
                    gapEnd,
                    gapPatienceMillis / 1_000);
        }
        Connection open = connection;
        if (open == null) {
            return false;
        }
        HistoryPosition there = position(open, true);
        if (there.sequence() != committed.sequence()) {
            open.rollback();
            goTo(there);
            return true;
        }
        if (now - gapSinceMillis < gapPatienceMillis) {
            open.rollback();
            reader.seek(committed.sequence());
            return false;
        }
        String sql = "INSERT INTO gaps (incarnation, machine, from_sequence, to_sequence) VALUES (?, ?, ?, ?)";
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setInt(1, incarnation);
            statement.setInt(2, machine);
            statement.setLong(3, committed.sequence() + 1);
            statement.setLong(4, gapEnd);
            statement.executeUpdate();
        }
        HistoryPosition after = new HistoryPosition(committed.epochNumber(), gapEnd);
        after.write(open, incarnation, machine, 0);
        open.commit();
        LOG.error(
                "history of machine {} goes on without batches {} to {}; see cuegrid.gaps",
                machine,
                committed.sequence() + 1,
                gapEnd);
        goTo(after);
        return true;
    }

    private void away(Exception reason) {
        if (state != HistoryState.AWAY) {
            LOG.warn(
                    "history of machine {} waits after batch {}: {} ({})",
                    machine,
                    committed.sequence(),
                    reason.getMessage(),
                    database.shownUrl());
            state = HistoryState.AWAY;
        }
        disconnect();
        nextTryNanos = System.nanoTime() + retryNanos;
        retryNanos = Math.min(retryNanos * 2, RETRY_NANOS_MAX);
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        rows.clear();
        pending = committed;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                LOG.debug("closing a broken connection", alreadyBroken);
            }
        }
    }

    /** Commits what was read and closes. */
    @Override
    public void onClose() {
        try {
            if (connection != null && !pending.equals(committed)) {
                commit();
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn("history of machine {}: what was read last is read again at the next start", machine, e);
        } finally {
            disconnect();
            reader.close();
        }
    }

    public HistoryState state() {
        return state;
    }

    public int machine() {
        return machine;
    }

    /** Of the last batch that is in history: what the journal need not keep for it. */
    public long committedSequence() {
        return committedSequence;
    }

    /**
     * Acknowledged batches up to the last one with events that are not in history yet. An idle machine goes on with batches
     * in which nothing happens: they do not count. 0 on a member that does not lead.
     */
    public long lagBatches() {
        return Math.max(0, changedSequence.getAsLong() - settledSequence);
    }

    /** For how long, at most, something that happened has not been in history, milliseconds; 0 when history has all. */
    public long lagMillis() {
        return lagBatches() == 0 ? 0 : Math.max(0, clock.time() - Math.max(settledMillis, committedBatchMillis));
    }

    /** Rows inserted or changed since this writer was made. */
    public long writtenRows() {
        return writtenRows;
    }

    /** Transactions committed since this writer was made. */
    public long transactions() {
        return transactions;
    }
}
