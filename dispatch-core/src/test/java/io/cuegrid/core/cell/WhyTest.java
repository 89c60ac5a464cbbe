package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ThreadMode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each reason is given exactly when it is the one that binds; lifting it starts frames or brings the next one up. */
final class WhyTest {
    private final FarmFixture farm = FarmFixture.simple();
    private long job;

    /** Under which reason frames of the first layer are counted, with how many. */
    private void assertCounted(WhyReason reason, int frames) {
        List<WhyLine> counted =
                lines(0).stream().filter(line -> line.frames() > 0).toList();
        assertThat(counted).as("lines " + lines(0)).hasSize(1);
        assertThat(counted.get(0).reason()).as("line " + counted.get(0)).isEqualTo(reason);
        assertThat(counted.get(0).frames()).isEqualTo(frames);
    }

    private List<WhyLine> lines(int layer) {
        return WhyLine.of(farm.cell, job).stream()
                .filter(line -> line.layer() == layer)
                .toList();
    }

    private String detail() {
        return lines(0).stream()
                .filter(line -> line.frames() > 0)
                .findFirst()
                .orElseThrow()
                .detail();
    }

    private void launch(JobSpec spec) {
        job = farm.launch(spec);
    }

    /** Whatever a test has done: every waiting frame is counted once. */
    @AfterEach
    void countsAddUp() {
        var row = farm.jobRow(job);
        assertThat(WhyLine.of(farm.cell, job).stream().mapToInt(WhyLine::frames).sum())
                .isEqualTo(row.waiting() + row.depend() + row.checkpoint());
    }

    @Test
    void shouldSayNothingOfALayerThatWaitsForNothing() {
        farm.host("node1", 4, 16);
        launch(farm.job("a").layer("render", 4));
        assertThat(lines(0)).isEmpty();
        farm.finishAll();
        assertThat(lines(0)).isEmpty();
    }

    @Test
    void shouldSayThatAJobThatWasKilledHasEnded() {
        launch(farm.job("a").layer("render", 3));
        farm.kill(job);
        assertCounted(WhyReason.ENDED, 3);
    }

    @Test
    void shouldNameTheParentOfAPostJob() {
        farm.host("node1", 1, 16);
        job = farm.launch(
                        List.of(
                                farm.job("first").layer("render", 2),
                                farm.job("post").postOf(0).layer("render", 2)),
                        depends -> {})
                .get(1);
        assertCounted(WhyReason.PARENT, 2);
        assertThat(detail()).contains("first");
    }

    @Test
    void shouldCountAPausedJobUnderPausedAndListTheRest() {
        farm.host("node1", 2, 16);
        launch(farm.job("a").paused().layer("render", 3, l -> l.tags("nowhere")));
        assertCounted(WhyReason.PAUSED, 3);
        assertThat(lines(0)).extracting(WhyLine::reason).containsExactly(WhyReason.PAUSED, WhyReason.NO_HOST);
        farm.change(job, JobSetting.PAUSED, 0);
        assertCounted(WhyReason.NO_HOST, 3);
    }

    @Test
    void shouldSayThatBookingOfTheJobIsOff() {
        launch(farm.job("a").layer("render", 2));
        farm.change(job, JobSetting.AUTO_BOOK, 0);
        farm.host("node1", 2, 16);
        assertCounted(WhyReason.NOT_BOOKED, 2);
    }

    @Test
    void shouldSayThatTheShowIsClosed() {
        farm.show(FarmFixture.SHOW, "testing", FarmFixture.ROOT, false);
        farm.host("node1", 2, 16);
        launch(farm.job("a").layer("render", 2));
        assertCounted(WhyReason.SHOW_CLOSED, 2);
        assertThat(detail()).contains("testing");
    }

    @Test
    void shouldCountOnlyFramesInDependUnderDepends() {
        farm.host("node1", 1, 16);
        launch(farm.job("a").layer("comp", 4).layer("render", 2));
        farm.depend(DependType.FRAME_BY_FRAME, false, job, 0, -1, job, 1, -1);
        assertThat(lines(0)).extracting(WhyLine::reason).containsExactly(WhyReason.DEPENDS, WhyReason.HOSTS_BUSY);
        assertThat(lines(0)).extracting(WhyLine::frames).containsExactly(1, 2);
        assertThat(detail()).isEqualTo("waits for layer render");
    }

    @Test
    void shouldNameTheJobThatIsWaitedFor() {
        long first = farm.launch(farm.job("first").layer("render", 1));
        launch(farm.job("second").layer("render", 2));
        farm.depend(DependType.JOB_ON_JOB, false, job, -1, -1, first, -1, -1);
        assertCounted(WhyReason.DEPENDS, 2);
        assertThat(detail()).isEqualTo("waits for job first");
    }

    @Test
    void shouldSayWhenTheLayerMayStart() {
        farm.host("node1", 2, 16);
        launch(farm.job("a").paused().layer("render", 2));
        farm.change(job, 0, LayerSetting.START_AFTER_MILLIS, farm.now + 60_000);
        farm.change(job, JobSetting.PAUSED, 0);
        assertCounted(WhyReason.START_TIME, 2);
        assertThat(detail()).contains("because");
        farm.tick(60_000);
        assertThat(lines(0)).isEmpty();
    }

    @Test
    void shouldSayThatTheJobsCapIsReached() {
        farm.host("node1", 8, 32);
        launch(farm.job("a").maxCores(2).layer("render", 5));
        assertCounted(WhyReason.JOB_CAP, 3);
        assertThat(detail()).isEqualTo("the job may use 2 cores and uses 2; a frame asks for 1");
    }

    @Test
    void shouldSayThatTheJobsGpuCapIsReached() {
        farm.host("node1", 8, 32, 4, "general", "linux");
        launch(farm.job("a").maxGpus(1).layer("render", 3, l -> l.gpus(1)));
        assertCounted(WhyReason.JOB_CAP, 2);
        assertThat(detail()).isEqualTo("the job may use 1 gpu and uses 1; a frame asks for 1");
    }

    @Test
    void shouldNameTheFolderWhoseCapIsReachedEvenIfItIsAnAncestor() {
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, 100, -1);
        farm.folder(3, FarmFixture.SHOW, 2, -1, -1);
        farm.host("node1", 8, 32);
        launch(farm.job("a").folder(3).layer("render", 5));
        assertCounted(WhyReason.FOLDER_CAP, 4);
        assertThat(detail()).isEqualTo("folder folder2 may use 1 core and uses 1; a frame asks for 1");
    }

    @Test
    void shouldSayThatTheShowHasNoSubscription() {
        farm.removeRecord(RecordKind.SUBSCRIPTION, 1_001);
        farm.host("node1", 2, 16);
        launch(farm.job("a").layer("render", 2));
        assertCounted(WhyReason.NO_SUBSCRIPTION, 2);
    }

    @Test
    void shouldSayThatTheShowHasNoSubscriptionWhereTheFittingHostsAre() {
        farm.allocation(2, "main.fast", "fast", false);
        farm.host("node1", 2, 16, 0, "fast", "linux");
        launch(farm.job("a").layer("render", 2, l -> l.tags("fast")));
        assertCounted(WhyReason.NO_SUBSCRIPTION, 2);
        assertThat(detail()).contains("main.fast");
    }

    @Test
    void shouldSayThatTheBurstIsReached() {
        farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 100, 300);
        farm.host("node1", 8, 32);
        launch(farm.job("a").layer("render", 5));
        assertCounted(WhyReason.SUBSCRIPTION_BURST, 2);
        assertThat(detail()).isEqualTo("show testing uses 3 of 3 cores on allocation main.general");
    }

    @Test
    void shouldNotBlameTheBurstWhenHostsOfAnotherAllocationAreBusy() {
        farm.allocation(2, "main.fast", "fast", false);
        farm.subscription(FarmFixture.SHOW, 2, 100, 10_000);
        farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 100, 100);
        farm.host("node1", 8, 32);
        farm.host("node2", 1, 32, 0, "fast", "linux");
        launch(farm.job("a").layer("render", 5, l -> l.tags("general fast")));
        assertCounted(WhyReason.HOSTS_BUSY, 3);
    }

    @Test
    void shouldNameTheLimitThatHasNoRoom() {
        farm.limit(7, 1);
        farm.limit(8, 100);
        farm.host("node1", 8, 32);
        launch(farm.job("a").layer("render", 5, l -> l.limit(7).limit(8)));
        assertCounted(WhyReason.LIMIT, 4);
        assertThat(detail()).isEqualTo("limit limit7: 1 of 1 in use");
    }

    @Test
    void shouldSayThatNoHostHasTheTag() {
        farm.host("node1", 8, 32);
        launch(farm.job("a").layer("render", 2, l -> l.tags("houdini arnold")));
        assertCounted(WhyReason.NO_HOST, 2);
        assertThat(detail()).isEqualTo("no host has any of the tags [arnold houdini]");
    }

    @Test
    void shouldSayThatNoHostHasTheOperatingSystemTheThreadModeOrTheGpus() {
        long host = farm.host("node1", 8, 32);
        launch(farm.job("a").os("windows").layer("render", 2));
        assertCounted(WhyReason.NO_HOST, 2);
        assertThat(detail()).contains("windows");
        launch(farm.job("b").layer("render", 2, l -> l.gpus(1)));
        assertThat(detail()).contains("has gpus");
        farm.change(host, HostSetting.THREAD_MODE, ThreadMode.ALL.value());
        launch(farm.job("c").layer("render", 2));
        assertCounted(WhyReason.NO_HOST, 2);
        assertThat(detail()).contains("all of its cores");
    }

    @Test
    void shouldSayHowLargeTheLargestHostIs() {
        farm.host("node1", 8, 32);
        farm.host("node2", 4, 64);
        launch(farm.job("a").layer("render", 2, l -> l.coreUnits(1_600)));
        assertCounted(WhyReason.HOSTS_TOO_SMALL, 2);
        assertThat(detail())
                .isEqualTo("a frame asks for 16 cores, 1.0 GiB; the most of 2 fitting hosts is 8 cores, 64.0 GiB");
        launch(farm.job("b").layer("render", 2, l -> l.memoryGib(65)));
        assertCounted(WhyReason.HOSTS_TOO_SMALL, 2);
    }

    @Test
    void shouldSayThatTheHostsThatFitAreDownOrLocked() {
        long host = farm.host("node1", 8, 32);
        farm.change(host, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        launch(farm.job("a").layer("render", 2));
        assertCounted(WhyReason.HOSTS_DOWN, 2);
        assertThat(detail()).isEqualTo("1 host may run it; node1 is locked");
        farm.lose(host);
        assertThat(detail()).contains("is lost");
    }

    @Test
    void shouldSayThatAPinnedHostIsDown() {
        long host = farm.host("node1", 8, 32);
        farm.host("node2", 8, 32);
        farm.lose(host);
        launch(farm.job("a").layer("render", 2, l -> l.tags("node1")));
        assertCounted(WhyReason.PINNED_HOST_DOWN, 2);
        assertThat(detail()).contains("node1 is lost");
    }

    @Test
    void shouldSayThatAPinnedHostIsBusy() {
        farm.host("node1", 1, 32);
        farm.host("node2", 8, 32);
        launch(farm.job("a").layer("render", 2, l -> l.tags("node1")));
        assertCounted(WhyReason.HOSTS_BUSY, 1);
    }

    @Test
    void shouldSayThatAHostIsKeptForAJobThatItsProcsWereRedirectedTo() {
        long host = farm.host("node1", 2, 16);
        launch(farm.job("a").priority(9).layer("render", 4));
        long wide = farm.launch(
                farm.job("wide").layer("render", 1, l -> l.coreUnits(200).threadable()));
        List<Run> runs = farm.runsOf(job);
        ProcCommands.redirectHost(farm, host, wide, runs.stream().map(Run::proc).toList());
        assertCounted(WhyReason.HOSTS_BUSY, 2);
        farm.complete(host, runs.get(0).proc(), 0, 9, 10);
        assertCounted(WhyReason.RESERVED, 3);
        assertThat(detail()).contains("job wide until the procs");
        farm.complete(host, runs.get(1).proc(), 0, 9, 10);
        assertCounted(WhyReason.HOSTS_BUSY, 4);
    }

    @Test
    void shouldSayThatGpuWorkKeepsTheHost() {
        farm.host("node1", 8, 16, 2, "general", "linux");
        farm.launch(
                farm.job("gpu").priority(9).layer("render", 2, l -> l.gpus(1).memoryGib(12)));
        launch(farm.job("cpu").layer("render", 3));
        assertCounted(WhyReason.KEPT_FOR_GPUS, 3);
        assertThat(detail()).contains("node1");
    }

    @Test
    void shouldSayThatEveryFittingHostIsBusy() {
        farm.host("node1", 2, 32);
        launch(farm.job("a").layer("render", 5));
        assertCounted(WhyReason.HOSTS_BUSY, 3);
    }

    @Test
    void shouldCountFramesThatNeedMoreMemoryByThemselves() {
        farm.host("node1", 1, 8);
        launch(farm.job("a").layer("render", 3, l -> l.memoryGib(2).memoryIncreaseGib(4)));
        long other = farm.launch(farm.job("b").priority(9).layer("render", 1));
        farm.complete(farm.runsOf(job).get(0), 33);
        assertThat(farm.runsOf(other)).hasSize(1);
        farm.register(
                "node1",
                "node1".hashCode(),
                "boot1",
                1,
                4,
                0,
                "general",
                "linux",
                2,
                farm.runsOf(other).get(0).proc());
        assertThat(lines(0))
                .extracting(WhyLine::reason)
                .containsExactly(WhyReason.HOSTS_TOO_SMALL, WhyReason.HOSTS_BUSY);
        assertThat(lines(0)).extracting(WhyLine::frames).containsExactly(1, 2);
    }

    @Test
    void shouldSayThatFramesAreAboutToStartWhileBookingIsUnderWay() {
        launch(farm.job("a").layer("render", 5));
        farm.settling = false;
        farm.host("node1", 8, 32);
        assertCounted(WhyReason.STARTING, 5);
        farm.settle();
        assertThat(lines(0)).isEmpty();
    }

    /** Everything at once holds the layer back: each reason is given when all before it are lifted, and not before. */
    @Test
    void shouldBringUpEachReasonWhenThoseBeforeItAreLifted() {
        farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, 50, -1);
        farm.limit(7, 0);
        long other = farm.launch(farm.job("other").paused().layer("render", 1));
        List<Long> jobs = farm.launch(
                List.of(
                        farm.job("parent").paused().layer("render", 1),
                        farm.job("post")
                                .postOf(0)
                                .folder(2)
                                .maxCores(1)
                                .paused()
                                .layer(
                                        "render",
                                        3,
                                        l -> l.coreUnits(200)
                                                .threadable()
                                                .maxCoreUnits(200)
                                                .limit(7)
                                                .tags("special"))),
                depends -> {});
        job = jobs.get(1);
        farm.change(job, JobSetting.AUTO_BOOK, 0);
        farm.change(job, 0, LayerSetting.START_AFTER_MILLIS, farm.now + 60_000);
        farm.depend(DependType.LAYER_ON_LAYER, false, job, 0, -1, other, 0, -1);
        farm.show(FarmFixture.SHOW, "testing", FarmFixture.ROOT, false);
        farm.removeRecord(RecordKind.SUBSCRIPTION, 1_001);

        lift(WhyReason.PARENT, () -> farm.kill(jobs.get(0)));
        lift(WhyReason.PAUSED, () -> farm.change(job, JobSetting.PAUSED, 0));
        lift(WhyReason.NOT_BOOKED, () -> farm.change(job, JobSetting.AUTO_BOOK, 1));
        lift(WhyReason.SHOW_CLOSED, () -> farm.show(FarmFixture.SHOW, "testing", FarmFixture.ROOT, true));
        lift(WhyReason.DEPENDS, () -> farm.act(job, FrameAction.MARK_AS_WAITING, 0));
        lift(WhyReason.START_TIME, () -> farm.tick(60_000));
        lift(WhyReason.JOB_CAP, () -> farm.change(job, JobSetting.MAX_CORE_UNITS, -1));
        lift(WhyReason.FOLDER_CAP, () -> farm.folder(2, FarmFixture.SHOW, FarmFixture.ROOT, -1, -1));
        lift(WhyReason.NO_SUBSCRIPTION, () -> farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 100, 100));
        lift(WhyReason.LIMIT, () -> farm.limit(7, 9));
        lift(WhyReason.NO_HOST, () -> farm.host("small", 1, 16, 0, "general special", "linux"));
        farm.limit(7, 0);
        lift(WhyReason.LIMIT, () -> farm.limit(7, 9));
        lift(WhyReason.HOSTS_TOO_SMALL, () -> {
            long large = farm.host("large", 3, 16, 0, "general special", "linux");
            farm.change(large, HostSetting.LOCK_STATE, LockState.LOCKED.value());
        });
        lift(WhyReason.HOSTS_DOWN, () -> farm.change(2, HostSetting.LOCK_STATE, LockState.OPEN.value()));
        lift(WhyReason.SUBSCRIPTION_BURST, () -> {
            farm.settling = false;
            farm.subscription(FarmFixture.SHOW, FarmFixture.ALLOCATION, 100, 600);
        });
        lift(WhyReason.STARTING, farm::settle);
        assertCounted(WhyReason.HOSTS_BUSY, 2);
    }

    private void lift(WhyReason reason, Runnable lifting) {
        assertCounted(reason, 3);
        lifting.run();
    }

    @Test
    void shouldAnswerForOneLayerAndForAll() {
        launch(farm.job("a").layer("render", 2).layer("comp", 3));
        assertThat(lines(0)).extracting(WhyLine::frames).containsExactly(2);
        assertThat(lines(1)).extracting(WhyLine::frames).containsExactly(3);
    }
}
