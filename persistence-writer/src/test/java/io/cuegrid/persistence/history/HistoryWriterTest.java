package io.cuegrid.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.postgres.JdbcUrl;
import io.cuegrid.persistence.postgres.LocalPostgres;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryWriterTest extends HistoryBed {
    HistoryWriterTest(LocalPostgres postgres) {
        super(postgres);
    }

    @Test
    void shouldWriteOnlyWhatIsAcknowledged() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        cell.stopped(11, 0, 0, 1, 0);
        cell.commit(journal);
        for (int i = 0; i < 50; i++) {
            writer.doWork();
        }
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isZero();
        acknowledged.set(2);
        changed.set(2);
        drain(writer);
        writer.onClose();
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(1);
    }

    @Test
    void shouldWriteEachBatchOnceWhileConnectionsDieAndWritersRestart() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        new HistoryDatabase(url).migrate();
        cell.names().host(1, "node1").staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter first = writer();
        drain(first);
        first.onClose();
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        // two members write at a time; each of them is killed and started again
        Thread[] members = new Thread[2];
        for (int i = 0; i < members.length; i++) {
            long memberSeed = random.nextLong();
            members[i] = new Thread(() -> member(new Random(memberSeed), done), "member-" + i);
            members[i].setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            members[i].start();
        }
        int kills = 10;
        AtomicLong batches = new AtomicLong();
        try (Connection admin = JdbcUrl.connect(url)) {
            for (int kill = 0; kill < kills; kill++) {
                // batches come until somebody was hit in the middle of a transaction, and then until one succeeded
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                    aBatchOfRuns(batches);
                    return killWriters(admin) > 0;
                });
                long reached = count("SELECT sequence FROM cuegrid.positions WHERE machine = 3");
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                    aBatchOfRuns(batches);
                    return count("SELECT sequence FROM cuegrid.positions WHERE machine = 3") > reached;
                });
            }
        }
        long expected = batches.get() * 20;
        await().atMost(PATIENCE).until(() -> count("SELECT count(*) FROM cuegrid.frame_runs") == expected);
        done.set(true);
        for (Thread member : members) {
            member.join(PATIENCE.toMillis());
        }
        assertThat(failures).isEmpty();
        assertThat(count("SELECT count(DISTINCT proc_number) FROM cuegrid.frame_runs"))
                .isEqualTo(expected);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(expected);
        assertThat(count("SELECT sum(runs) FROM cuegrid.usage_by_day")).isEqualTo(expected);
        assertThat(count("SELECT sequence FROM cuegrid.positions WHERE machine = 3"))
                .isEqualTo(batches.get() + 1);
    }

    private void aBatchOfRuns(AtomicLong batches) {
        for (int i = 0; i < 20; i++) {
            cell.stopped(11, 0, i, 1, 0);
        }
        commit();
        batches.incrementAndGet();
    }

    private static int killWriters(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            ResultSet killed = statement.executeQuery("SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))"
                    + " FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE 'cuegrid history%' AND state <> 'idle'"
                    + " AND query ~ '(^COPY|^UPDATE|^INSERT INTO usage|FOR UPDATE$)'");
            killed.next();
            return killed.getInt(1);
        }
    }

    private void member(Random random, AtomicBoolean done) {
        while (!done.get()) {
            JournalReader reader = journals.reader(CELL);
            HistoryWriter writer = writer(reader, 60_000);
            long endNanos = System.nanoTime()
                    + Duration.ofMillis(50 + random.nextInt(500)).toNanos();
            while (System.nanoTime() < endNanos && !done.get()) {
                writer.doWork();
                assertThat(writer.state()).isNotEqualTo(HistoryState.FAILED);
                Thread.onSpinWait();
            }
            if (random.nextBoolean()) {
                writer.onClose();
            } else {
                reader.close(); // what a killed process leaves: nothing is committed any more
            }
        }
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            cell.stopped(11, 0, i, 1, 0);
        }
        commit();
    }

    @Test
    void shouldStreamManyRunsAndCommitThemWithTheirPosition() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        long transactions = writer.transactions();
        for (int batch = 0; batch < 10; batch++) {
            runs(1_000);
        }
        drain(writer);
        writer.onClose();

        assertThat(writer.transactions() - transactions).isLessThanOrEqualTo(10);
        assertThat(count("SELECT count(DISTINCT proc_number) FROM cuegrid.frame_runs"))
                .isEqualTo(10_000);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(10_000);
        assertThat(count("SELECT sum(runs) FROM cuegrid.usage_by_day")).isEqualTo(10_000);
        assertThat(count("SELECT sequence FROM cuegrid.positions WHERE machine = 3"))
                .isEqualTo(11);
    }

    @Test
    void shouldMakeAMonthThatComesUpWhileRunsAreStreamed() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        runs(1_000);
        cell.timeMillis += Duration.ofDays(150).toMillis();
        runs(1_000);
        drain(writer);
        writer.onClose();

        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs_2026_03")).isEqualTo(1_000);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs_2026_08")).isEqualTo(1_000);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(2_000);
    }

    @Test
    void shouldGoBackToItsPositionWhenAnotherMemberWasFasterWhileRunsWereStreamed() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter slow = writer();
        drain(slow);
        runs(1_000);
        // it reads and streams, and is not yet due
        slow.doWork();
        HistoryWriter fast = writer();
        drain(fast);
        fast.onClose();
        runs(10);
        drain(slow);
        slow.onClose();

        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(1_010);
        assertThat(count("SELECT count(DISTINCT proc_number) FROM cuegrid.frame_runs"))
                .isEqualTo(1_010);
    }

    @Test
    void shouldHoldNoTransactionOpenWhenTheLeadIsLostWhileRunsAreStreamed() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        runs(1_000);
        // it reads and streams, and is not yet due
        writer.doWork();
        leading.set(false);
        writer.doWork();

        assertThat(count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'cuegrid history%' AND state <> 'idle'"))
                .isZero();

        leading.set(true);
        drain(writer);
        writer.onClose();
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(1_000);
        assertThat(count("SELECT count(DISTINCT proc_number) FROM cuegrid.frame_runs"))
                .isEqualTo(1_000);
    }

    @Test
    void shouldWaitWhileTheServerIsAwayAndLoseNothing() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        postgres.stopServer();
        try {
            for (int i = 0; i < 10; i++) {
                cell.stopped(11, 0, i, 1, 0);
                commit();
            }
            await().atMost(PATIENCE).until(() -> {
                writer.doWork();
                return writer.state() == HistoryState.AWAY;
            });
            clock.set(cell.timeMillis + 5_000);
            assertThat(writer.lagBatches()).isEqualTo(10);
            assertThat(writer.lagMillis()).isPositive();
        } finally {
            postgres.startServer();
        }
        drain(writer);
        assertThat(writer.state()).isEqualTo(HistoryState.UP);
        writer.onClose();
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(10);
    }

    @Test
    void shouldNotBeBehindWhenNothingHappensAnyMore() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        long written = writer.writtenRows();
        for (int i = 0; i < 50; i++) {
            acknowledged.set(cell.commit(journal));
            clock.addAndGet(1_000);
            assertThat(writer.lagBatches()).isZero();
            assertThat(writer.lagMillis()).isZero();
        }
        postgres.stopServer();
        try {
            await().atMost(PATIENCE).until(() -> {
                acknowledged.set(cell.commit(journal));
                clock.addAndGet(1_000);
                writer.doWork();
                return writer.state() == HistoryState.AWAY;
            });
            assertThat(writer.lagBatches()).isZero();
            cell.stopped(11, 0, 1, 1, 0);
            commit();
            clock.addAndGet(7_000);
            assertThat(writer.lagBatches()).isPositive();
            assertThat(writer.lagMillis()).isGreaterThanOrEqualTo(7_000);
        } finally {
            postgres.startServer();
        }
        drain(writer);
        writer.onClose();
        assertThat(writer.writtenRows()).isGreaterThan(written);
    }

    @Test
    void shouldWaitForMissingBatchesAndSayWhatIsMissingInTheEnd() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        journal = journals.begin(CELL, SegmentStart.COPIED, 2, 0, 1, 50);
        CellLog later = new CellLog(50);
        later.stopped(11, 0, 0, 1, 0);
        later.commit(journal);
        acknowledged.set(51);
        changed.set(51);
        HistoryWriter writer = writer(10_000);
        await().atMost(PATIENCE).until(() -> {
            writer.doWork();
            return writer.state() == HistoryState.GAP;
        });
        clock.addAndGet(9_999);
        writer.doWork();
        assertThat(writer.state()).isEqualTo(HistoryState.GAP);
        clock.addAndGet(1);
        drain(writer);
        assertThat(writer.state()).isEqualTo(HistoryState.UP);
        writer.onClose();
        assertThat(count("SELECT to_sequence FROM cuegrid.gaps WHERE from_sequence <= 2"))
                .isEqualTo(50);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(1);
    }

    @Test
    void shouldStandByWhileAnotherMemberLeadsAndGoOnFromWhereThatOneCame() throws Exception {
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        HistoryWriter leader = writer();
        drain(leader);
        leading.set(false);
        HistoryWriter standby = writer();
        await().atMost(PATIENCE).until(() -> {
            standby.doWork();
            return standby.committedSequence() == 1;
        });
        cell.stopped(11, 0, 0, 1, 0);
        commit();
        for (int i = 0; i < 100; i++) {
            standby.doWork();
        }
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isZero();
        leading.set(true);
        drain(leader);
        cell.stopped(11, 0, 1, 1, 0);
        commit();
        drain(standby);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs")).isEqualTo(2);
        leader.onClose();
        standby.onClose();
    }

    @Test
    void shouldFollowTheMachinesOfANodeAndDeleteWhatIsNotNeeded() throws Exception {
        SnapshotStore snapshots = SnapshotStore.open(home.resolve("snapshots"), 1);
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        try (HistoryService service = new HistoryService(journals, snapshots, new HistoryDatabase(url), INCARNATION)) {
            service.follow(CELL, acknowledged::get, changed::get, leading::get);
            service.follow(CELL, acknowledged::get, changed::get, leading::get);
            await().atMost(PATIENCE).until(() -> service.lagBatches() == 0);
            assertThat(service.status()).isEqualTo("up");
            assertThat(Objects.requireNonNull(service.reader()).jobs(everyJob()))
                    .hasSize(1);
            assertThat(service.position(CELL)).isEqualTo(new HistoryPosition(1, 1));
        }
        try (HistoryService none = new HistoryService(journals, snapshots, null, INCARNATION)) {
            none.follow(CELL, acknowledged::get, changed::get, leading::get);
            assertThat(none.status()).isEqualTo("none");
            assertThat(none.reader()).isNull();
        }
    }
}
