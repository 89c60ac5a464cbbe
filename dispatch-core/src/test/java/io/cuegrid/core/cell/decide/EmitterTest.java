package io.cuegrid.core.cell.decide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.core.cell.apply.Applier;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import org.junit.jupiter.api.Test;

class EmitterTest {
    @Test
    void shouldRefuseAnEventThatIsLongerThanABlock() {
        CellState state = new CellState();
        Emitter emitter = new Emitter(new Applier(state, new BookingIndex(state)));
        assertThatThrownBy(() -> emitter.emitBlock(505))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("505 bytes");
    }
}
