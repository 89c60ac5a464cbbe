package io.cuegrid.core.cell.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExtentsTest {
    @Test
    void shouldNeverGiveARowTwiceAndRebuildTheSame() {
        SplittableRandom random = new SplittableRandom(11);
        Extents extents = new Extents();
        List<int[]> taken = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            if (taken.isEmpty() || random.nextInt(5) < 3) {
                int rows = 1 + random.nextInt(50);
                int start = extents.take(rows);
                for (int[] other : taken) {
                    assertThat(start + rows <= other[0] || other[0] + other[1] <= start)
                            .isTrue();
                }
                taken.add(new int[] {start, rows});
            } else {
                int[] gone = taken.remove(random.nextInt(taken.size()));
                extents.give(gone[0], gone[1]);
            }
            if (step % 100 == 0) {
                Extents rebuilt = new Extents();
                rebuilt.reset(extents.end());
                taken.forEach(extent -> rebuilt.claim(extent[0], extent[1]));
                extents = rebuilt;
            }
        }
        for (int[] extent : taken) {
            extents.give(extent[0], extent[1]);
        }
        int end = extents.end();
        assertThat(extents.take(end)).isZero();
    }

    @Test
    void shouldTakeTheLowestRunThatIsLargeEnough() {
        Extents extents = new Extents();
        int first = extents.take(10);
        extents.take(1);
        int second = extents.take(5);
        extents.take(1);
        extents.give(first, 10);
        extents.give(second, 5);
        assertThat(extents.take(4)).isEqualTo(first);
        assertThat(extents.take(6)).isEqualTo(first + 4);
        assertThat(extents.take(5)).isEqualTo(second);
    }
}
