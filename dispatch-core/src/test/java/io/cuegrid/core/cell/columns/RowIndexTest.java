package io.cuegrid.core.cell.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    private static final class Rows extends RowPages {
        Rows() {
            super(16, 4);
        }
    }

    @Test
    void shouldFindTheRowsThatAMapFinds() {
        long seed = 20_261_120;
        Random random = new Random(seed);
        Rows rows = new Rows();
        Map<Long, Integer> expected = new HashMap<>();
        long newest = 0;
        for (int step = 0; step < 50_000; step++) {
            long number = 1L + random.nextInt(2_000);
            Integer known = expected.get(number);
            if (known == null) {
                expected.put(number, rows.add(number));
            } else if (random.nextInt(3) > 0) {
                rows.remove(known);
                expected.remove(number);
            }
            newest = Math.max(newest, number);
            long asked = random.nextInt(2_200);
            assertThat(rows.row(asked)).as("seed %d step %d", seed, step).isEqualTo(expected.getOrDefault(asked, -1));
        }
        assertThat(rows.live()).isEqualTo(expected.size());
        for (long number = 0; number <= newest; number++) {
            assertThat(rows.row(number)).as("seed %d", seed).isEqualTo(expected.getOrDefault(number, -1));
        }
    }

    @Test
    void shouldFindRowsAfterARebuild() {
        Rows rows = new Rows();
        for (long number = 1; number <= 300; number++) {
            rows.add(number);
        }
        rows.remove(rows.row(7));
        rows.rebuild();
        assertThat(rows.live()).isEqualTo(299);
        assertThat(rows.row(7)).isEqualTo(-1);
        assertThat(rows.number(rows.row(300))).isEqualTo(300);
    }

    @Test
    void shouldTellNumbersWithTheSameLowHalfApart() {
        Rows rows = new Rows();
        long high = 1L << 32;
        for (long number = 1; number <= 20; number++) {
            rows.add(number);
            rows.add(number + high);
        }
        for (long number = 1; number <= 20; number++) {
            assertThat(rows.number(rows.row(number))).isEqualTo(number);
            assertThat(rows.number(rows.row(number + high))).isEqualTo(number + high);
        }
        for (long number = 1; number <= 20; number++) {
            rows.remove(rows.row(number % 2 == 0 ? number : number + high));
        }
        for (long number = 100; number < 1_000; number++) {
            rows.add(number);
        }
        for (long number = 1; number <= 20; number++) {
            long left = number % 2 == 0 ? number + high : number;
            long gone = number % 2 == 0 ? number : number + high;
            assertThat(rows.number(rows.row(left))).isEqualTo(left);
            assertThat(rows.row(gone)).isEqualTo(-1);
        }
    }

    @Test
    void shouldKnowNothingByTheNumberOfNothing() {
        Rows rows = new Rows();
        rows.remove(rows.add(5));
        assertThat(rows.row(0)).isEqualTo(-1);
        assertThat(rows.row(-1)).isEqualTo(-1);
    }
}
