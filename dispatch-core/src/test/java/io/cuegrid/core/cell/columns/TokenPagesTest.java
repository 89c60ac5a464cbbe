package io.cuegrid.core.cell.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tokens name their records as long as these live, and nothing else, ever. */
class TokenPagesTest {
    private static final int STEPS = 50_000;
    private static final int LIVE = 500;

    private final Tokens tokens = new Tokens(2 * LIVE);
    private long count;

    private static final class Tokens extends TokenPages {
        Tokens(int rowsMax) {
            super(LINE_BYTES, 4, rowsMax);
        }
    }

    private long add() {
        long token = tokens.next(++count);
        tokens.add(token);
        return token;
    }

    @Test
    void shouldFindWhatLivesAndNothingThatIsGone() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Set<Long> living = new LinkedHashSet<>();
        long last = 0;
        for (int i = 0; i < STEPS; i++) {
            if (living.size() < LIVE && random.nextInt(5) > 1) {
                long token = add();
                assertThat(token).as("tokens rise, seed %d", seed).isGreaterThan(last);
                assertThat(TokenPages.count(token)).isEqualTo(count);
                living.add(token);
                last = token;
            } else if (!living.isEmpty()) {
                long token = living.iterator().next();
                living.remove(token);
                tokens.remove(tokens.row(token));
                assertThat(tokens.row(token)).as("gone, seed %d", seed).isEqualTo(-1);
            }
        }
        assertThat(tokens.live()).isEqualTo(living.size());
        for (long token : living) {
            assertThat(tokens.row(token)).as("seed %d", seed).isNotNegative();
            assertThat(tokens.number(tokens.row(token))).isEqualTo(token);
        }
        tokens.rebuild();
        assertThat(tokens.live()).isEqualTo(living.size());
    }

    @Test
    void shouldNotTakeANumberFromOutsideForAToken() {
        long token = add();
        long gone = add();
        tokens.remove(tokens.row(gone));
        for (long number : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, gone, token + 1, -token, token << 1}) {
            assertThat(tokens.row(number)).as("number %d", number).isEqualTo(-1);
        }
        assertThat(tokens.row(token)).isZero();
    }

    @Test
    void shouldRefuseATokenThatIsNotTheNext() {
        long first = add();
        add();
        tokens.remove(tokens.row(first));
        assertThatThrownBy(() -> tokens.add(first + 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the next is 0");
        assertThat(tokens.row(add())).isZero();
    }

    @Test
    void shouldSayWhenItIsFull() {
        Tokens few = new Tokens(3);
        few.add(few.next(1));
        few.add(few.next(2));
        assertThat(few.isFull()).isFalse();
        long last = few.next(3);
        few.add(last);
        assertThat(few.isFull()).isTrue();
        assertThatThrownBy(() -> few.add(few.next(4))).isInstanceOf(IllegalArgumentException.class);
        few.remove(few.row(last));
        assertThat(few.isFull()).isFalse();
    }

    @Test
    void shouldBeginEachRowWithACacheLine() {
        for (int i = 0; i < LIVE; i++) {
            assertThat(tokens.at(tokens.row(add())) % RecordPages.LINE_BYTES).isZero();
        }
    }
}
