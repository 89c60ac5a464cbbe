package io.cuegrid.core.cell.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.StopCause;
import org.junit.jupiter.api.Test;

/** A proc's row is one cache line: no field may change its neighbour, and none may be cut. */
class ProcTableTest {
    private static final long LATE_MILLIS = (1L << 48) - 1;
    private static final long LAST_PARTITION = (1L << 48) - 1;

    private final ProcTable procs = new ProcTable();
    private final long number = procs.next(1);
    private final int row = procs.add(number);

    ProcTableTest() {
        procs.begin(row, 1, 2, 3, 4, 65_535, -1, 5, Long.MAX_VALUE, 255, Long.MAX_VALUE - 1, LATE_MILLIS);
        procs.partitionNumber(row, LAST_PARTITION);
    }

    private void shouldHaveWhatItBeganWith() {
        assertThat(procs.number(row)).isEqualTo(number);
        assertThat(procs.hostRow(row)).isEqualTo(1);
        assertThat(procs.jobRow(row)).isEqualTo(2);
        assertThat(procs.layerRow(row)).isEqualTo(3);
        assertThat(procs.frameOrdinal(row)).isEqualTo(4);
        assertThat(procs.attempt(row)).isEqualTo(65_535);
        assertThat(procs.shareRow(row)).isEqualTo(-1);
        assertThat(procs.coreUnits(row)).isEqualTo(5);
        assertThat(procs.memoryKib(row)).isEqualTo(Long.MAX_VALUE);
        assertThat(procs.gpus(row)).isEqualTo(255);
        assertThat(procs.gpuMemoryKib(row)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(procs.startedMillis(row)).isEqualTo(LATE_MILLIS);
        assertThat(procs.partitionNumber(row)).isEqualTo(LAST_PARTITION);
    }

    @Test
    void shouldKeepMarksAndEveryCauseApart() {
        for (StopCause cause : StopCause.values()) {
            if (cause == StopCause.NULL_VAL) {
                continue;
            }
            for (int marks = 0; marks < 8; marks++) {
                procs.confirmed(row, (marks & 1) != 0);
                procs.killRequested(row, (marks & 2) != 0);
                procs.unbooked(row, (marks & 4) != 0);
                procs.killCause(row, cause.value());
                assertThat(procs.confirmed(row)).isEqualTo((marks & 1) != 0);
                assertThat(procs.killRequested(row)).isEqualTo((marks & 2) != 0);
                assertThat(procs.unbooked(row)).isEqualTo((marks & 4) != 0);
                assertThat(procs.killCause(row)).isEqualTo(cause.value());
                shouldHaveWhatItBeganWith();
            }
        }
    }

    @Test
    void shouldBeginAnewInARowThatWasGivenBack() {
        procs.remove(row);
        int again = procs.add(procs.next(2));
        assertThat(again).isEqualTo(row);
        assertThat(procs.partitionNumber(row)).isZero();
        assertThat(procs.killRequested(row)).isFalse();
        assertThat(procs.attempt(row)).isZero();
    }
}
