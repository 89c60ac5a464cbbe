package io.cuegrid.outline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.outline.backend.LocalBackend;
import io.cuegrid.outline.backend.LocalListener;
import io.cuegrid.outline.backend.LocalOptions;
import io.cuegrid.outline.backend.LocalSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of outline/examples runs, with the local backend and real processes. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    private Path folder;

    private final List<String> ended = new ArrayList<>();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().matches(".*\\.(yaml|xml)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldRunToItsEnd(Path file) throws Exception {
        assertThat(run(file).complete()).isTrue();
        assertThat(ended).isNotEmpty();
    }

    @Test
    void shouldHaveOneOfEachSort() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "chunks.yaml",
                        "depends.yaml",
                        "hello.xml",
                        "post.yaml",
                        "process.yaml",
                        "script.yaml",
                        "sequence.yaml",
                        "settings.yaml",
                        "shell.yaml");
    }

    @Test
    void shouldGiveEachChunkItsFrames() throws Exception {
        run(EXAMPLES.resolve("chunks.yaml"));

        assertThat(log("testing-sh010-artist_chunks.0001-render")).contains("frames 1-7x2: from 1 to 7");
        assertThat(log("testing-sh010-artist_chunks.0017-render")).contains("frames 17,19: from 17 to 19");
        assertThat(log("testing-sh010-artist_chunks.0005-reversed"))
                .contains("each word stays one word: it's frame 0005");
        assertThat(ended).contains("0003-reversed SUCCEEDED").doesNotContain("0007-reversed SUCCEEDED");
    }

    @Test
    void shouldKeepTheOrderThatDependsDemand() throws Exception {
        run(EXAMPLES.resolve("depends.yaml"));

        assertThat(ended.stream().filter(line -> line.contains("simulate")))
                .containsExactly(
                        "0001-simulate SUCCEEDED",
                        "0002-simulate SUCCEEDED",
                        "0003-simulate SUCCEEDED",
                        "0004-simulate SUCCEEDED");
        for (int frame = 1; frame <= 4; frame++) {
            assertThat(ended.indexOf("000" + frame + "-render SUCCEEDED"))
                    .isGreaterThan(ended.indexOf("000" + frame + "-simulate SUCCEEDED"));
        }
        assertThat(ended.indexOf("0001-check SUCCEEDED")).isGreaterThan(ended.indexOf("0003-render SUCCEEDED"));
        assertThat(ended.indexOf("0004-wedge SUCCEEDED")).isGreaterThan(ended.indexOf("0001-preview SUCCEEDED"));
        assertThat(ended.get(ended.size() - 1)).isIn("0001-movie SUCCEEDED", "0004-wedge SUCCEEDED");
        assertThat(ended.indexOf("0001-movie SUCCEEDED")).isGreaterThan(ended.indexOf("0004-render SUCCEEDED"));
    }

    @Test
    void shouldRunPreparationFirstAndPostLayersLast() throws Exception {
        run(EXAMPLES.resolve("process.yaml"));
        assertThat(ended.get(0)).isEqualTo("0001-render_preprocess SUCCEEDED");
        assertThat(ended.get(4)).isEqualTo("0001-render_postprocess SUCCEEDED");
        ended.clear();

        run(EXAMPLES.resolve("post.yaml"));
        assertThat(ended.get(2)).isEqualTo("0001-report SUCCEEDED");
    }

    @Test
    void shouldRunScriptsAndRetryFrames() throws Exception {
        run(EXAMPLES.resolve("script.yaml"));
        run(EXAMPLES.resolve("settings.yaml"));

        assertThat(log("testing-sh010-artist_script.1000-file")).contains("the total is 55");
        assertThat(log("testing-sh010-artist_settings.0001-render"))
                .contains("/shots/testing at quality high with 2 threads and 524288 KiB");
        assertThat(ended).contains("0001-retried RETRIED", "0001-retried SUCCEEDED");
        assertThat(log("testing-sh010-artist_settings.0001-retried")).contains("attempt 2");
        assertThat(Files.readString(folder.resolve("testing-sh010-artist_settings.0001-retried.rqlog.1")))
                .contains("attempt 1");
    }

    @Test
    void shouldRunTheJavaExampleAsAProgram() throws Exception {
        Ran ran = java(folder.toString());

        assertThat(ran.output().lines())
                .hasSize(9)
                .startsWith("0001-render_preprocess SUCCEEDED")
                .endsWith("0001-sheet SUCCEEDED", "0001-mail SUCCEEDED");
        assertThat(ran.status()).isZero();
        assertThat(log("testing-sh010-artist_turntable.0004-render")).contains("rendering frame 4");
    }

    @Test
    void shouldPrintTheJavaExampleAsXmlThatIsReadAgain() throws Exception {
        Path xml = Files.writeString(
                folder.resolve("turntable.xml"),
                java(folder.toString(), "--xml").output());

        SpecDocument spec = SpecLoader.load(xml);

        assertThat(spec.getJobs(0).getLayersList())
                .extracting(layer -> layer.getName())
                .containsExactly("render", "render_preprocess", "sheet");
    }

    private record Ran(int status, String output) {}

    private static Ran java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("Turntable.java").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private LocalSummary run(Path file) throws Exception {
        LocalListener listener = new LocalListener() {
            @Override
            public void ended(String job, String frame, int attempt, int exitStatus, FrameEnd end) {
                ended.add(frame + " " + end);
            }
        };
        return new LocalBackend(new LocalOptions(folder, 2, 1000), listener).run(SpecLoader.load(file));
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".rqlog"));
    }
}
