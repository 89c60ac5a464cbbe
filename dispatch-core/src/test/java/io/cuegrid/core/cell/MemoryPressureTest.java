package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.RelieveHostEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;
import org.junit.jupiter.api.Test;

/** Which runs end when a host runs out of memory, and what becomes of their frames. */
final class MemoryPressureTest {
    private static final long GIB = 1L << 20;

    private final FarmFixture farm = FarmFixture.simple();
    private final long host = farm.host("node1", 4, 32);
    private final long job = farm.launch(farm.job("test-shot-a").maxRetries(0).layer("render", 4, l -> l.memoryGib(4)));

    /** Gibibytes in use by each run in the order they started. */
    private Answer relieve(long incarnation, long missingGib, long... usedGib) {
        return farm.send(b -> {
            RelieveHostEncoder command = new RelieveHostEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(farm.nextCorrelation())
                    .hostNumber(host)
                    .incarnation(incarnation)
                    .missingKib(missingGib * GIB);
            RelieveHostEncoder.ProcsEncoder procs = command.procsCount(usedGib.length);
            for (int i = 0; i < usedGib.length; i++) {
                procs.next().procNumber(farm.orders.get(i).proc()).usedKib(usedGib[i] * GIB);
            }
            return command.encodedLength();
        });
    }

    private long proc(int order) {
        return farm.orders.get(order).proc();
    }

    @Test
    void shouldEndTheRunThatIsFurthestAboveItsReservationFirst() {
        relieve(1, 6, 2, 6, 12, 3);
        assertThat(farm.kills).containsOnlyKeys(proc(2)).containsValue(StopCause.MEMORY);
    }

    @Test
    void shouldAskForMoreMemoryNextTimeForARunThatUsedMoreThanItReserved() {
        relieve(1, 1, 2, 6, 2, 2);
        farm.complete(host, proc(1), 0, 9, 1_000);
        assertThat(farm.frameState(job, 1)).isEqualTo(FrameState.RUNNING);
        assertThat(farm.orders.get(4).memoryKib()).as("4 GiB and 2 more").isEqualTo(6 * GIB);
    }

    @Test
    void shouldEndTheYoungestWhenAllKeepToTheirReservations() {
        relieve(1, 5, 3, 3, 3, 3);
        assertThat(farm.killOrders).containsExactly(proc(3), proc(2));
        assertThat(farm.kills).containsEntry(proc(3), StopCause.UNBOOKED);
        farm.complete(host, proc(3), 0, 9, 1_000);
        assertThat(farm.frameState(job, 3)).as("runs again, at no cost").isEqualTo(FrameState.RUNNING);
        assertThat(farm.frameRow(job, 3).retries()).isZero();
        assertThat(farm.orders.get(4).memoryKib()).isEqualTo(4 * GIB);
    }

    @Test
    void shouldCountWhatIsBeingKilledAsFreed() {
        relieve(1, 5, 2, 8, 2, 2);
        relieve(1, 5, 2, 8, 2, 2);
        assertThat(farm.killOrders).containsExactly(proc(1));
    }

    @Test
    void shouldTakeNoNoticeOfADaemonThatWasReplaced() {
        assertThat(relieve(99, 5, 2, 8, 2, 2).code()).isEqualTo(ReplyCode.OK);
        assertThat(farm.kills).isEmpty();
    }
}
