package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import org.junit.jupiter.api.Test;

/** What runs that have ended do to their layer (a pause, less memory than was thought), and whose host is whose. */
final class LayerTuningTest {
    private static final int NO_LICENCE = 330;
    private static final long MIB = 1_024;

    private final FarmFixture farm = FarmFixture.simple();
    private final long host = farm.host("node1", 1, 32);

    private void end(int exitStatus) {
        farm.complete(farm.running.values().iterator().next(), exitStatus);
    }

    @Test
    void shouldPauseALayerWhoseFrameEndsWithAStatusThatAsksForIt() {
        farm.delayRule(NO_LICENCE, 5);
        long job = farm.launch(farm.job("a").maxRetries(0).layer("render", 2));
        end(NO_LICENCE);
        assertThat(farm.running).isEmpty();
        assertThat(WhyLine.of(farm.cell, job))
                .extracting(WhyLine::reason, WhyLine::frames, WhyLine::number)
                .contains(tuple(WhyReason.DELAYED, 2, farm.now + 300_000));
        farm.tick(299_000);
        assertThat(farm.running).isEmpty();
        farm.tick(1_000);
        assertThat(farm.running).hasSize(1);
        assertThat(farm.frameRow(job, 0).retries()).as("costs no retry").isZero();
        end(0);
        end(0);
        assertThat(farm.frameState(job, 1)).isEqualTo(FrameState.SUCCEEDED);
    }

    @Test
    void shouldLetOtherLayersOfTheJobGoOn() {
        farm.delayRule(NO_LICENCE, 5);
        long job = farm.launch(farm.job("a").layer("render", 1).layer("comp", 1));
        end(NO_LICENCE);
        assertThat(farm.runsOf(job)).extracting(Run::layer).containsExactly(1);
    }

    @Test
    void shouldFailWithThatStatusAgainWhenTheRuleIsGone() {
        farm.delayRule(NO_LICENCE, 5);
        farm.delayRule(NO_LICENCE, 0);
        long job = farm.launch(farm.job("a").maxRetries(0).layer("render", 1));
        end(NO_LICENCE);
        assertThat(farm.frameState(job, 0)).isEqualTo(FrameState.DEAD);
        assertThat(farm.delayRule(0, 5).code()).isEqualTo(ReplyCode.INVALID);
    }

    @Test
    void shouldLowerMemoryThatNobodyGaveOnceThreeFramesHaveUsedLess() {
        long job =
                farm.launch(farm.job("a").layer("render", 6, l -> l.memoryGib(4).memoryByDefault()));
        end(0);
        end(0);
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(4 << 20);
        end(0);
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("1,000 KiB used and 256 MiB more")
                .isEqualTo(1_000 + 256 * MIB);
        end(0);
        assertThat(farm.orders.get(4).memoryKib()).isEqualTo(1_000 + 256 * MIB);
    }

    @Test
    void shouldKeepMemoryThatWasGiven() {
        long given = farm.launch(farm.job("a").layer("render", 5, l -> l.memoryGib(4)));
        for (int i = 0; i < 4; i++) {
            end(0);
        }
        assertThat(farm.layerRow(given, 0).memoryKib()).isEqualTo(4 << 20);
    }

    private void endUsing(long gib) {
        farm.rssKib = gib << 20;
        farm.pssKib = 0;
        end(0);
    }

    @Test
    void shouldCountRetriesOfOneFrameOnce() {
        long job =
                farm.launch(farm.job("a").layer("render", 6, l -> l.memoryGib(2).memoryIncreaseGib(1)));
        farm.rssKib = 20L << 20;
        farm.pssKib = 0;
        for (int run = 0; run < 3; run++) {
            assertThat(farm.running.values().iterator().next().ordinal()).isZero();
            end(33);
        }
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("one frame says nothing of the others")
                .isEqualTo(2 << 20);
        end(0);
        end(0);
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(2 << 20);
        end(0);
        assertThat(farm.layerRow(job, 0).memoryKib()).as("three frames do").isEqualTo(20 << 20);
    }

    @Test
    void shouldNotCountWhatAFrameHadReservedForItselfAlone() {
        long job =
                farm.launch(farm.job("a").layer("render", 4, l -> l.memoryGib(2).memoryIncreaseGib(6)));
        for (int frame = 0; frame < 2; frame++) {
            farm.rssKib = 2L << 20;
            farm.pssKib = 0;
            end(33);
            assertThat(farm.running.values().iterator().next().memoryKib()).isEqualTo(8 << 20);
            endUsing(7);
        }
        endUsing(7);
        endUsing(7);
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("two ran above their own reservation")
                .isEqualTo(2 << 20);
    }

    @Test
    void shouldTakeThePssWhereItIsKnown() {
        long job = farm.launch(farm.job("a").layer("render", 7, l -> l.memoryGib(2)));
        farm.rssKib = 20L << 20;
        farm.pssKib = 1L << 20;
        for (int run = 0; run < 3; run++) {
            end(0);
        }
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("forked children that share their pages")
                .isEqualTo(2 << 20);
        farm.pssKib = 5L << 20;
        for (int run = 0; run < 3; run++) {
            assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(2 << 20);
            end(0);
        }
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(5 << 20);
    }

    @Test
    void shouldNotRaiseTheLayerForLessThanAStepOrForLessThanATenthOfItsRuns() {
        long little = farm.launch(farm.job("little").layer("render", 4, l -> l.memoryGib(2)));
        farm.pssKib = 0;
        farm.rssKib = (2 << 20) + 1_000;
        for (int run = 0; run < 3; run++) {
            end(0);
        }
        assertThat(farm.layerRow(little, 0).memoryKib()).isEqualTo(2 << 20);
        end(0);
        long rare = farm.launch(farm.job("rare").layer("render", 40, l -> l.memoryGib(2)));
        for (int run = 0; run < 28; run++) {
            endUsing(1);
        }
        for (int run = 0; run < 3; run++) {
            endUsing(4);
        }
        assertThat(farm.layerRow(rare, 0).memoryKib()).as("three of 31 runs").isEqualTo(2 << 20);
        for (int run = 0; run < 3; run++) {
            endUsing(4);
        }
        assertThat(farm.layerRow(rare, 0).memoryKib()).as("six of 34").isEqualTo(4 << 20);
    }

    @Test
    void shouldReserveWhatEachOfThreeRunsHasUsedAboveTheReservation() {
        long job = farm.launch(farm.job("a").layer("render", 8, l -> l.memoryGib(2)));
        endUsing(6);
        endUsing(1);
        endUsing(31);
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("two runs say nothing of the others")
                .isEqualTo(2 << 20);
        endUsing(7);
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(6 << 20);
        assertThat(farm.orders.get(farm.orders.size() - 1).memoryKib()).isEqualTo(6 << 20);
        endUsing(6);
        endUsing(7);
        endUsing(7);
        assertThat(farm.layerRow(job, 0).memoryKib())
                .as("counted from the new reservation on")
                .isEqualTo(6 << 20);
    }

    @Test
    void shouldReserveNoMoreThanTheLargestHostHasWhateverRunsHaveUsed() {
        long job = farm.launch(farm.job("a").layer("render", 5, l -> l.memoryGib(2)));
        for (int i = 0; i < 3; i++) {
            endUsing(40);
        }
        assertThat(farm.layerRow(job, 0).memoryKib()).isEqualTo(32 << 20);
        assertThat(farm.runsOf(job)).hasSize(1);
    }

    @Test
    void shouldGiveTheOwnersShowItsHostFirst() {
        farm.show(2, "other", 20);
        farm.subscription(2, FarmFixture.ALLOCATION, 1, 1_000_000);
        long mine = farm.launch(farm.job("mine").paused().priority(9).layer("render", 3));
        long theirs = farm.launch(new JobSpec("theirs").show(2, 20).paused().layer("render", 3));
        farm.deed(1, host, 2);
        farm.settling = false;
        farm.change(mine, JobSetting.PAUSED, 0);
        farm.change(theirs, JobSetting.PAUSED, 0);
        farm.settling = true;
        farm.settle();
        farm.complete(farm.orders.get(0), 0);
        farm.complete(farm.orders.get(1), 0);
        assertThat(farm.orders)
                .extracting(Run::job)
                .as("its size is one hundredth of a core: by its tier it would come last")
                .containsExactly(theirs, theirs, theirs);
        farm.complete(farm.orders.get(2), 0);
        assertThat(farm.runsOf(mine))
                .as("others run when the owner's show has nothing")
                .hasSize(1);
        farm.removeRecord(RecordKind.DEED, 1);
        long later = farm.launch(new JobSpec("later").show(2, 20).layer("render", 1));
        farm.complete(farm.orders.get(3), 0);
        assertThat(farm.runsOf(later))
                .as("an idle show with a small size comes after one with a large")
                .isEmpty();
    }
}
