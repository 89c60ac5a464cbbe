package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameOrder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReorderFramesEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ThreadMode;
import io.cuegrid.core.sbe.UnbookProcEncoder;
import org.junit.jupiter.api.Test;

/** Which frame runs where, and what holds it back. */
final class BookingTest {
    private final FarmFixture farm = FarmFixture.simple();

    @Test
    void shouldBookTheHighestPriorityFirstAndTheOlderOfEquals() {
        long low = farm.launch(farm.job("low").priority(1).layer("a", 2));
        long older = farm.launch(farm.job("older").priority(5).layer("a", 2));
        long newer = farm.launch(farm.job("newer").priority(5).layer("a", 2));
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::job).containsExactly(older, older, newer, newer, low, low);
    }

    @Test
    void shouldInterleaveLayersByFrameOrderThenLayerOrder() {
        farm.launch(farm.job("job").layer("a", 3).layer("b", 3));
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders)
                .extracting(run -> run.layer() + ":" + run.frameIndex())
                .containsExactly("0:0", "1:0", "0:1", "1:1", "0:2", "1:2");
    }

    @Test
    void shouldPutARetriedFrameBackInItsPlace() {
        long job = farm.launch(farm.job("job").layer("a", 4));
        farm.host("node1", 1, 8);
        farm.complete(farm.runsOf(job).get(0), 1);
        assertThat(farm.orders).extracting(Run::frameIndex).containsExactly(0, 0);
    }

    @Test
    void shouldBookInTheOrderThatPeopleGive() {
        long job = farm.launch(farm.job("job").layer("a", 5));
        reorder(job, FrameOrder.REVERSE, 1, 5, 0);
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::frameNumber).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void shouldBookFirstAndLastWhatPeopleMoveThere() {
        long job = farm.launch(farm.job("job").layer("a", 5));
        reorder(job, FrameOrder.FIRST, 4, 2, 0);
        reorder(job, FrameOrder.LAST, 1, 1, 0);
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::frameNumber).containsExactly(4, 5, 2, 3, 1);
    }

    @Test
    void shouldStaggerFrames() {
        long job = farm.launch(farm.job("job").layer("a", 8));
        reorder(job, FrameOrder.STAGGER, 1, 8, 4);
        farm.host("node1", 1, 8);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::frameNumber).containsExactly(1, 5, 3, 7, 2, 4, 6, 8);
    }

    private void reorder(long job, FrameOrder order, int first, int count, int stagger) {
        Answer answer = farm.send(b -> {
            ReorderFramesEncoder command = new ReorderFramesEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(farm.nextCorrelation())
                    .jobNumber(job)
                    .layerIndex(0)
                    .frameOrder(order)
                    .stagger(stagger);
            command.rangesCount(1).next().firstFrame(first).step(1).frameCount(count);
            return command.encodedLength();
        });
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldStartTheShowThatHasLeastOfItsShare() {
        farm.show(2, "other", 2);
        farm.subscription(1, 1, 300, 10_000);
        farm.subscription(2, 1, 100, 10_000);
        farm.launch(farm.job("a").layer("a", 8));
        farm.launch(new JobSpec("b").show(2, 2).layer("a", 8));
        farm.host("node1", 4, 8);
        long first =
                farm.running.values().stream().filter(run -> run.job() == 1).count();
        assertThat(first)
                .as("of four cores, three go to the show with three times the share")
                .isEqualTo(3);
    }

    @Test
    void shouldNotBookWithoutASubscription() {
        farm.show(2, "other", 2);
        farm.launch(new JobSpec("b").show(2, 2).layer("a", 1));
        farm.host("node1", 4, 8);
        assertThat(farm.running).isEmpty();
        farm.subscription(2, 1, 100, 100);
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldNeverPassTheBurstAndGoOnWhenItIsRaised() {
        farm.subscription(1, 1, 100, 250);
        farm.host("node1", 8, 32);
        farm.launch(farm.job("a").layer("a", 8));
        assertThat(farm.running).hasSize(2);
        farm.subscription(1, 1, 100, 400);
        assertThat(farm.running).hasSize(4);
        farm.removeRecord(RecordKind.SUBSCRIPTION, 1_001);
        farm.complete(farm.running.values().iterator().next(), 0);
        assertThat(farm.running).hasSize(3);
        farm.subscription(1, 1, 100, 400);
        assertThat(farm.running).hasSize(4);
    }

    @Test
    void shouldNeverPassTheJobsCapAndReachItExactly() {
        farm.host("node1", 8, 32);
        long job = farm.launch(farm.job("a").maxCores(3).layer("a", 8));
        assertThat(farm.running).hasSize(3);
        farm.change(job, JobSetting.MAX_CORE_UNITS, 500);
        assertThat(farm.running).hasSize(5);
        farm.change(job, JobSetting.MAX_CORE_UNITS, -1);
        assertThat(farm.running).hasSize(8);
    }

    @Test
    void shouldNeverPassTheCapsOfFoldersAndTheirAncestors() {
        farm.folder(10, 1, 1, 400, -1);
        farm.folder(11, 1, 10, 300, -1);
        farm.folder(12, 1, 10, -1, -1);
        farm.host("node1", 16, 64);
        farm.launch(farm.job("a").folder(11).layer("a", 8));
        farm.launch(farm.job("b").folder(12).layer("a", 8));
        assertThat(farm.usage(RecordKind.FOLDER, 11).coreUnits()).isEqualTo(300);
        assertThat(farm.usage(RecordKind.FOLDER, 10).coreUnits()).isEqualTo(400);
        farm.finishAll();
        assertThat(farm.usage(RecordKind.FOLDER, 10).coreUnits()).isZero();
    }

    @Test
    void shouldMoveUsageWithAJobToAnotherFolder() {
        farm.folder(10, 1, 1, 400, -1);
        farm.folder(11, 1, 1, 100, -1);
        farm.host("node1", 16, 64);
        long job = farm.launch(farm.job("a").folder(10).layer("a", 8));
        assertThat(farm.running).hasSize(4);
        farm.change(job, JobSetting.FOLDER, 11);
        assertThat(farm.usage(RecordKind.FOLDER, 10).coreUnits()).isZero();
        assertThat(farm.usage(RecordKind.FOLDER, 11).coreUnits()).isEqualTo(400);
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.running)
                .as("a cap below the use lets nothing more start")
                .hasSize(3);
    }

    @Test
    void shouldNeedRoomInEveryLimit() {
        farm.limit(1, 3);
        farm.limit(2, 1);
        farm.host("node1", 16, 64);
        long job = farm.launch(farm.job("a").layer("a", 8, l -> l.limit(1).limit(2)));
        assertThat(farm.running).hasSize(1);
        farm.limit(2, 5);
        assertThat(farm.running).hasSize(3);
        farm.complete(farm.runsOf(job).get(0), 0);
        assertThat(farm.running).hasSize(3);
        farm.change(job, 0, LayerSetting.DROP_LIMIT, 1);
        assertThat(farm.running).hasSize(5);
        assertThat(farm.usage(RecordKind.LIMIT, 1).running()).isZero();
    }

    @Test
    void shouldHoldPausedJobsAndShowsThatDoNotBook() {
        farm.host("node1", 16, 64);
        long job = farm.launch(farm.job("a").paused().layer("a", 1));
        assertThat(farm.running).isEmpty();
        farm.show(1, "testing", 1, false);
        farm.change(job, JobSetting.PAUSED, 0);
        assertThat(farm.running).isEmpty();
        farm.show(1, "testing", 1, true);
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldWaitForTheStartTime() {
        farm.host("node1", 16, 64);
        long job = farm.launch(farm.job("a").paused().layer("a", 1));
        farm.change(job, 0, LayerSetting.START_AFTER_MILLIS, farm.now + 60_000);
        farm.change(job, JobSetting.PAUSED, 0);
        farm.tick(59_000);
        assertThat(farm.running).isEmpty();
        farm.tick(1_000);
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldMatchWholeTagsOnly() {
        farm.host("node1", 4, 16, 0, "general norender", "linux");
        farm.launch(farm.job("a").layer("a", 1, l -> l.tags("render")));
        farm.launch(farm.job("b").layer("a", 1, l -> l.tags("gen")));
        assertThat(farm.running).isEmpty();
        farm.launch(farm.job("c").layer("a", 1, l -> l.tags("other NoRender")));
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldPinALayerToTheHostThatItNames() {
        farm.host("node1", 4, 16);
        long pinned = farm.host("node2", 4, 16);
        farm.launch(farm.job("a").layer("a", 6, l -> l.tags("node2")));
        assertThat(farm.running.values())
                .hasSize(4)
                .allSatisfy(run -> assertThat(run.host()).isEqualTo(pinned));
    }

    @Test
    void shouldGiveTheNextRoomToAHigherPriorityThoughTheOlderJobWouldKeepItsProcs() {
        farm.host("node1", 2, 8);
        long older = farm.launch(farm.job("older").layer("render", 10));
        farm.change(older, JobSetting.AUTO_UNBOOK, 0);
        long higher = farm.launch(farm.job("higher").priority(9).layer("render", 10));
        assertThat(farm.runsOf(older)).hasSize(2);
        farm.complete(farm.runsOf(older).get(0), 0);
        assertThat(farm.runsOf(higher)).hasSize(1);
        farm.complete(farm.runsOf(older).get(0), 0);
        assertThat(farm.runsOf(higher)).hasSize(2);
        assertThat(farm.kills).as("what runs is left to end").isEmpty();
    }

    @Test
    void shouldBookByTheSmallestGpuCountAndLeaveTheLargestAside() {
        farm.host("gpu1", 8, 32, 4, "general", "linux");
        long job = farm.launch(farm.job("a").layer("render", 4, l -> l.gpus(1)));
        farm.change(job, 0, LayerSetting.MAX_GPUS, 2);
        farm.complete(farm.runsOf(job).get(0), 286);
        assertThat(farm.runsOf(job)).extracting(Run::gpus).containsOnly(1);
    }

    @Test
    void shouldMatchTheOperatingSystem() {
        farm.host("node1", 4, 16, 0, "general", "linux,rocky9");
        farm.launch(farm.job("a").os("windows").layer("a", 1));
        assertThat(farm.running).isEmpty();
        farm.launch(farm.job("b").os("rocky9").layer("a", 1));
        assertThat(farm.running).hasSize(1);
    }

    @Test
    void shouldGiveAHostInModeAllToThreadableLayersOnly() {
        long host = farm.host("node1", 4, 16);
        farm.change(host, HostSetting.THREAD_MODE, ThreadMode.ALL.value());
        farm.launch(farm.job("a").layer("a", 1));
        assertThat(farm.running).isEmpty();
        farm.launch(farm.job("b").layer("a", 2, JobSpec.LayerSpec::threadable));
        assertThat(farm.running.values())
                .hasSize(1)
                .allSatisfy(run -> assertThat(run.coreUnits()).isEqualTo(400));
    }

    @Test
    void shouldKeepAGpuHostForGpuWorkWhileThereIsAny() {
        farm.host("gpu1", 4, 16, 1, "general", "linux");
        long gpu = farm.launch(farm.job("gpu").priority(1).layer("a", 2, l -> l.gpus(1)));
        long other = farm.launch(farm.job("cpu").priority(9).layer("a", 4));
        assertThat(farm.running.values()).extracting(Run::job).containsOnly(gpu, other);
        assertThat(farm.runsOf(gpu)).hasSize(1);
        assertThat(farm.runsOf(other))
                .as("once the gpu is taken the cores are free for all")
                .hasSize(3);
        farm.finishAll();
        assertThat(farm.orders).hasSize(6);
    }

    @Test
    void shouldGiveAGpuHostOtherWorkWhenNoGpuWorkWaits() {
        farm.host("gpu1", 4, 16, 1, "general", "linux");
        farm.launch(farm.job("cpu").layer("a", 4));
        assertThat(farm.running).hasSize(4);
    }

    @Test
    void shouldHoldCoresForGpuWorkThatDoesNotFitYet() {
        farm.host("gpu1", 4, 16, 1, "general", "linux");
        farm.launch(farm.job("cpu").layer("a", 6));
        long gpu = farm.launch(
                farm.job("gpu").layer("a", 1, l -> l.gpus(1).coreUnits(200).threadable()));
        farm.complete(farm.running.values().iterator().next(), 0);
        assertThat(farm.running).as("one core stays free for the gpu frame").hasSize(3);
        farm.complete(farm.running.values().iterator().next(), 0);
        assertThat(farm.runsOf(gpu)).hasSize(1);
    }

    @Test
    void shouldReleaseAnUnbookedProcWithoutAskingForARetry() {
        farm.host("node1", 1, 8);
        long job = farm.launch(farm.job("a").maxRetries(0).layer("a", 1));
        Run run = farm.runsOf(job).get(0);
        Answer answer = farm.send(b -> new UnbookProcEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .procNumber(run.proc())
                .kill(BooleanType.T)
                .redirectJobNumber(0)
                .redirectFolderNumber(0)
                .encodedLength());
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        farm.complete(run.host(), run.proc(), 0, 9, 10);
        assertThat(farm.runsOf(job)).hasSize(1);
        assertThat(farm.frameRow(job, 0).retries()).isZero();
    }

    @Test
    void shouldUseEveryCoreOfAFarmForManySmallJobs() {
        for (int i = 0; i < 20; i++) {
            farm.host("node" + i, 8, 32);
        }
        for (int i = 0; i < 40; i++) {
            farm.launch(farm.job("job" + i).priority(i % 5).layer("a", 10));
        }
        assertThat(farm.running).hasSize(160);
        assertThat(farm.finishAll()).isEqualTo(400);
    }
}
