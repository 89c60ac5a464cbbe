package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.OrderRefusal;
import io.cuegrid.core.sbe.OrderRefusedEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.StopProcEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a frame whose run has ended, rule by rule. */
final class FrameOutcomeTest {
    private final FarmFixture farm = FarmFixture.simple();
    private final long host = farm.host("node1", 1, 32);

    private Run run() {
        return farm.running.values().iterator().next();
    }

    private long oneFrame(int maxRetries) {
        return farm.launch(farm.job("test-shot-a").maxRetries(maxRetries).layer("render", 1));
    }

    private void end(int exitStatus, int exitSignal, long runMillis) {
        Run run = run();
        farm.complete(run.host(), run.proc(), exitStatus, exitSignal, runMillis);
    }

    @Test
    void shouldGiveMaxRetriesAndOneMoreAttempts() {
        long job = oneFrame(2);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(run().attempt()).isEqualTo(attempt);
            end(1, 0, 10);
        }
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
        assertThat(farm.frameRow(job, 0).retries()).isEqualTo(2);
        assertThat(farm.jobState(job)).isEqualTo(JobState.PENDING);
    }

    @Test
    void shouldNotRetryWhenMaxRetriesIsZero() {
        long job = oneFrame(0);
        end(1, 0, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldNotCountARunThatAsksToBeSkipped() {
        long job = oneFrame(1);
        for (int i = 0; i < 5; i++) {
            end(286, 0, 10);
        }
        assertThat(farm.frameRow(job, 0).retries()).isZero();
        end(1, 0, 10);
        end(1, 0, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldRunAgainAfterARequeueSignal() {
        oneFrame(1);
        end(1, 119, 10);
        end(1, 119, 10);
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldEatFailuresOfAJobThatEatsItself() {
        long job = farm.launch(farm.job("test-shot-a").autoEat().layer("render", 1));
        end(1, 0, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.EATEN);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldGiveUpWhatFailedAfterItsTimeout() {
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1, l -> l.timeoutMinutes(2)));
        end(1, 0, 121_000);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldGiveUpWhatFailedAfterTwelveHours() {
        long job = oneFrame(3);
        end(1, 0, 43_200_001);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    private void refuse(OrderRefusal cause) {
        Run run = run();
        farm.send(b -> new OrderRefusedEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .hostNumber(run.host())
                .procNumber(run.proc())
                .cause(cause)
                .encodedLength());
    }

    @Test
    void shouldTakeNoNoteOfOrdersThatADaemonRefusesWhileItEnds() {
        long job = oneFrame(0);
        for (int i = 0; i < 20; i++) {
            refuse(OrderRefusal.SHUTTING_DOWN);
            assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
            assertThat(farm.running).as("not at once: the daemon is ending").isEmpty();
            farm.tick(1_001);
            assertThat(farm.running).as("no longer pause after " + i).hasSize(1);
        }
        assertThat(farm.frameRow(job, 0).retries()).isZero();
    }

    @Test
    void shouldGiveUpAFrameWhoseOrdersCannotBeStarted() {
        long job = oneFrame(0);
        refuse(OrderRefusal.NO_DOCUMENT);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
        farm.tick(1_001);
        refuse(OrderRefusal.NO_DOCUMENT);
        farm.tick(1_001);
        assertThat(farm.running).as("the pause is longer each time").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = StopCause.class,
            names = {"TIMEOUT", "LLU_TIMEOUT"})
    void shouldKillAndGiveUpWhatRunsTooLongOrWritesNothingToItsLog(StopCause cause) {
        long job = oneFrame(3);
        stop(cause);
        assertThat(farm.kills).containsEntry(run().proc(), cause);
        end(0, 9, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldSucceedWhenAFrameEndsWellBeforeTheKillOfATimeoutArrives() {
        long job = oneFrame(3);
        stop(StopCause.LLU_TIMEOUT);
        end(0, 0, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.SUCCEEDED);
    }

    @Test
    void shouldRunAgainWhatWasTerminatedOnADesktopWhoseUserIsBack() {
        long job = oneFrame(0);
        farm.report(run().host(), true, 0);
        end(0, 15, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
        farm.report(farm.orders.get(0).host(), false, 0);
        end(0, 15, 10);
        assertThat(farm.frameState(job, 0))
                .as("with nobody there it is a failure as any other")
                .isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldNotRetryAJobThatEatsItselfAndRetryOnceWhenItDoesSoNoMore() {
        long job = oneFrame(3);
        farm.change(job, JobSetting.AUTO_EAT, 1);
        assertThat(farm.jobRow(job).maxRetries()).isZero();
        farm.change(job, JobSetting.AUTO_EAT, 0);
        assertThat(farm.jobRow(job).maxRetries()).isEqualTo(1);
    }

    private Answer stop(StopCause cause) {
        long proc = run().proc();
        return farm.send(b -> new StopProcEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .procNumber(proc)
                .cause(cause)
                .memoryKib(0)
                .encodedLength());
    }

    @Test
    void shouldRefuseToStopForAReasonThatIsNotANodes() {
        oneFrame(3);
        assertThat(stop(StopCause.EATEN).code()).isEqualTo(ReplyCode.INVALID);
        assertThat(farm.kills).isEmpty();
    }

    @Test
    void shouldPauseAHostThatCannotStartAndThenTryAgain() {
        long job = oneFrame(3);
        end(256, 0, 0);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
        assertThat(farm.running).isEmpty();
        farm.tick(500);
        assertThat(farm.running).isEmpty();
        farm.tick(600);
        assertThat(farm.running).hasSize(1);
        assertThat(farm.frameRow(job, 0).retries()).isZero();
    }

    @Test
    void shouldGiveUpAFrameThatNoHostCanStart() {
        long job = oneFrame(3);
        for (int i = 0; i < 16; i++) {
            end(256, 0, 0);
            farm.tick(70_000);
        }
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldRaiseTheFramesMemoryFirstAndTheLayersOnEvidence() {
        farm.change(host, HostSetting.LOCK_STATE, 1);
        farm.host("node2", 8, 64);
        long job = farm.launch(farm.job("test-shot-a").maxRetries(0).layer("render", 8, l -> l.memoryIncreaseGib(3)));
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(1 << 20);
        farm.complete(farm.runsOf(job).get(0), 33);
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(1 << 20);
        assertThat(farm.raised.get(java.util.List.of(job, 0L))).isEqualTo(4L << 20);
        Run again = farm.runsOf(job).stream()
                .filter(run -> run.ordinal() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(again.memoryKib()).isEqualTo(4L << 20);
        farm.complete(find(job, 1), 137);
        farm.complete(find(job, 2), 33);
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(4L << 20);
        assertThat(farm.layerRow(job, 0).dead()).isZero();
    }

    private Run find(long job, int ordinal) {
        return farm.runsOf(job).stream()
                .filter(run -> run.ordinal() == ordinal)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldNotRaiseMemoryPastTheLargestHost() {
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1, l -> l.memoryGib(31)));
        end(33, 0, 10);
        assertThat(run().memoryKib()).isEqualTo(32L << 20);
        end(33, 0, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
    }

    @Test
    void shouldTakeACompletionOnceAndIgnoreStrangers() {
        long job = oneFrame(0);
        Run run = run();
        assertThat(farm.complete(run.host() + 1, run.proc(), 0, 0, 1).code()).isEqualTo(ReplyCode.OK);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        farm.complete(run, 0);
        assertThat(farm.complete(run.host(), run.proc(), 1, 0, 5).code()).isEqualTo(ReplyCode.OK);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.SUCCEEDED);
        assertThat(farm.jobRow(job).runs()).isEqualTo(1);
        assertThat(farm.complete(run.host(), 4_711, 1, 0, 5).code()).isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldRetryARunningFrameOnlyOnceItHasEnded() {
        long job = oneFrame(0);
        Run first = run();
        farm.act(job, FrameAction.RETRY, 0);
        assertThat(farm.kills).containsEntry(first.proc(), StopCause.RETRIED);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.orders).hasSize(1);
        farm.complete(first.host(), first.proc(), 0, 9, 10);
        assertThat(farm.orders).hasSize(2);
        assertThat(run().attempt()).isEqualTo(2);
    }

    @Test
    void shouldEatARunningFrameOnceItHasEnded() {
        long job = oneFrame(3);
        Run first = run();
        farm.act(job, FrameAction.EAT, 0);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        farm.complete(first.host(), first.proc(), 0, 9, 10);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.EATEN);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldKillAJobAndFinishItWhenNothingRunsAnyMore() {
        long job = farm.launch(farm.job("test-shot-a").layer("render", 5));
        Run first = run();
        farm.kill(job);
        assertThat(farm.jobState(job)).isEqualTo(JobState.SHUTDOWN);
        assertThat(farm.kills).containsEntry(first.proc(), StopCause.JOB_KILLED);
        farm.complete(first.host(), first.proc(), 0, 9, 10);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
        assertThat(farm.running).isEmpty();
    }

    @Test
    void shouldRestartAFinishedJobWhenAFrameIsRetried() {
        long job = oneFrame(3);
        end(0, 0, 10);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
        farm.act(job, FrameAction.RETRY, 0);
        assertThat(farm.jobState(job)).isEqualTo(JobState.PENDING);
        assertThat(farm.runsOf(job)).hasSize(1);
        end(0, 0, 10);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldNotRestartBesideAJobOfTheSameName() {
        long job = oneFrame(3);
        end(0, 0, 10);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        assertThat(farm.act(job, FrameAction.RETRY, 0).code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldActOnThoseStatesAndOrdinalsOnly() {
        farm.change(host, HostSetting.LOCK_STATE, 1);
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1_000));
        farm.act(job, FrameAction.EAT, 1 << FrameState.WAITING.value(), 10, 899);
        assertThat(farm.jobRow(job).eaten()).isEqualTo(890);
        assertThat(farm.frameState(job, 9)).isEqualTo(FrameState.WAITING);
        assertThat(farm.frameState(job, 10)).isEqualTo(FrameState.EATEN);
        farm.act(job, FrameAction.RETRY, 1 << FrameState.DEAD.value());
        assertThat(farm.jobRow(job).eaten()).isEqualTo(890);
        farm.act(job, FrameAction.RETRY, 1 << FrameState.EATEN.value());
        assertThat(farm.jobRow(job).waiting()).isEqualTo(1_000);
    }
}
