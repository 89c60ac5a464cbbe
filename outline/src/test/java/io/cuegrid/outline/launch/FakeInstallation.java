package io.cuegrid.outline.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * An installation whose programs are shell scripts: they say that they are ready and wait. A file {@code home/fail-WORD} makes a
 * program end at once with a last word.
 */
final class FakeInstallation implements AutoCloseable {
    private static final String SCRIPT = """
            #!/bin/sh
            word=$1
            if [ -e "$CUEGRID_HOME/fail-$word" ]; then
                echo "starting $word" >&2
                echo "no room for a $word" >&2
                exit 7
            fi
            echo "$word $*" >>"$CUEGRID_HOME/starts"
            trap 'echo "$word ends" >>"$CUEGRID_HOME/ends"; exit 0' TERM
            echo "log line that is no JSON"
            echo "{\\"ready\\":\\"$word\\",\\"jdbcUrl\\":\\"jdbc:of-$word\\"}"
            while :; do sleep 0.1; done
            """;

    private final @Nullable String before = System.getProperty("cuegrid.root");

    FakeInstallation(Path folder) throws IOException {
        Path script = folder.resolve("cuegrid");
        Files.writeString(script, SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty("cuegrid.root", folder.toString());
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty("cuegrid.root");
        } else {
            System.setProperty("cuegrid.root", before);
        }
    }
}
