package io.cuegrid.outline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The line by which a process says that it works: one JSON object with the member {@code ready}, first on its standard output. */
final class ReadyLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadyLine() {}

    /** @return the object once the whole line is there */
    static Optional<JsonNode> read(Path standardOutput) {
        try {
            String text = Files.readString(standardOutput);
            int end = text.lastIndexOf('\n');
            List<String> lines =
                    end < 0 ? List.of() : text.substring(0, end).lines().toList();
            for (String line : lines) {
                if (line.startsWith("{")) {
                    JsonNode node = JSON.readTree(line);
                    if (node.has("ready")) {
                        return Optional.of(node);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
