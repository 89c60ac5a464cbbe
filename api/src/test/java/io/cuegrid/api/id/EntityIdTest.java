package io.cuegrid.api.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What an id carries comes back from its text. */
class EntityIdTest {
    private static final int INCARNATION = 0xCAFE_BABE;

    @Test
    void shouldCarryTheWholeNumberOfAProc() {
        for (long number : new long[] {1, 0xFF_FFFF, 1L << 24, (5L << 24) | 3, (1L << 62) - 1}) {
            EntityId id = EntityId.ofProc(INCARNATION, EntityId.CELL_MAX, number);
            assertThat(EntityId.parse(id.toString()))
                    .isEqualTo(id)
                    .extracting(EntityId::procNumber, EntityId::kind)
                    .containsExactly(number, EntityKind.PROC);
        }
    }

    @Test
    void shouldRefuseANumberThatDoesNotFit() {
        assertThatThrownBy(() -> EntityId.ofProc(INCARNATION, 1, 1L << 62)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> EntityId.of(EntityKind.JOB, INCARNATION, 1, EntityId.NUMBER_MAX + 1))
                .hasMessageContaining("out of range");
    }

    @Test
    void shouldKeepAFrameOfALayerOfAJob() {
        EntityId frame = new EntityId(EntityKind.FRAME, INCARNATION, 7, EntityId.NUMBER_MAX, EntityId.SUB_MAX);
        assertThat(EntityId.parse(frame.toString())).isEqualTo(frame);
    }
}
