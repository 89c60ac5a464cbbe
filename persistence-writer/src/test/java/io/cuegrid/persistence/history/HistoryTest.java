package io.cuegrid.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.sbe.ActOnFramesDecoder;
import io.cuegrid.core.sbe.ChangeHostDecoder;
import io.cuegrid.core.sbe.ChangeJobDecoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.persistence.PostgresExtension;
import io.cuegrid.persistence.journal.JournalReader;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.JournalWriter;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.postgres.JdbcUrl;
import io.cuegrid.persistence.postgres.LocalPostgres;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
/** It has more than 500 lines because all its scenarios share one database. */
class HistoryTest {
    private static final int INCARNATION = 0x5EED;
    private static final int CELL = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final LocalPostgres postgres;
    private String url = "";
    private Journals journals;
    private JournalWriter journal;
    private final CellLog cell = new CellLog(0);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final AtomicLong clock = new AtomicLong(CellLog.START_MILLIS);

    HistoryTest(LocalPostgres postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() throws IOException, SQLException {
        url = postgres.newDatabase();
        journals = Journals.open(home, JournalSettings.defaults().withReserveBytes(0));
        journal = journals.begin(CELL, SegmentStart.CREATED, 1, 0, 1, 0);
    }

    @AfterEach
    void close() {
        journals.close();
    }

    private HistoryWriter writer() {
        return writer(60_000);
    }

    private HistoryWriter writer(long gapPatienceMillis) {
        return writer(journals.reader(CELL), gapPatienceMillis);
    }

    private HistoryWriter writer(JournalReader reader, long gapPatienceMillis) {
        return new HistoryWriter(
                new HistoryDatabase(url),
                INCARNATION,
                CELL,
                reader,
                acknowledged::get,
                changed::get,
                leading::get,
                clock::get,
                gapPatienceMillis);
    }

    private void commit() {
        acknowledged.set(cell.commit(journal));
        changed.set(acknowledged.get());
    }

    private void drain(HistoryWriter writer) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            writer.doWork();
            return writer.lagBatches() == 0;
        });
    }

    private HistoryReader reader() throws IOException {
        return new HistoryReader(new HistoryDatabase(url), INCARNATION);
    }

    private long count(String sql) throws SQLException, IOException {
        try (Connection connection = JdbcUrl.connect(url);
                Statement statement = connection.createStatement()) {
            ResultSet found = statement.executeQuery(sql);
            assertThat(found.next()).isTrue();
            return found.getLong(1);
        }
    }

    private static HistoryQuery.Jobs everyJob() {
        return new HistoryQuery.Jobs(List.of(), List.of(), "", 0, 0, 0);
    }

    private void aWholeJob(long number, String name) {
        cell.staged(number, 100 + number, name).launched(number);
        commit();
        cell.timeMillis += 60_000;
        cell.stopped(number, 0, 0, 1, 1);
        cell.timeMillis += 60_000;
        for (int i = 0; i < 5; i++) {
            cell.stopped(number, 0, i, i == 0 ? 2 : 1, 0);
        }
        cell.layerFinished(number, 0);
        commit();
        cell.timeMillis += 60_000;
        for (int i = 0; i < 3; i++) {
            cell.stopped(number, 1, i, 1, 0);
        }
        cell.layerFinished(number, 1).finished(number, 9, 1);
        commit();
    }

    @Test
    void shouldKeepAJobWithItsLayersAndEveryRun() throws Exception {
        cell.names().host(1, "node1");
        commit();
        aWholeJob(11, "testing-sh1-ann_comp");
        HistoryWriter writer = writer();
        drain(writer);
        writer.onClose();

        try (HistoryReader reader = reader()) {
            List<HistoryJob> jobs = reader.jobs(everyJob());
            assertThat(jobs).hasSize(1);
            HistoryJob job = jobs.get(0);
            assertThat(job.name()).isEqualTo("testing-sh1-ann_comp");
            assertThat(job.facility()).isEqualTo("local");
            assertThat(job.show()).isEqualTo("testing");
            assertThat(job.user()).isEqualTo("ann");
            assertThat(job.state()).isEqualTo("FINISHED");
            assertThat(job.submittedMillis()).isEqualTo(CellLog.START_MILLIS);
            assertThat(job.finishedMillis()).isEqualTo(CellLog.START_MILLIS + 180_000);
            assertThat(job.frames()).isEqualTo(8);
            assertThat(job.succeeded()).isEqualTo(7);
            assertThat(job.runs()).isEqualTo(9);

            List<HistoryFrameRun> runs =
                    reader.frameRuns(new HistoryQuery.FrameRuns(0, 0, "testing-sh1-ann_comp", "", "", 0));
            assertThat(runs).hasSize(9);
            HistoryFrameRun first = runs.get(0);
            assertThat(first.frame()).isEqualTo("0001-render");
            assertThat(first.attempt()).isEqualTo(1);
            assertThat(first.exitStatus()).isEqualTo(1);
            assertThat(first.outcome()).isEqualTo("WAITING");
            assertThat(first.cause()).isEqualTo("COMPLETED");
            assertThat(first.host()).isEqualTo("node1");
            assertThat(first.startedMillis()).isEqualTo(CellLog.START_MILLIS + 60_000 - 10_500);
            assertThat(runs.get(1).attempt()).isEqualTo(2);
            assertThat(reader.frameRuns(new HistoryQuery.FrameRuns(CELL, 11, "", "comp", "", 0)))
                    .hasSize(3);
            assertThat(reader.frameRuns(new HistoryQuery.FrameRuns(CELL, 11, "", "", "0003-render", 0)))
                    .hasSize(1);
            assertThat(reader.frameRuns(new HistoryQuery.FrameRuns(CELL, 11, "", "", "", 4)))
                    .hasSize(4);
            assertThat(reader.jobs(new HistoryQuery.Jobs(List.of("testing"), List.of("ann"), "COMP", 0, 0, 5)))
                    .hasSize(1);
            assertThat(reader.jobs(new HistoryQuery.Jobs(List.of("other"), List.of(), "", 0, 0, 5)))
                    .isEmpty();
            assertThat(reader.jobs(new HistoryQuery.Jobs(List.of(), List.of(), "", CELL, 12, 5)))
                    .isEmpty();
            HistoryPosition position = reader.position(CELL);
            assertThat(position).isEqualTo(new HistoryPosition(1, 4));
        }
        assertThat(count("SELECT runs FROM cuegrid.layers WHERE name = 'render'"))
                .isEqualTo(6);
        assertThat(count("SELECT failed_runs FROM cuegrid.layers WHERE name = 'render'"))
                .isEqualTo(1);
        assertThat(count("SELECT core_millis FROM cuegrid.layers WHERE name = 'comp'"))
                .isEqualTo(60_000);
        assertThat(count("SELECT frames FROM cuegrid.layers WHERE name = 'render'"))
                .as("chunks of two")
                .isEqualTo(5);
        assertThat(count("SELECT count(*) FROM cuegrid.layers WHERE finished_at IS NOT NULL"))
                .isEqualTo(2);
    }

    @Test
    void shouldComeToTheSameRowsInManyTransactionsAsInOne() throws Exception {
        cell.names().host(1, "node1");
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        cell.staged(11, 111, "testing-sh1-ann_comp");
        commit();
        drain(writer);
        cell.launched(11);
        commit();
        drain(writer);
        cell.timeMillis += 60_000;
        cell.stopped(11, 0, 0, 1, 0).layerFinished(11, 0).finished(11, 1, 0);
        commit();
        drain(writer);
        try (HistoryReader reader = reader()) {
            assertThat(reader.jobs(everyJob()).get(0).state()).isEqualTo("FINISHED");
            cell.restarted(11);
            commit();
            drain(writer);
            HistoryJob again = reader.jobs(everyJob()).get(0);
            assertThat(again.state()).isEqualTo("PENDING");
            assertThat(again.finishedMillis()).isZero();
            cell.timeMillis += 60_000;
            cell.stopped(11, 0, 1, 1, 0).finished(11, 2, 0).removed(11);
            commit();
            // a new writer knows nothing of the job but what the tables say
            writer.onClose();
            writer = writer();
            drain(writer);
            HistoryJob last = reader.jobs(everyJob()).get(0);
            assertThat(last.state()).isEqualTo("FINISHED");
            assertThat(last.runs()).isEqualTo(2);
        }
        assertThat(count("SELECT runs FROM cuegrid.layers WHERE name = 'render'"))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM cuegrid.jobs WHERE removed_at IS NOT NULL"))
                .isEqualTo(1);
        assertThat(count("SELECT runs FROM cuegrid.usage_by_day")).isEqualTo(2);
        writer.onClose();
    }

    @Test
    void shouldLeaveNothingOfALaunchThatDidNotComeAbout() throws Exception {
        cell.staged(1, 900, "testing-sh1-ann_one").staged(2, 900, "testing-sh1-ann_two");
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        assertThat(count("SELECT count(*) FROM cuegrid.jobs")).isEqualTo(2);
        cell.staged(3, 901, "testing-sh1-ann_three").launched(3).dropped(900);
        commit();
        cell.staged(4, 902, "testing-sh1-ann_four").dropped(902);
        commit();
        drain(writer);
        writer.onClose();

        assertThat(count("SELECT count(*) FROM cuegrid.jobs")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM cuegrid.layers")).isEqualTo(2);
        assertThat(count("SELECT job_number FROM cuegrid.jobs")).isEqualTo(3);
    }

    @Test
    void shouldKeepUsageHostsAndWhoDidWhat() throws Exception {
        cell.names().host(1, "node1");
        cell.hostChanged(1, HostSetting.LOCK_STATE, LockState.LOCKED.value(), "maintenance");
        cell.staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        cell.stopped(11, 0, 0, 1, 0);
        cell.timeMillis += 3_600_000; // the next day, and the next month
        cell.stopped(11, 0, 1, 1, 0).stopped(11, 0, 2, 1, 7);
        cell.kill(11, "bob", "wrong \tcamera\\n");
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        writer.onClose();

        String day =
                "SELECT core_millis FROM cuegrid.usage_by_day WHERE allocation_number = 7 AND show_number = 1 AND ";
        assertThat(count(day + "day = '2026-03-31'")).isEqualTo(20_000);
        assertThat(count(day + "day = '2026-04-01'")).isEqualTo(40_000);
        assertThat(count("SELECT failed_runs FROM cuegrid.usage_by_day WHERE day = '2026-04-01'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs_2026_03")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_runs_2026_04")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM cuegrid.host_changes"
                        + " WHERE what = 'LOCK_STATE' AND value = 'LOCKED' AND reason = 'maintenance'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM cuegrid.audit WHERE what = 'KILL_JOB' AND target_number = 11"
                        + " AND user_name = 'bob' AND reason = E'wrong \\tcamera\\\\n'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM cuegrid.frame_run_details WHERE show = 'testing'"
                        + " AND host = 'node1' AND allocation = 'local.general' AND frame = '0003-render'"))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepWhoAskedForEachChange() throws Exception {
        cell.names().host(1, "node1").staged(11, 111, "testing-sh1-ann_comp").launched(11);
        commit();
        cell.acted("ann", "dailies", ChangeJobDecoder.TEMPLATE_ID, 0, 0)
                .jobChanged(11, JobSetting.PAUSED, 1)
                .acted("", "", ChangeJobDecoder.TEMPLATE_ID, 0, 0)
                .jobChanged(11, JobSetting.PRIORITY, 7);
        cell.acted("bob", "", ChangeHostDecoder.TEMPLATE_ID, 0, 0);
        cell.hostChanged(1, HostSetting.LOCK_STATE, LockState.LOCKED.value(), "");
        cell.acted("", "", ChangeHostDecoder.TEMPLATE_ID, 0, 0)
                .acted("eve", "wrong plate", ActOnFramesDecoder.TEMPLATE_ID, FrameAction.RETRY.value(), 11)
                .acted("", "", ActOnFramesDecoder.TEMPLATE_ID, FrameAction.RETRY.value(), 11);
        commit();
        HistoryWriter writer = writer();
        drain(writer);
        writer.onClose();

        String audit = "SELECT count(*) FROM cuegrid.audit WHERE ";
        assertThat(count(audit + "what = 'SET' AND target_kind = 'JOB' AND target_number = 11 AND user_name = 'ann'"
                        + " AND reason = 'dailies' AND detail = 'PAUSED = 1'"))
                .isEqualTo(1);
        assertThat(count(audit + "what = 'SET' AND target_kind = 'JOB' AND user_name = '' AND detail LIKE 'PRIORITY%'"))
                .isEqualTo(1);
        assertThat(count(audit + "what = 'SET' AND target_kind = 'HOST' AND target_number = 1 AND user_name = 'bob'"
                        + " AND detail = 'LOCK_STATE = LOCKED'"))
                .isEqualTo(1);
        assertThat(count(audit + "what = 'RETRY_FRAMES' AND target_kind = 'JOB' AND target_number = 11"
                        + " AND user_name = 'eve' AND reason = 'wrong plate'"))
                .isEqualTo(1);
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

    @Test
    void shouldDescribeEveryTableAndColumn() throws Exception {
        new HistoryDatabase(url).migrate();
        new HistoryDatabase(url).migrate();
        String without = """
                SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND c.relkind <> 'v'
                WHERE n.nspname = 'cuegrid' AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
                    AND c.relname <> 'flyway_schema_history'
                    AND (obj_description(c.oid, 'pg_class') IS NULL
                        OR a.attnum IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL)
                """;
        assertThat(count(without)).isZero();
    }

    @Test
    void shouldHaveADocsPageThatNamesEveryTableAndColumnAndWhoseQueriesRun() throws Exception {
        new HistoryDatabase(url).migrate();
        String page = Files.readString(Path.of("..", "docs", "history-schema.md"));
        try (Connection connection = JdbcUrl.connect(url);
                Statement statement = connection.createStatement()) {
            ResultSet columns = statement.executeQuery("""
                    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'cuegrid' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
                        AND c.relname <> 'flyway_schema_history'
                    """);
            int checked = 0;
            while (columns.next()) {
                String section = page.substring(page.indexOf("### " + columns.getString(1) + "\n"));
                assertThat(section.substring(0, section.indexOf("###", 3)))
                        .contains("| `" + columns.getString(2) + "` |");
                checked++;
            }
            assertThat(checked).isGreaterThan(100);
            String[] parts = page.split("```sql\n");
            assertThat(parts.length).isGreaterThan(4);
            for (int i = 1; i < parts.length; i++) {
                assertThat(statement.execute(parts[i].substring(0, parts[i].indexOf("```"))))
                        .isTrue();
            }
        }
    }

    @Test
    void shouldAnswerNothingBeforeAnythingWasWritten() throws Exception {
        try (HistoryReader reader = reader()) {
            assertThat(reader.jobs(everyJob())).isEmpty();
            assertThat(reader.frameRuns(new HistoryQuery.FrameRuns(CELL, 1, "", "", "", 0)))
                    .isEmpty();
            assertThat(reader.position(CELL)).isNull();
        }
        assertThatThrownBy(() -> new HistoryQuery.FrameRuns(0, 0, "", "", "", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which job");
        assertThatThrownBy(() -> new HistoryQuery.Jobs(List.of(), List.of(), "", 0, 0, 1_001))
                .hasMessageContaining("1 to 1000");
    }
}
