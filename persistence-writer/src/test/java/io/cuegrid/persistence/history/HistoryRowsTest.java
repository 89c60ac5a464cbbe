package io.cuegrid.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.ActOnFramesDecoder;
import io.cuegrid.core.sbe.ChangeHostDecoder;
import io.cuegrid.core.sbe.ChangeJobDecoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.persistence.postgres.LocalPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRowsTest extends HistoryBed {
    HistoryRowsTest(LocalPostgres postgres) {
        super(postgres);
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
}
