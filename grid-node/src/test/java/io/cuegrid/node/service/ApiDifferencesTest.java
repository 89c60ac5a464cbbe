package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.rpc.MethodTable;
import io.cuegrid.node.service.servant.Servants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation of what is not built must be what is not built. */
class ApiDifferencesTest {
    private static final Path PAGE = Path.of("..", "docs", "api-differences.md");
    private static final Pattern LINE = Pattern.compile("- `(\\w+\\.\\w+)`: (.+)");

    @Test
    void shouldListExactlyTheMethodsThatAreNotBuilt() throws IOException {
        SortedSet<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                for (String method : matcher.group(2).split(", ")) {
                    documented.add(matcher.group(1) + "/" + method);
                }
            }
        }
        SortedSet<String> missing = new TreeSet<>();
        MemoryGrid grid = new MemoryGrid(List.of("local"), 1);
        for (MethodTable table : Servants.of(new Farm(grid, ServiceConfig.of("/shots")))) {
            missing.addAll(table.missing());
        }
        assertThat(documented).isNotEmpty().isEqualTo(missing);
    }
}
