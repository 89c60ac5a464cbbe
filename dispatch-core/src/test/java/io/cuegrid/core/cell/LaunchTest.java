package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.FarmFixture.LaunchDepend;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.DocumentRowDecoder;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobRowDecoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LaunchAbortEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LaunchTest {
    private final FarmFixture farm = FarmFixture.simple();

    private List<Long> visibleJobs() {
        List<Long> jobs = new ArrayList<>();
        farm.read(
                q -> q.kind(QueryKind.JOBS),
                r -> jobs.add(new JobRowDecoder()
                        .wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder())
                        .jobNumber()));
        return jobs;
    }

    @Test
    void shouldShowAJobOnlyOnceItsLaunchIsCommitted() {
        farm.host("node1", 8, 32);
        Answer staged = farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        assertThat(staged.code()).isEqualTo(ReplyCode.OK);
        assertThat(visibleJobs()).isEmpty();
        assertThat(farm.running).isEmpty();
        assertThat(farm.commit(5, 1, List.of()).code()).isEqualTo(ReplyCode.OK);
        assertThat(visibleJobs()).containsExactly(staged.number());
        assertThat(farm.running).hasSize(4);
    }

    @Test
    void shouldRefuseACommitThatMissesAJob() {
        farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        Answer answer = farm.commit(5, 2, List.of());
        assertThat(answer.code()).isEqualTo(ReplyCode.FAILED_PRECONDITION);
        assertThat(answer.detail()).contains("1 staged jobs").contains("2");
    }

    @Test
    void shouldAnswerAStagedJobThatIsSentTwiceWithItsNumber() {
        Answer first = farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        Answer again = farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        assertThat(again.number()).isEqualTo(first.number());
        assertThat(again.code()).isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldRefuseANameThatIsPendingAndAllowItAfterwards() {
        farm.host("node1", 8, 32);
        farm.launch(farm.job("test-shot-a").layer("render", 1));
        Answer refused = farm.stage(9, 0, farm.job("test-shot-a").layer("render", 1));
        assertThat(refused.code()).isEqualTo(ReplyCode.ALREADY_EXISTS);
        assertThat(refused.detail()).contains("test-shot-a");
        farm.finishAll();
        farm.launch(farm.job("test-shot-a").layer("render", 1));
    }

    @Test
    void shouldForgetAnAbortedLaunch() {
        farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        farm.send(b -> new LaunchAbortEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .launchId(5)
                .encodedLength());
        assertThat(farm.commit(5, 1, List.of()).code()).isEqualTo(ReplyCode.FAILED_PRECONDITION);
        farm.launch(farm.job("test-shot-a").layer("render", 4));
    }

    @Test
    void shouldForgetAStagedJobThatNobodyCommits() {
        farm.stage(5, 0, farm.job("test-shot-a").layer("render", 4));
        farm.tick(9 * 60_000);
        assertThat(farm.stage(6, 0, farm.job("test-shot-a").layer("render", 4)).code())
                .isEqualTo(ReplyCode.ALREADY_EXISTS);
        farm.tick(2 * 60_000);
        assertThat(farm.stage(7, 0, farm.job("test-shot-a").layer("render", 4)).code())
                .isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldRefuseMoreGpusThanAFrameCanHave() {
        Answer answer = farm.stage(1, 0, farm.job("test-shot-a").layer("render", 4, l -> l.gpus(128)));
        assertThat(answer.code()).isEqualTo(ReplyCode.INVALID);
        assertThat(answer.detail()).isEqualTo("layer render asks for 128 gpus; a frame can have 127");
        assertThat(farm.stage(1, 0, farm.job("test-shot-a").layer("render", 4, l -> l.gpus(127)))
                        .code())
                .isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldRefuseWithTheFigureWhenTheCellIsFull() {
        FarmFixture small = new FarmFixture(10, 2, 100);
        small.allocation(1, "main.general", "general", true);
        small.show(1, "testing", 1);
        Answer tooMany = small.stage(1, 0, small.job("test-shot-a").layer("render", 101));
        assertThat(tooMany.code()).isEqualTo(ReplyCode.EXHAUSTED);
        assertThat(tooMany.detail()).contains("maxFrames is 100");
        small.launch(small.job("test-shot-b").layer("render", 1));
        small.launch(small.job("test-shot-c").layer("render", 1));
        Answer third = small.stage(9, 0, small.job("test-shot-d").layer("render", 1));
        assertThat(third.code()).isEqualTo(ReplyCode.EXHAUSTED);
        assertThat(third.detail()).contains("maxJobs is 2");
    }

    @Test
    void shouldLetTheOldestFinishedJobGoWhenRoomIsNeeded() {
        FarmFixture small = new FarmFixture(10, 2, 1_000);
        small.allocation(1, "main.general", "general", true);
        small.show(1, "testing", 1);
        small.subscription(1, 1, 10_000, 10_000);
        small.host("node1", 4, 16);
        long first = small.launch(small.job("test-shot-a").layer("render", 1));
        small.finishAll();
        small.launch(small.job("test-shot-b").layer("render", 1));
        small.launch(small.job("test-shot-c").layer("render", 1));
        List<Long> found = new ArrayList<>();
        small.read(q -> q.kind(QueryKind.JOBS).jobNumber(first), r -> found.add(first));
        assertThat(found).isEmpty();
    }

    @Test
    void shouldRefuseWhatAJobMayNotBe() {
        assertThat(farm.stage(1, 0, farm.job("test-shot-a").maxRetries(17).layer("render", 1))
                        .detail())
                .contains("between 0 and 16");
        assertThat(farm.stage(1, 0, farm.job("test-shot-a").layer("render", 100_001))
                        .detail())
                .contains("render has 100001 frames");
        assertThat(farm.stage(1, 0, farm.job("test-shot-a")).detail()).contains("1 to 2000 layers");
        assertThat(farm.stage(1, 0, farm.job("test-shot-a").show(77, 1).layer("render", 1))
                        .code())
                .isEqualTo(ReplyCode.NOT_FOUND);
        assertThat(farm.stage(1, 0, farm.job("test-shot-a").layer("render", 1, l -> l.limit(9)))
                        .detail())
                .contains("no limit 9");
    }

    @Test
    void shouldMakeManyFramesInSlicesAndAnswerOnce() {
        farm.host("node1", 16, 64);
        long job = farm.launch(farm.job("test-shot-big").layer("one", 60_000).layer("two", 60_000));
        assertThat(farm.jobRow(job).frames()).isEqualTo(120_000);
        assertThat(farm.running).hasSize(16);
        assertThat(farm.cell.digest()).isEqualTo(farm.backup.digest());
    }

    @Test
    void shouldSpreadAHugeLaunchOverManyBatches() {
        int budget = 1_000;
        int slice = 200;
        farm.settling = false;
        JobSpec job = farm.job("test-shot-huge").layer("one", 50_000).layer("two", 50_000);
        farm.stage(4, 0, job);
        farm.commit(4, 1, List.of(new LaunchDepend(DependType.FRAME_BY_FRAME, 0, 1, -1, 0, 0, -1)));
        int batches = 0;
        while (farm.cell.hasWork()) {
            assertThat(visibleJobs()).as("jobs after batch %d", batches).isEmpty();
            assertThat(farm.work(budget)).isLessThanOrEqualTo(budget + slice);
            batches++;
        }
        assertThat(batches).isGreaterThan(10);
        assertThat(visibleJobs()).hasSize(1);
        JobRowDecoder row = farm.jobRow(visibleJobs().get(0));
        assertThat(row.waiting()).isEqualTo(50_000);
        assertThat(row.depend()).isEqualTo(50_000);
        assertThat(farm.backup.digest()).isEqualTo(farm.cell.digest());
    }

    @Test
    void shouldNotShowABigJobBeforeAllItsFramesAreThere() {
        farm.settling = false;
        farm.stage(3, 0, farm.job("test-shot-big").layer("one", 20_000));
        long correlation = farm.nextCorrelation() + 1;
        farm.commit(3, 1, List.of());
        assertThat(farm.answer(correlation).code()).isEqualTo(ReplyCode.UNAVAILABLE);
        assertThat(visibleJobs()).isEmpty();
        while (farm.cell.hasWork()) {
            farm.work(10);
        }
        assertThat(visibleJobs()).hasSize(1);
        assertThat(farm.answer(correlation).code()).isEqualTo(ReplyCode.OK);
    }

    @Test
    void shouldStartAPostJobWhenItsParentHasEnded() {
        farm.host("node1", 8, 32);
        List<Long> jobs = farm.launch(
                List.of(
                        farm.job("test-shot-a").layer("render", 2),
                        farm.job("test-shot-a_post").postOf(0).layer("post", 1)),
                depends -> {});
        assertThat(farm.jobState(jobs.get(1))).isEqualTo(JobState.POSTED);
        assertThat(farm.runsOf(jobs.get(1))).isEmpty();
        for (Run run : farm.runsOf(jobs.get(0))) {
            farm.complete(run, 0);
        }
        assertThat(farm.jobState(jobs.get(1))).isEqualTo(JobState.PENDING);
        assertThat(farm.runsOf(jobs.get(1))).hasSize(1);
        farm.finishAll();
        assertThat(farm.jobState(jobs.get(1))).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldHoldFramesOfALaunchBeforeAnybodyCanBookThem() {
        farm.host("node1", 64, 256);
        long job = farm.launch(
                        List.of(farm.job("test-shot-a").layer("sim", 4).layer("render", 4)),
                        depends -> depends.add(new LaunchDepend(DependType.LAYER_ON_LAYER, 0, 1, -1, 0, 0, -1)))
                .get(0);
        assertThat(farm.orders).extracting(Run::layer).containsOnly(0);
        assertThat(farm.frameState(job, 5)).isEqualTo(FrameState.DEPEND);
    }

    @Test
    void shouldRefuseACircleWithinALaunchWhole() {
        farm.stage(4, 0, farm.job("test-shot-a").layer("one", 1).layer("two", 1));
        Answer answer = farm.commit(
                4,
                1,
                List.of(
                        new LaunchDepend(DependType.LAYER_ON_LAYER, 0, 0, -1, 0, 1, -1),
                        new LaunchDepend(DependType.LAYER_ON_LAYER, 0, 1, -1, 0, 0, -1)));
        assertThat(answer.code()).isEqualTo(ReplyCode.INVALID);
        assertThat(answer.detail()).contains("circle");
        assertThat(visibleJobs()).isEmpty();
    }

    @Test
    void shouldKeepTheDocument() {
        byte[] bytes = new byte[70_000];
        bytes[69_999] = 5;
        long job = farm.launch(farm.job("test-shot-a").document(bytes).layer("render", 1));
        List<byte[]> found = new ArrayList<>();
        farm.read(q -> q.kind(QueryKind.DOCUMENT).jobNumber(job), r -> {
            DocumentRowDecoder row =
                    new DocumentRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
            byte[] copy = new byte[row.documentLength()];
            row.getDocument(copy, 0, copy.length);
            found.add(copy);
        });
        assertThat(found).containsExactly(bytes);
    }

    @Test
    void shouldFindAJobByItsName() {
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1));
        farm.launch(farm.job("test-shot-b").layer("render", 1));
        List<Long> found = new ArrayList<>();
        farm.read(
                q -> q.kind(QueryKind.JOBS).includeFinished(BooleanType.F).name("test-shot-a"),
                r -> found.add(new JobRowDecoder()
                        .wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder())
                        .jobNumber()));
        assertThat(found).containsExactly(job);
    }

    @Test
    void shouldLetFinishedJobsLeaveAfterThreeDays() {
        farm.host("node1", 8, 32);
        long job = farm.launch(farm.job("test-shot-a").layer("render", 1));
        farm.finishAll();
        farm.tick(71L * 3_600_000);
        assertThat(visibleJobs()).containsExactly(job);
        farm.tick(2L * 3_600_000);
        assertThat(visibleJobs()).isEmpty();
    }
}
