package io.cuegrid.core.cell.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PagedBitsTest {
    @Test
    void shouldHoldWhatABitSetHolds() {
        long seed = 42;
        Random random = new Random(seed);
        PagedBits bits = new PagedBits();
        BitSet expected = new BitSet();
        for (int step = 0; step < 5_000; step++) {
            int from = random.nextInt(20_000);
            int to = from + random.nextInt(400);
            switch (random.nextInt(4)) {
                case 0 -> {
                    bits.setRange(from, to);
                    expected.set(from, to);
                }
                case 1 -> {
                    bits.clearRange(from, to);
                    expected.clear(from, to);
                }
                case 2 -> {
                    bits.set(from);
                    expected.set(from);
                }
                default -> {
                    bits.clear(from);
                    expected.clear(from);
                }
            }
            int next = expected.nextSetBit(from);
            assertThat(bits.next(from, 30_000))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(next);
            assertThat(bits.get(to)).as("seed %d step %d", seed, step).isEqualTo(expected.get(to));
        }
    }

    @Test
    void shouldSetNothingForAnEmptyRange() {
        PagedBits bits = new PagedBits();
        bits.setRange(64, 64);
        assertThat(bits.next(0, 1_000)).isEqualTo(-1);
        bits.setRange(63, 129);
        assertThat(bits.get(62)).isFalse();
        assertThat(bits.get(63)).isTrue();
        assertThat(bits.get(128)).isTrue();
        assertThat(bits.get(129)).isFalse();
    }
}
