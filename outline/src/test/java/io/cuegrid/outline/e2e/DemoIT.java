package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuegrid.outline.e2e.Cuegrid.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static final int PICTURES = 8;

    @TempDir
    Path folder;

    @Test
    void shouldRenderEveryPictureAndSayWhatWasDone() throws IOException {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Result demo = cuegrid.run("demo", "--exit", "--json", "--frames", Integer.toString(PICTURES));

            assertThat(demo.status()).as(demo.err()).isZero();
            JsonNode said = demo.lastLine();
            assertThat(said.get("frames").asInt()).isEqualTo(PICTURES + 2);
            assertThat(said.get("succeeded").asInt()).isEqualTo(PICTURES + 2);
            assertThat(said.get("historyRows").asInt()).isEqualTo(PICTURES + 2);
            assertThat(said.get("seconds").asDouble()).isPositive();
            Path output = Path.of(said.get("output").asText());
            assertThat(output).startsWith(cuegrid.home());
            Set<Integer> contents = new HashSet<>();
            for (int frame = 1; frame <= PICTURES; frame++) {
                contents.add(
                        Arrays.hashCode(Files.readAllBytes(output.resolve(String.format("frame.%04d.png", frame)))));
            }
            assertThat(contents).hasSize(PICTURES);
            assertThat(output.resolve("contact-sheet.png")).isNotEmptyFile();
            assertThat(output.resolve("animation.gif")).isNotEmptyFile();
            assertThat(cuegrid.home().resolve("run")).isDirectoryNotContaining("glob:**.pid");
        }
    }

    @Test
    void shouldAnswerTheCurlLineWhileItIsUpAndEndAllThatItStartedOnCtrlC() throws Exception {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Started demo = cuegrid.start("demo", "--json", "--frames", "1");
            demo.awaitLine("\"historyRows\"");

            String curl = demo.out()
                    .lines()
                    .filter(line -> line.startsWith("REST"))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst("REST +", "");
            ProcessBuilder shell = new ProcessBuilder("sh", "-c", curl);
            shell.environment().put("CUEGRID_BUILD", "never");
            shell.environment().put("CUEGRID_HOME", cuegrid.home().toString());
            Process answer = shell.start();
            String json = new String(answer.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(answer.waitFor()).isZero();
            assertThat(json).startsWith("{").contains("\"jobs\"");

            ProcessHandle node = cuegrid.process("node");
            ProcessHandle postgres = cuegrid.process("postgres");
            ProcessHandle host = cuegrid.process("demo-2");
            assertThat(cuegrid.run("demo", "--exit").status()).isEqualTo(1);
            new ProcessBuilder("kill", "-INT", Long.toString(demo.process.pid()))
                    .start()
                    .waitFor();
            await().atMost(Duration.ofSeconds(60)).until(() -> !demo.process.isAlive());
            assertThat(node.isAlive()).isFalse();
            assertThat(postgres.isAlive()).isFalse();
            assertThat(host.isAlive()).isFalse();
        }
    }
}
