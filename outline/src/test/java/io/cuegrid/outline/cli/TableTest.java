package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private record Row(String name, int count, String secret) {}

    private static final Table<Row> TABLE = new Table<Row>()
            .text("name", "NAME", Row::name)
            .count("count", "COUNT", Row::count)
            .hidden("secret", Row::secret)
            .shown("TWICE", true, row -> Integer.toString(2 * row.count()));

    @Test
    void shouldAlignColumnsForPeople() {
        assertThat(TABLE.lines(List.of(new Row("a", 5, "x"), new Row("longer", 1234, "y"), new Row("", 0, ""))))
                .containsExactly(
                        "NAME    COUNT  TWICE", //
                        "a           5     10",
                        "longer   1234   2468",
                        "-           0      0");
    }

    @Test
    void shouldPrintAnObjectALineForPrograms() {
        CapturedOutput captured = new CapturedOutput();

        TABLE.print(List.of(new Row("a", 5, "x"), new Row("", 0, "")), captured.output(), true, "nothing");

        assertThat(captured.out()).isEqualTo("""
                        [
                        {"name":"a","count":5,"secret":"x"},
                        {"name":"","count":0,"secret":""}
                        ]
                        """);
        assertThat(TABLE.keys()).containsExactly("name", "count", "secret");
    }

    @Test
    void shouldSayThatThereIsNothingToPeopleAndGiveProgramsAnEmptyArray() {
        CapturedOutput captured = new CapturedOutput();

        TABLE.print(List.of(), captured.output(), false, "no rows");
        assertThat(captured.out()).isEmpty();
        assertThat(captured.err()).isEqualTo("cuegrid: no rows\n");

        TABLE.print(List.of(), captured.output(), true, "no rows");
        assertThat(captured.out()).isEqualTo("[]\n");
    }
}
