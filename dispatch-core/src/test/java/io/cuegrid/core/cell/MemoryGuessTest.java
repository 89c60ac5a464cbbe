package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.JobState;
import org.junit.jupiter.api.Test;

/** A new job's layers ask for what the same layers of the last job of the same name have used. */
final class MemoryGuessTest {
    private static final long GIB = 1 << 20;
    private static final long MARGIN_KIB = 256 << 10;

    private final FarmFixture farm = FarmFixture.simple();

    private long launch(int memoryGib) {
        return farm.launch(farm.job("shot")
                .layer("render", 4, l -> l.memoryGib(memoryGib).memoryByDefault())
                .layer("given", 1, l -> l.memoryGib(memoryGib)));
    }

    private void finish(long job, long rssKib) {
        farm.rssKib = rssKib;
        farm.finishAll();
        assertThat(farm.jobRow(job).jobState()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void shouldAskForWhatTheSameLayerOfTheLastJobUsedAndAMargin() {
        farm.host("node1", 2, 16);
        finish(launch(2), 3 * GIB);
        long again = launch(2);
        assertThat(farm.layerRow(again, 0).memoryKib()).isEqualTo(3 * GIB + MARGIN_KIB);
        assertThat(farm.layerRow(again, 1).memoryKib())
                .as("memory that was given stays")
                .isEqualTo(2 * GIB);
        assertThat(farm.runsOf(again).get(0).memoryKib()).isEqualTo(3 * GIB + MARGIN_KIB);
    }

    @Test
    void shouldGoByTheLastJobOnly() {
        farm.host("node1", 2, 16);
        finish(launch(2), 3 * GIB);
        finish(launch(2), GIB);
        assertThat(farm.layerRow(launch(2), 0).memoryKib()).isEqualTo(GIB + MARGIN_KIB);
    }

    @Test
    void shouldNotAskForMoreThanTheLargestHostHas() {
        long host = farm.host("node1", 2, 8);
        finish(launch(2), 8 * GIB);
        assertThat(farm.layerRow(launch(2), 0).memoryKib())
                .isEqualTo(farm.hostRow(host).memoryKib());
    }

    @Test
    void shouldNotGoByALayerOfWhichMostFramesWereEaten() {
        farm.host("node1", 1, 16);
        long job = launch(2);
        farm.rssKib = 3 * GIB;
        farm.complete(farm.runsOf(job).get(0), 0);
        farm.act(job, FrameAction.EAT, 0, 1, 3);
        finish(job, 3 * GIB);
        assertThat(farm.layerRow(launch(2), 0).memoryKib()).isEqualTo(2 * GIB);
    }

    @Test
    void shouldKeepWhatALayerAsksForWhenNoJobOfItsNameHasEnded() {
        farm.host("node1", 2, 16);
        long job = farm.launch(
                farm.job("new").layer("render", 1, l -> l.memoryGib(2).memoryByDefault()));
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(2 * GIB);
    }
}
