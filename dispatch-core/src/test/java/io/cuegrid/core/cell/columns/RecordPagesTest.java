package io.cuegrid.core.cell.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordPagesTest {
    private static final int FIELD = 8;

    private static final class Records extends RecordPages {
        Records() {
            super(16, 2);
        }
    }

    @Test
    void shouldFailOnARowOfAPageThatDoesNotExist() {
        for (int pages = 0; pages < 10; pages++) {
            Records records = new Records();
            int rows = 4 * pages;
            records.ensureRows(rows);
            assertThatThrownBy(() -> records.getLong(rows, FIELD)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> records.putLong(rows, FIELD, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> records.addInt(rows, FIELD, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> records.clearRow(rows)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> records.fetch(rows)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> records.getLong(-1, FIELD)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void shouldFailOnSuchARowDuringACaptureToo() {
        Records records = new Records();
        records.ensureRows(12);
        records.beginCapture();
        assertThatThrownBy(() -> records.putLong(12, FIELD, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        records.putLong(11, FIELD, 7);
        assertThat(records.getLong(11, FIELD)).isEqualTo(7);
        records.endCapture();
    }

    @Test
    void shouldKeepWhatIsThereWhilePagesAreAdded() {
        Records records = new Records();
        for (int row = 0; row < 100; row++) {
            records.ensureRows(row + 1);
            records.putLong(row, FIELD, row + 1);
        }
        for (int row = 0; row < 100; row++) {
            assertThat(records.getLong(row, FIELD)).isEqualTo(row + 1);
            assertThat(records.getLong(row, 0)).isZero();
        }
    }
}
