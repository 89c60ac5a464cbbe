package io.cuegrid.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.persistence.postgres.JdbcUrl;
import io.cuegrid.persistence.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistorySchemaTest extends HistoryBed {
    HistorySchemaTest(LocalPostgres postgres) {
        super(postgres);
    }

    @Test
    void shouldDescribeEveryTableAndColumn() throws Exception {
        new HistoryDatabase(url).migrate();
        new HistoryDatabase(url).migrate();
        String without = """
                SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND c.relkind <> 'v'
                WHERE n.nspname = 'cuegrid' AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
                    AND c.relname <> 'flyway_schema_history'
                    AND (obj_description(c.oid, 'pg_class') IS NULL
                        OR a.attnum IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL)
                """;
        assertThat(count(without)).isZero();
        String redirects = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'cuegrid.audit'::regclass"
                + " AND attname = 'what' AND col_description(attrelid, attnum) LIKE '%CLEAR_REDIRECT%'";
        assertThat(count(redirects))
                .as("the words of the audit are kept up to date")
                .isOne();
    }

    @Test
    void shouldHaveADocsPageThatNamesEveryTableAndColumnAndWhoseQueriesRun() throws Exception {
        new HistoryDatabase(url).migrate();
        String page = Files.readString(Path.of("..", "docs", "history-schema.md"));
        try (Connection connection = JdbcUrl.connect(url);
                Statement statement = connection.createStatement()) {
            ResultSet columns = statement.executeQuery("""
                    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'cuegrid' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
                        AND c.relname <> 'flyway_schema_history'
                    """);
            int checked = 0;
            while (columns.next()) {
                String section = page.substring(page.indexOf("### " + columns.getString(1) + "\n"));
                assertThat(section.substring(0, section.indexOf("###", 3)))
                        .contains("| `" + columns.getString(2) + "` |");
                checked++;
            }
            assertThat(checked).isGreaterThan(100);
            String[] parts = page.split("```sql\n");
            assertThat(parts.length).isGreaterThan(4);
            for (int i = 1; i < parts.length; i++) {
                assertThat(statement.execute(parts[i].substring(0, parts[i].indexOf("```"))))
                        .isTrue();
            }
        }
    }

    @Test
    void shouldAnswerNothingBeforeAnythingWasWritten() throws Exception {
        try (HistoryReader reader = reader()) {
            assertThat(reader.jobs(everyJob())).isEmpty();
            assertThat(reader.frameRuns(new HistoryQuery.FrameRuns(CELL, 1, "", "", "", 0)))
                    .isEmpty();
            assertThat(reader.position(CELL)).isNull();
        }
        assertThatThrownBy(() -> new HistoryQuery.FrameRuns(0, 0, "", "", "", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which job");
        assertThatThrownBy(() -> new HistoryQuery.Jobs(List.of(), List.of(), "", 0, 0, 1_001))
                .hasMessageContaining("1 to 1000");
    }
}
