package io.cuegrid.core.cell.book;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntSetsTest {
    private final IntSets sets = new IntSets();

    @Test
    void shouldGiveEqualSetsOneNumber() {
        int set = sets.intern(new int[] {3, 1, 2, 3}, 4);
        assertThat(sets.intern(new int[] {1, 2, 3}, 3)).isEqualTo(set);
        assertThat(sets.members(set)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldTellSetsApart() {
        int count = 500;
        for (int i = 1; i <= count; i++) {
            assertThat(sets.intern(new int[] {i, i * 31, -i}, 3)).isEqualTo(i);
        }
        for (int i = 1; i <= count; i++) {
            assertThat(sets.intern(new int[] {-i, i, i * 31}, 3)).isEqualTo(i);
        }
    }

    @Test
    void shouldKnowTheEmptySet() {
        assertThat(sets.intern(new int[] {9, 9}, 0)).isEqualTo(IntSets.EMPTY);
    }
}
