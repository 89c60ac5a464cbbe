package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.ReplyCode;
import org.junit.jupiter.api.Test;

/** Frames whose programs save what they have: a run that ends meanwhile waits for the copy, and no longer than five minutes. */
final class CheckpointTest {
    private final FarmFixture farm = FarmFixture.simple();
    private final long host = farm.host("node1", 1, 16);
    private final long job = farm.launch(farm.job("a").layer("render", 1));

    private void end(int exitStatus) {
        farm.complete(farm.runsOf(job).get(0), exitStatus);
    }

    private void stopAtACheckpoint() {
        farm.checkpoint(job, 0, CheckpointState.ENABLED);
        end(286);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.CHECKPOINT);
    }

    @Test
    void shouldWaitForTheCopyAndGoOnWhenItIsComplete() {
        stopAtACheckpoint();
        assertThat(farm.running).isEmpty();
        assertThat(farm.jobRow(job).checkpoint()).isEqualTo(1);
        assertThat(farm.layerRow(job, 0).checkpoint()).isEqualTo(1);
        assertThat(WhyLine.of(farm.cell, job))
                .extracting(WhyLine::reason, WhyLine::frames)
                .containsExactly(tuple(WhyReason.CHECKPOINT, 1));
        farm.checkpoint(job, 0, CheckpointState.COPYING);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.CHECKPOINT);
        farm.checkpoint(job, 0, CheckpointState.COMPLETE);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.frameRow(job, 0).checkpoint())
                .as("the next run can tell that there is one")
                .isEqualTo(CheckpointState.COMPLETE);
        assertThat(farm.frameRow(job, 0).checkpoints()).isEqualTo(1);
        end(0);
        assertThat(farm.jobRow(job).jobState()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldCountACheckpointOfARunThatGoesOn() {
        farm.checkpoint(job, 0, CheckpointState.ENABLED);
        farm.checkpoint(job, 0, CheckpointState.COMPLETE);
        farm.checkpoint(job, 0, CheckpointState.COMPLETE);
        assertThat(farm.frameRow(job, 0).checkpoints())
                .as("what was not begun cannot be complete")
                .isEqualTo(1);
        end(286);
        assertThat(farm.frameState(job, 0)).as("nothing is being copied").isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldGoOnWithoutACheckpointOfWhichNothingWasHeardForFiveMinutes() {
        stopAtACheckpoint();
        farm.shadow = farm.restored();
        farm.tick(299_000);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.CHECKPOINT);
        farm.tick(1_100);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.frameRow(job, 0).checkpoint()).isEqualTo(CheckpointState.DISABLED);
        assertThat(farm.frameRow(job, 0).checkpoints()).isZero();
    }

    @Test
    void shouldGoOnAtOnceWhenTheCheckpointIsGivenUp() {
        stopAtACheckpoint();
        farm.checkpoint(job, 0, CheckpointState.DISABLED);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldForgetThatTheLastRunWasSavingWhenTheNextBegins() {
        stopAtACheckpoint();
        farm.act(job, FrameAction.RETRY, 0);
        assertThat(farm.frameRow(job, 0).checkpoint()).isEqualTo(CheckpointState.DISABLED);
        end(286);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldNotWaitForTheCopyOfAHostThatIsLost() {
        farm.checkpoint(job, 0, CheckpointState.COPYING);
        farm.lose(host);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.WAITING);
    }

    @Test
    void shouldSucceedWhateverTheCheckpoint() {
        farm.checkpoint(job, 0, CheckpointState.COPYING);
        end(0);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.SUCCEEDED);
    }

    @Test
    void shouldHoldWhatWaitsForTheLayerUntilTheFrameIsDone() {
        long other = farm.launch(farm.job("b").layer("comp", 1));
        farm.depend(DependType.LAYER_ON_LAYER, false, other, 0, -1, job, 0, -1);
        farm.change(job, io.cuegrid.core.sbe.JobSetting.PRIORITY, 9);
        stopAtACheckpoint();
        assertThat(farm.jobRow(job).jobState()).isEqualTo(JobState.PENDING);
        assertThat(farm.frameState(other, 0)).isEqualTo(FrameState.DEPEND);
        farm.checkpoint(job, 0, CheckpointState.COMPLETE);
        end(0);
        assertThat(farm.frameState(other, 0)).isEqualTo(FrameState.RUNNING);
    }

    @Test
    void shouldKnowNoJobThatIsNotLaunchedYet() {
        Answer staged = farm.stage(99, 0, farm.job("b").layer("render", 1));
        Answer answer = farm.checkpoint(staged.number(), 0, CheckpointState.ENABLED);
        assertThat(answer.code()).isEqualTo(ReplyCode.NOT_FOUND);
        assertThat(answer.detail()).contains("there is no job");
    }

    @Test
    void shouldRefuseAFrameThatIsNotThere() {
        assertThat(farm.checkpoint(job, 1, CheckpointState.ENABLED).code()).isEqualTo(ReplyCode.NOT_FOUND);
    }
}
