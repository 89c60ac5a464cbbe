package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.FarmFixture.LaunchDepend;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependRowDecoder;
import io.cuegrid.core.sbe.DependTarget;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.DropDependsEncoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.SatisfyDependEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits for whom, until when, and what makes them wait again. */
final class DependTest {
    private final FarmFixture farm = FarmFixture.simple();

    private long pair(JobSpec spec, DependType type) {
        return farm.launch(List.of(spec), depends -> depends.add(new LaunchDepend(type, 0, 1, -1, 0, 0, -1)))
                .get(0);
    }

    private Run run(long job, int ordinal) {
        return farm.runsOf(job).stream()
                .filter(run -> run.ordinal() == ordinal)
                .findFirst()
                .orElseThrow();
    }

    private List<FrameState> states(long job, int from, int count) {
        return farm.frameRows(job).subList(from, from + count).stream()
                .map(row -> row.frameState())
                .toList();
    }

    @Test
    void shouldReleaseALayerWhenTheOtherIsComplete() {
        farm.host("node1", 16, 64);
        long job = pair(farm.job("a").layer("one", 2).layer("two", 2), DependType.LAYER_ON_LAYER);
        farm.complete(run(job, 0), 0);
        assertThat(states(job, 2, 2)).containsOnly(FrameState.DEPEND);
        farm.complete(run(job, 1), 0);
        assertThat(states(job, 2, 2)).containsOnly(FrameState.RUNNING);
    }

    @Test
    void shouldReleaseFrameByFrame() {
        farm.host("node1", 16, 64);
        long job = pair(farm.job("a").layer("one", 3).layer("two", 3), DependType.FRAME_BY_FRAME);
        farm.complete(run(job, 1), 0);
        assertThat(states(job, 3, 3)).containsExactly(FrameState.DEPEND, FrameState.RUNNING, FrameState.DEPEND);
    }

    /** For every pair of chunk sizes and ranges: a frame starts when all its numbers are there, and not before. */
    @ParameterizedTest
    @CsvSource({
        "1,1,1", "4,2,1", "2,4,1", "3,2,1", "2,3,1", "5,1,1", "1,5,1", "4,2,2", "3,2,2", "2,3,3", "10,3,1", "3,10,2"
    })
    void shouldStartAFrameWhenEveryFrameThatHoldsItsNumbersIsDone(int erChunk, int onChunk, int step) {
        farm.host("node1", 64, 256);
        // the waiting layer in order, the other one interleaved: 1, 1+step, … then 2, 2+step, …
        long job = pair(
                farm.job("a")
                        .layer("one", 12, l -> interleaved(l, step).chunk(onChunk))
                        .layer("two", 12, l -> l.chunk(erChunk)),
                DependType.FRAME_BY_FRAME);
        List<Integer> onNumbers = numbers(step);
        int onFrames = (12 + onChunk - 1) / onChunk;
        int erFrames = (12 + erChunk - 1) / erChunk;
        Set<Integer> done = new HashSet<>();
        for (int on = onFrames - 1; on >= 0; on--) {
            farm.complete(run(job, on), 0);
            done.addAll(onNumbers.subList(on * onChunk, Math.min(12, (on + 1) * onChunk)));
            for (int er = 0; er < erFrames; er++) {
                boolean ready = true;
                for (int number = er * erChunk + 1; number <= Math.min(12, (er + 1) * erChunk); number++) {
                    ready &= done.contains(number);
                }
                assertThat(farm.frameState(job, onFrames + er))
                        .as("frame " + er + " when " + done + " are done")
                        .isEqualTo(ready ? FrameState.RUNNING : FrameState.DEPEND);
            }
        }
    }

    private static JobSpec.LayerSpec interleaved(JobSpec.LayerSpec layer, int step) {
        layer.runs.clear();
        for (int first = 1; first <= step; first++) {
            layer.alsoFrames(first, step, 12 / step);
        }
        return layer;
    }

    private static List<Integer> numbers(int step) {
        List<Integer> numbers = new ArrayList<>();
        for (int first = 1; first <= step; first++) {
            for (int i = 0; i < 12 / step; i++) {
                numbers.add(first + i * step);
            }
        }
        return numbers;
    }

    @Test
    void shouldNotWaitForNumbersThatTheOtherLayerDoesNotHave() {
        farm.host("node1", 16, 64);
        long job = pair(farm.job("a").layer("one", 2).layer("two", 4), DependType.FRAME_BY_FRAME);
        assertThat(states(job, 2, 4))
                .containsExactly(FrameState.DEPEND, FrameState.DEPEND, FrameState.RUNNING, FrameState.RUNNING);
    }

    @Test
    void shouldRunFramesOneAfterTheOtherWithPreviousFrame() {
        farm.host("node1", 16, 64);
        long job = farm.launch(
                        List.of(farm.job("a").layer("sim", 3)),
                        depends -> depends.add(new LaunchDepend(DependType.PREVIOUS_FRAME, 0, 0, -1, 0, 0, -1)))
                .get(0);
        farm.finishAll();
        assertThat(farm.orders).extracting(Run::frameIndex).containsExactly(0, 1, 2);
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @ParameterizedTest
    @CsvSource({
        "JOB_ON_JOB",
        "JOB_ON_LAYER",
        "JOB_ON_FRAME",
        "LAYER_ON_JOB",
        "LAYER_ON_LAYER",
        "LAYER_ON_FRAME",
        "FRAME_ON_JOB",
        "FRAME_ON_LAYER",
        "FRAME_ON_FRAME",
        "FRAME_BY_FRAME",
        "LAYER_ON_SIM_FRAME"
    })
    void shouldHoldAndReleaseEveryKindBetweenTwoJobs(DependType type) {
        farm.host("node1", 16, 64);
        long on = farm.launch(farm.job("on").layer("one", 1));
        long er = farm.launch(farm.job("er").paused().layer("one", 1));
        Answer answer = farm.depend(type, false, er, 0, 0, on, 0, 0);
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        farm.change(er, io.cuegrid.core.sbe.JobSetting.PAUSED, 0);
        assertThat(farm.frameState(er, 0)).isEqualTo(FrameState.DEPEND);
        assertThat(active(er)).isEqualTo(1);
        farm.complete(run(on, 0), 0);
        assertThat(farm.frameState(er, 0)).isEqualTo(FrameState.RUNNING);
        farm.finishAll();
        assertThat(farm.jobState(er)).isEqualTo(JobState.FINISHED);
    }

    private int active(long job) {
        int[] count = new int[1];
        farm.read(q -> q.kind(QueryKind.DEPENDS).jobNumber(job), r -> {
            DependRowDecoder row =
                    new DependRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
            count[0] += row.active() == BooleanType.T ? 1 : 0;
        });
        return count[0];
    }

    @Test
    void shouldReleaseOnTheFirstSuccessWhenAnyFrameIsEnough() {
        farm.host("node1", 16, 64);
        long on = farm.launch(farm.job("on").layer("one", 3));
        long er = farm.launch(farm.job("er").paused().layer("one", 1));
        farm.depend(DependType.LAYER_ON_LAYER, true, er, 0, -1, on, 0, -1);
        farm.change(er, io.cuegrid.core.sbe.JobSetting.PAUSED, 0);
        farm.complete(run(on, 2), 0);
        assertThat(farm.frameState(er, 0)).isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldNotReleaseFrameAndLayerDependsByEatingButReleaseJobDepends() {
        farm.host("node1", 1, 64);
        long on = farm.launch(farm.job("on").priority(9).layer("one", 2));
        long onLayer = farm.launch(farm.job("er1").layer("one", 1));
        long onJob = farm.launch(farm.job("er2").layer("one", 1));
        farm.depend(DependType.LAYER_ON_LAYER, false, onLayer, 0, -1, on, 0, -1);
        farm.depend(DependType.JOB_ON_JOB, false, onJob, -1, -1, on, -1, -1);
        farm.complete(run(on, 0), 0);
        farm.act(on, FrameAction.EAT, 0);
        farm.complete(run(on, 1).host(), run(on, 1).proc(), 1, 9, 5);
        assertThat(farm.jobState(on)).isEqualTo(JobState.FINISHED);
        assertThat(farm.frameState(onLayer, 0)).isEqualTo(FrameState.DEPEND);
        assertThat(farm.frameState(onJob, 0)).isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldReleaseJobDependsWhenTheJobIsKilled() {
        long on = farm.launch(farm.job("on").layer("one", 2));
        long er = farm.launch(farm.job("er").layer("one", 1));
        farm.depend(DependType.JOB_ON_JOB, false, er, -1, -1, on, -1, -1);
        farm.kill(on);
        assertThat(farm.frameState(er, 0)).isEqualTo(FrameState.WAITING);
    }

    @Test
    void shouldHoldAgainWhatWaitedForAFrameThatIsRetried() {
        farm.host("node1", 16, 64);
        long job = pair(farm.job("a").layer("one", 2).layer("two", 2), DependType.FRAME_BY_FRAME);
        farm.complete(run(job, 0), 0);
        farm.complete(run(job, 2), 0);
        farm.act(job, FrameAction.RETRY, 0, 0, 0);
        assertThat(states(job, 0, 3)).containsExactly(FrameState.RUNNING, FrameState.RUNNING, FrameState.DEPEND);
        farm.finishAll();
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
        assertThat(farm.jobRow(job).runs()).isEqualTo(6);
    }

    @Test
    void shouldCreateADependOnSomethingDoneAsInactiveAndRefuseOneOnAnEndedJob() {
        farm.host("node1", 16, 64);
        long on = farm.launch(farm.job("on").layer("one", 1).layer("two", 2));
        long er = farm.launch(farm.job("er").paused().layer("one", 1));
        farm.complete(run(on, 0), 0);
        assertThat(farm.depend(DependType.FRAME_ON_FRAME, false, er, 0, 0, on, 0, 0)
                        .code())
                .isEqualTo(ReplyCode.OK);
        assertThat(active(er)).isZero();
        assertThat(farm.frameState(er, 0)).isEqualTo(FrameState.WAITING);
        farm.finishAll();
        Answer answer = farm.depend(DependType.JOB_ON_JOB, false, er, -1, -1, on, -1, -1);
        assertThat(answer.code()).isEqualTo(ReplyCode.FAILED_PRECONDITION);
    }

    @Test
    void shouldRefuseCirclesAndWhatDependsOnItself() {
        long a = farm.launch(farm.job("a").paused().layer("one", 2).layer("two", 2));
        long b = farm.launch(farm.job("b").paused().layer("one", 2));
        assertThat(farm.depend(DependType.JOB_ON_JOB, false, a, -1, -1, a, -1, -1)
                        .code())
                .isEqualTo(ReplyCode.INVALID);
        assertThat(farm.depend(DependType.LAYER_ON_JOB, false, a, 0, -1, a, -1, -1)
                        .code())
                .isEqualTo(ReplyCode.INVALID);
        assertThat(farm.depend(DependType.LAYER_ON_LAYER, false, a, 0, -1, b, 0, -1)
                        .code())
                .isEqualTo(ReplyCode.OK);
        assertThat(farm.depend(DependType.JOB_ON_LAYER, false, b, -1, -1, a, 1, -1)
                        .code())
                .isEqualTo(ReplyCode.OK);
        Answer answer = farm.depend(DependType.LAYER_ON_LAYER, false, a, 1, -1, a, 0, -1);
        assertThat(answer.code()).isEqualTo(ReplyCode.INVALID);
        assertThat(answer.detail()).contains("circle");
        assertThat(farm.depend(DependType.FRAME_ON_FRAME, false, b, 0, 1, b, 0, 0)
                        .code())
                .isEqualTo(ReplyCode.OK);
        assertThat(farm.depend(DependType.FRAME_ON_FRAME, false, b, 0, 0, b, 0, 1)
                        .code())
                .isEqualTo(ReplyCode.INVALID);
    }

    @Test
    void shouldCountADependThatIsAskedForTwiceOnce() {
        long on = farm.launch(farm.job("on").layer("one", 1));
        long er = farm.launch(farm.job("er").layer("one", 1));
        Answer first = farm.depend(DependType.JOB_ON_JOB, false, er, -1, -1, on, -1, -1);
        Answer again = farm.depend(DependType.JOB_ON_JOB, false, er, -1, -1, on, -1, -1);
        assertThat(again.number()).isEqualTo(first.number());
        assertThat(active(er)).isEqualTo(1);
    }

    @Test
    void shouldDropDependsOfOneTargetOnly() {
        long on = farm.launch(farm.job("on").layer("one", 1));
        long er = farm.launch(farm.job("er").layer("one", 1).layer("two", 1));
        farm.depend(DependType.JOB_ON_JOB, false, er, -1, -1, on, -1, -1);
        farm.depend(DependType.LAYER_ON_LAYER, false, er, 1, -1, er, 0, -1);
        drop(er, DependTarget.EXTERNAL);
        assertThat(states(er, 0, 2)).containsExactly(FrameState.WAITING, FrameState.DEPEND);
        drop(er, DependTarget.INTERNAL);
        assertThat(states(er, 0, 2)).containsOnly(FrameState.WAITING);
    }

    private void drop(long job, DependTarget target) {
        farm.send(b -> new DropDependsEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .jobNumber(job)
                .layerIndex(-1)
                .frameOrdinal(-1)
                .target(target)
                .encodedLength());
    }

    @Test
    void shouldSatisfyAndActivateADependByHand() {
        long on = farm.launch(farm.job("on").layer("one", 3));
        long er = farm.launch(farm.job("er").layer("one", 3));
        long depend = farm.depend(DependType.FRAME_BY_FRAME, false, er, 0, -1, on, 0, -1)
                .number();
        satisfy(depend, true);
        assertThat(states(er, 0, 3)).containsOnly(FrameState.WAITING);
        satisfy(depend, false);
        assertThat(states(er, 0, 3)).containsOnly(FrameState.DEPEND);
    }

    private void satisfy(long depend, boolean satisfied) {
        farm.send(b -> new SatisfyDependEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .dependNumber(depend)
                .satisfied(satisfied ? BooleanType.T : BooleanType.F)
                .encodedLength());
    }

    @Test
    void shouldLetDependantsGoWhenAFrameIsMarkedDoneAndNotCountItTwice() {
        farm.host("node1", 16, 64);
        long job = pair(farm.job("a").layer("one", 2).layer("two", 2), DependType.FRAME_BY_FRAME);
        farm.act(job, FrameAction.MARK_DONE, 0, 0, 0);
        assertThat(states(job, 0, 4))
                .containsExactly(FrameState.RUNNING, FrameState.RUNNING, FrameState.RUNNING, FrameState.DEPEND);
        farm.complete(run(job, 0), 0);
        assertThat(farm.frameState(job, 3)).isEqualTo(FrameState.DEPEND);
        farm.finishAll();
        assertThat(farm.jobState(job)).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldMarkFramesAsWaitingAndAsDepend() {
        long job = pair(farm.job("a").layer("one", 2).layer("two", 2), DependType.LAYER_ON_LAYER);
        farm.act(job, FrameAction.MARK_AS_WAITING, 0);
        assertThat(states(job, 2, 2)).containsOnly(FrameState.WAITING);
        farm.act(job, FrameAction.MARK_AS_DEPEND, 0);
        assertThat(states(job, 0, 4))
                .containsExactly(FrameState.WAITING, FrameState.WAITING, FrameState.DEPEND, FrameState.DEPEND);
    }

    @Test
    void shouldReleaseManyFramesInSlices() {
        farm.host("node1", 1, 64);
        long on = farm.launch(farm.job("on").priority(9).layer("one", 1));
        long er = farm.launch(farm.job("er").layer("one", 30_000));
        farm.depend(DependType.LAYER_ON_LAYER, false, er, 0, -1, on, 0, -1);
        assertThat(farm.jobRow(er).depend()).isEqualTo(30_000);
        farm.settling = false;
        farm.complete(run(on, 0), 0);
        farm.work(1);
        assertThat(farm.jobRow(er).depend()).isBetween(1, 29_999);
        farm.settling = true;
        farm.settle();
        assertThat(farm.jobRow(er).depend()).isZero();
        assertThat(farm.runsOf(er)).hasSize(1);
    }
}
