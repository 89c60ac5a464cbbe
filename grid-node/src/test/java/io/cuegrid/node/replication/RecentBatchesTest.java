package io.cuegrid.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecentBatchesTest {
    private final RecentBatches recent = new RecentBatches();

    private void add(int value, int headerLength, int eventsLength) {
        byte[] header = new byte[headerLength];
        byte[] events = new byte[eventsLength];
        Arrays.fill(header, (byte) value);
        Arrays.fill(events, (byte) -value);
        recent.add(new UnsafeBuffer(header), headerLength, new UnsafeBuffer(events), eventsLength);
    }

    @Test
    void shouldKeepTheLastBatchesWholeAndOldestFirst() {
        for (int i = 1; i <= 20; i++) {
            add(i, 40 + i % 3, 100 * (1 + i % 5));
        }
        byte[][][] kept = recent.toArray();
        assertThat(kept).hasNumberOfRows(RecentBatches.BATCHES_MAX);
        for (int i = 0; i < kept.length; i++) {
            int value = 13 + i;
            assertThat(kept[i][0]).hasSize(40 + value % 3).containsOnly(value);
            assertThat(kept[i][1]).hasSize(100 * (1 + value % 5)).containsOnly(-value);
        }
        recent.clear();
        assertThat(recent.toArray()).isEmpty();
    }

    @Test
    void shouldForgetOlderOnesForALargeOneAndAlwaysKeepTheNewest() {
        add(1, 40, 100);
        add(2, 40, RecentBatches.BYTES_MAX);
        assertThat(recent.toArray()).hasNumberOfRows(1);
        add(3, 40, 200);
        byte[][][] kept = recent.toArray();
        assertThat(kept).hasNumberOfRows(1);
        assertThat(kept[0][1]).hasSize(200).containsOnly(-3);
    }
}
