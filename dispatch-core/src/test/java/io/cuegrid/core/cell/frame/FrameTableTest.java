package io.cuegrid.core.cell.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A frame's row is one cache line: no field may change its neighbour, and none may be cut. */
class FrameTableTest {
    private static final int ROW = 3;
    private static final long LARGEST_KIB = 0xFFFF_FFFFL;
    private static final long MIB = 1_024;

    private final FrameTable frames = new FrameTable();

    FrameTableTest() {
        frames.stage(ROW - 1, 3, 7, 11);
    }

    /** Every field at once at a value of its own, the largest where it has one. */
    private void fill() {
        frames.state(ROW, FrameStates.RUNNING);
        frames.markedDone(ROW, true);
        frames.dependedOn(ROW, true);
        frames.overran(ROW);
        frames.checkpoint(ROW, 3);
        frames.retries(ROW, 300);
        frames.checkpoints(ROW, 254);
        frames.dispatchOrder(ROW, Integer.MIN_VALUE);
        frames.dependCount(ROW, Integer.MAX_VALUE);
        frames.raisedMemoryKib(ROW, FrameTable.wholeMib(LARGEST_KIB));
        frames.started(ROW, 65_535, 4_194_303, 131_072, 0xFFFF_FFF0, LARGEST_KIB, 0xFF_FFFF, 127);
        frames.eligibleTicks(ROW, 0xFFFF_FFF1);
        frames.used(ROW, LARGEST_KIB, LARGEST_KIB - 1, 2_000_000_000_000L, 16_000_000_000L);
    }

    private void shouldHaveTheFieldsOfAnyState() {
        assertThat(frames.isMarkedDone(ROW)).isTrue();
        assertThat(frames.isDependedOn(ROW)).isTrue();
        assertThat(frames.hasOverrun(ROW)).isTrue();
        assertThat(frames.checkpoint(ROW)).isEqualTo(3);
        assertThat(frames.retries(ROW)).isEqualTo(255);
        assertThat(frames.checkpoints(ROW)).isEqualTo(254);
        assertThat(frames.dispatchOrder(ROW)).isEqualTo(Integer.MIN_VALUE);
        assertThat(frames.dependCount(ROW)).isEqualTo(Integer.MAX_VALUE);
        assertThat(frames.raisedMemoryKib(ROW)).isEqualTo(FrameTable.wholeMib(LARGEST_KIB));
        assertThat(frames.attempts(ROW)).isEqualTo(65_535);
        assertThat(frames.hostNumber(ROW)).isEqualTo(131_072);
        assertThat(frames.startedTicks(ROW)).isEqualTo(0xFFFF_FFF0);
        assertThat(frames.eligibleTicks(ROW)).isEqualTo(0xFFFF_FFF1);
        assertThat(FrameTable.kib(frames.reservedMemory(ROW))).isEqualTo(LARGEST_KIB);
        assertThat(frames.coreUnits(ROW)).isEqualTo(0xFF_FFFF);
        assertThat(frames.gpus(ROW)).isEqualTo(127);
        assertThat(FrameTable.kib(frames.maxRss(ROW))).isEqualTo(LARGEST_KIB);
        assertThat(FrameTable.kib(frames.maxPss(ROW))).isEqualTo(LARGEST_KIB - 1);
        assertThat(frames.coreSeconds(ROW)).isEqualTo(2_000_000_000);
        assertThat(frames.gpuSeconds(ROW)).isEqualTo(16_000_000);
    }

    @Test
    void shouldKeepEachFieldOfAFrameThatRuns() {
        fill();
        shouldHaveTheFieldsOfAnyState();
        assertThat(frames.state(ROW)).isEqualTo(FrameStates.RUNNING);
        assertThat(frames.procRow(ROW)).isEqualTo(4_194_304);
        assertThat(frames.changedTicks(ROW)).as("it changed when it started").isEqualTo(0xFFFF_FFF0);
        assertThat(frames.stoppedTicks(ROW)).isZero();
    }

    @Test
    void shouldKeepEachFieldOfAFrameThatHasRun() {
        fill();
        frames.stopped(ROW, -1_073_741_819, 0xFFFF_FFF2, 100);
        frames.state(ROW, FrameStates.CHECKPOINT);
        frames.changedTicks(ROW, 0xFFFF_FFF3);
        shouldHaveTheFieldsOfAnyState();
        assertThat(frames.state(ROW)).isEqualTo(FrameStates.CHECKPOINT);
        assertThat(frames.exitStatus(ROW)).isEqualTo(-1_073_741_819);
        assertThat(frames.launchFailures(ROW)).isEqualTo(100);
        assertThat(frames.procRow(ROW)).isZero();
        assertThat(frames.stoppedTicks(ROW)).isEqualTo(0xFFFF_FFF2);
        assertThat(frames.changedTicks(ROW)).isEqualTo(0xFFFF_FFF3);
    }

    @Test
    void shouldLeaveTheNeighboursAlone() {
        FrameTable others = new FrameTable();
        others.stage(ROW - 1, 3, 7, 11);
        fill();
        frames.stage(ROW, 1, 8, 11);
        assertThat(frames.digest(1)).isEqualTo(others.digest(1));
    }

    @Test
    void shouldCountGpuSecondsNoFurtherThanTheyFit() {
        fill();
        frames.used(ROW, 0, 0, 0, 16_000_000_000L);
        assertThat(frames.gpuSeconds(ROW)).isEqualTo(0xFF_FFFF);
        assertThat(frames.attempts(ROW)).isEqualTo(65_535);
    }

    @Test
    void shouldRoundMemoryUpToWholeMib() {
        assertThat(FrameTable.wholeMib(0)).isZero();
        assertThat(FrameTable.wholeMib(1)).isEqualTo(MIB);
        assertThat(FrameTable.wholeMib(MIB)).isEqualTo(MIB);
        assertThat(FrameTable.wholeMib(MIB + 1)).isEqualTo(2 * MIB);
    }
}
