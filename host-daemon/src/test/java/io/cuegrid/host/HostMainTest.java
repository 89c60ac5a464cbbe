package io.cuegrid.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong options and unusable folders end the start with a sentence. */
class HostMainTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | --grid nowhere            | not host:port
                    2 | --name a/b                | --name
                    2 | --facility a:b            | --facility
                    2 | --cores 0                 | --cores
                    2 | --cores many              | --cores
                    2 | --memory lots             | --memory
                    2 | --tags a,b:c              | --tags
                    2 | --umask 9                 | --umask
                    2 | --on-lease-expiry perhaps | --on-lease-expiry
                    2 | --no-such-option          | no-such-option
                    5 | --log-root /proc/nothing  | cannot start
                    5 | --home /proc/nothing      | cannot be made or written
                    """)
    void shouldEndWithASentence(int exitStatus, String options, String sentence) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            String[] arguments = ("--home " + folder + " " + options).split(" ");
            if (options.startsWith("--home")) {
                arguments = options.split(" ");
            }
            assertThat(HostMain.run(arguments)).isEqualTo(exitStatus);
        } finally {
            System.setErr(before);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains(sentence);
    }
}
