package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/cli-json.md and the tables say the same. */
class JsonDocumentationTest {
    private static final Map<String, List<Table<?>>> TABLES = Map.ofEntries(
            Map.entry("jobs", List.of(JobsCommand.TABLE)),
            Map.entry("layers JOB", List.of(LayersCommand.TABLE)),
            Map.entry("frames JOB", List.of(FramesCommand.TABLE)),
            Map.entry("hosts", List.of(HostsCommand.TABLE)),
            Map.entry("procs", List.of(ProcsCommand.TABLE)),
            Map.entry("history jobs", List.of(HistoryCommand.Jobs.TABLE)),
            Map.entry("history frames JOB", List.of(HistoryCommand.Frames.TABLE)),
            Map.entry("why JOB", List.of(WhyCommand.TABLE)),
            Map.entry("rules", List.of(RulesCommand.TABLE)),
            Map.entry("status", List.of(StatusCommand.CELLS, StatusCommand.MEMBERS)));

    private final String page = page();

    @Test
    void shouldDocumentEveryKey() {
        TABLES.forEach((title, tables) -> {
            String section = section(title);
            tables.forEach(table -> assertThat(table.keys())
                    .allSatisfy(key ->
                            assertThat(section).as("section '" + title + "'").contains("`" + key + "`")));
        });
    }

    @Test
    void shouldDocumentEveryExitStatus() {
        String section = section("Exit status");
        assertThat(Arrays.stream(ExitStatus.values()).map(ExitStatus::code))
                .allSatisfy(code -> assertThat(section).contains("\n| " + code + " |"));
    }

    private String section(String title) {
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as("section '" + title + "'").isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static String page() {
        try {
            return Files.readString(Path.of(System.getProperty("cuegrid.root", ".."), "docs", "cli-json.md"));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
