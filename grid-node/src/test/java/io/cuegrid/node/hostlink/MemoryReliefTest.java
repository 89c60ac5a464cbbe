package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryReliefTest {
    private static final long GIB = 1L << 20;
    private static final HostTotals TOTALS = new HostTotals(100 * GIB, 20 * GIB, 0);
    private static final HostTotals NO_SWAP = new HostTotals(100 * GIB, 0, 0);

    private static Heartbeat.Builder heartbeat(long freeGib, long freeSwapGib) {
        return Heartbeat.newBuilder()
                .setFreeMemoryKib(freeGib * GIB)
                .setFreeSwapKib(freeSwapGib * GIB)
                .setProcColumns(RunningProcs.pack(List.of(new RunningProc(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, false))));
    }

    private static long missingGib(Heartbeat.Builder heartbeat, HostTotals totals) {
        return MemoryRelief.missingKib(heartbeat.build(), totals) / GIB;
    }

    @Test
    void shouldLeaveAHostAloneThatHasRoomOrDoesNotSwap() {
        assertThat(missingGib(heartbeat(11, 0), TOTALS)).isZero();
        assertThat(missingGib(heartbeat(5, 20), TOTALS))
                .as("full, but no swap is used")
                .isZero();
        assertThat(missingGib(heartbeat(5, 19), TOTALS))
                .as("5 % of the swap is used")
                .isZero();
        assertThat(missingGib(heartbeat(5, 0), NO_SWAP)).isZero();
    }

    @Test
    void shouldAskForWhatBringsAShortHostBelowTheLimit() {
        assertThat(missingGib(heartbeat(9, 10), TOTALS)).isEqualTo(3);
        assertThat(missingGib(heartbeat(3, 20), TOTALS)).isEqualTo(9);
        assertThat(missingGib(heartbeat(3, 0), NO_SWAP)).isEqualTo(9);
    }

    @Test
    void shouldLeaveAHostAloneThatItsUserUsesOrThatRunsNothing() {
        assertThat(missingGib(heartbeat(1, 0).setNimbyLocked(true), TOTALS)).isZero();
        assertThat(missingGib(heartbeat(1, 0).clearProcColumns(), TOTALS)).isZero();
        assertThat(missingGib(heartbeat(1, 0), new HostTotals(0, 0, 0))).isZero();
    }
}
