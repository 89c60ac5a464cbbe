package io.cuegrid.outline.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.spec.DependKind;
import io.cuegrid.api.spec.SpecException;
import io.cuegrid.outline.SpecLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
    private static final String HEAD = "name: main\nshow: testing\nshot: sh01\nuser: ann\n";

    @TempDir
    private Path folder;

    @Test
    void shouldReadEveryKey() throws SpecException {
        String yaml = HEAD + """
                uid: 1000
                facility: Cloud
                email: ann@example.com
                range: 1-10
                paused: yes
                priority: -3
                retries: 4
                max-cores: 2.5
                max-gpus: 3
                auto-eat: true
                os: rhel9
                env:
                  ONE: 1
                  EMPTY: ''
                  NOTHING:
                depends: other-sh02-bob_first
                layers:
                  - name: render
                    type: Util
                    command: [render, "a b", '#IFRAME#']
                    range: 1-4
                    chunk: 2
                    cores: 0.5
                    max-cores: 4
                    threadable: no
                    memory: 1.5g
                    gpus: 1
                    max-gpus: 2
                    gpu-memory: 4
                    timeout: 10
                    log-timeout: 5
                    tags: [general, desktop | nightly]
                    limits: arnold
                    services: [maya, shell]
                    env: {QUALITY: 1e3}
                    outputs: {main: '/out/#.exr'}
                    preprocess: mkdir out
                    postprocess: rmdir out
                  - name: later
                    command: later
                    depends:
                      - render
                      - {layer: render, type: all}
                      - {layer: render, frame: 3}
                      - frame: 0001-render
                      - {job: other-sh02-bob_sim}
                      - {job: other-sh02-bob_sim, layer: bake, type: any}
                """;

        SpecDocument spec = JobFile.parse(yaml, folder);

        assertThat(spec.getUid()).isEqualTo(1000);
        assertThat(spec.getFacility()).isEqualTo("cloud");
        assertThat(spec.getEmail()).isEqualTo("ann@example.com");
        JobDocument job = spec.getJobs(0);
        assertThat(job.getName()).isEqualTo("testing-sh01-ann_main");
        assertThat(job.getPaused()).isTrue();
        assertThat(job.getPriority()).isEqualTo(-3);
        assertThat(job.getMaxRetries()).isEqualTo(4);
        assertThat(job.getMaxCoreUnits()).isEqualTo(250);
        assertThat(job.getMaxGpus()).isEqualTo(3);
        assertThat(job.getAutoEat()).isTrue();
        assertThat(job.getOs()).isEqualTo("rhel9");
        assertThat(job.getEnvironmentMap())
                .containsEntry("ONE", "1")
                .containsEntry("EMPTY", "")
                .containsEntry("NOTHING", "")
                .hasSize(3);
        assertThat(job.getLayersList())
                .extracting(LayerDocument::getName)
                .containsExactly("render_preprocess", "render", "render_postprocess", "later");
        LayerDocument layer = job.getLayers(1);
        assertThat(layer.getKind()).isEqualTo(LayerKind.UTIL);
        assertThat(layer.getCommand()).isEqualTo("render 'a b' '#IFRAME#'");
        assertThat(layer.getRange()).isEqualTo("1-4");
        assertThat(layer.getChunkSize()).isEqualTo(2);
        assertThat(layer.getMinCoreUnits()).isEqualTo(50);
        assertThat(layer.getMaxCoreUnits()).isEqualTo(400);
        assertThat(layer.hasThreadable()).isTrue();
        assertThat(layer.getThreadable()).isFalse();
        assertThat(layer.getMemoryKib()).isEqualTo(1_572_864);
        assertThat(layer.getMinGpus()).isEqualTo(1);
        assertThat(layer.getMaxGpus()).isEqualTo(2);
        assertThat(layer.getGpuMemoryKib()).isEqualTo(4_194_304);
        assertThat(layer.getTimeoutMinutes()).isEqualTo(10);
        assertThat(layer.getTimeoutLluMinutes()).isEqualTo(5);
        assertThat(layer.getTagsList()).containsExactly("general", "desktop", "nightly");
        assertThat(layer.getLimitsList()).containsExactly("arnold");
        assertThat(layer.getServicesList()).containsExactly("maya", "shell");
        assertThat(layer.getEnvironmentMap()).containsEntry("QUALITY", "1e3");
        assertThat(layer.getOutputs(0).getName()).isEqualTo("main");
        assertThat(spec.getDependsList())
                .extracting(depend -> DependKind.of(depend.getType()) + " " + depend.getOnJob() + " "
                        + depend.getOnLayer() + " " + depend.getOnFrame() + " " + depend.getAnyFrame())
                .contains(
                        "JOB_ON_JOB other-sh02-bob_first   false",
                        "FRAME_BY_FRAME testing-sh01-ann_main render  false",
                        "LAYER_ON_LAYER testing-sh01-ann_main render  false",
                        "LAYER_ON_FRAME testing-sh01-ann_main render 0003-render false",
                        "LAYER_ON_FRAME testing-sh01-ann_main render 0001-render false",
                        "LAYER_ON_JOB other-sh02-bob_sim   false",
                        "LAYER_ON_LAYER other-sh02-bob_sim bake  true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'rnge: 1-5'                         | 8:7: \"rnge\" is not a key of a layer; did you mean \"range\"?",
                "'max_cores: 4'                      | 8:7: \"max_cores\" is not a key of a layer; did you mean \"max-cores\"?",
                "'range: 1-5x0'                      | 8:14: layer \"one\": bad frame range \"1-5x0\": the step cannot be zero",
                "'memory: much'                      | 8:15: memory: \"much\" is not an amount of memory",
                "'cores: 0.01'                       | 8:14: cores: \"0.01\" means 0.01 cores, the least is 0.1",
                "'chunk: 0'                          | 8:14: chunk \"0\" is not a whole number of at least 1",
                "'chunk:'                            | \"chunk\" has no value",
                "'chunk: [1]'                        | 8:14: \"chunk\" is a single value, not a list",
                "'threadable: 2'                     | 8:19: threadable \"2\" is neither true nor false",
                "'type: rendr'                       | 8:13: the type \"rendr\" is not one of render, util and post",
                "'once: perhaps'                     | 8:13: once \"perhaps\" is neither true nor false",
                "'env: [A, B]'                       | 8:12: \"env\" is written as keys with values, not as a list",
                "'env: {1A: x}'                      | 8:13: \"1A\" is not the name of a variable",
                "'tags: a'                           | 8:13: the tag name \"a\" is not allowed",
                "'depends: othr'                     | 8:16: there is no layer \"othr\" in the job",
                "'depends: \"one:al\"'               | 8:16: \"al\" is not a way to wait: frame, all, any, previous, sim",
                "'depends: [{one: all}]'             | 8:17: write \"one:all\" without a blank after the colon",
                "'depends: [{layer: one, typ: all}]' | \"typ\" is not a key of a depend; did you mean \"type\"?",
                "'depends: [{type: all}]'            | 8:17: a depend names a layer, a frame or a job",
                "'commands: [a]'                     | needs exactly one of command, commands, script, script-file, not command and commands",
                "'command: x'                        | 8:7: the key \"command\" is there twice",
                "'timeout: 1h'                       | 8:16: timeout \"1h\" is not a whole number from 0 to",
            })
    void shouldSayWhatIsWrongWithALayerAndWhere(String line, String problem) {
        assertThat(problem(HEAD
                        + "layers:\n  - name: one\n    command: x\n"
                                .replace("    command", "      command")
                                .replace("  - name", "    - name")
                        + "      " + line + "\n"))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'prority: 1'      | 5:1: \"prority\" is not a key of a job; did you mean \"priority\"?",
                "'priority: high'  | 5:11: priority \"high\" is not a whole number",
                "'retries: 17'     | 5:10: retries \"17\" is not a whole number from 0 to 16",
                "'user: root'      | 5:1: the key \"user\" is there twice",
                "'range: 1-b'      | 5:8: the range of the job: bad frame range \"1-b\": the last frame was expected",
                "'paused: 3'       | 5:9: paused \"3\" is neither true nor false",
                "'uid: 0'          | 5:6: jobs cannot be launched as root (uid 0)",
                "'depends: [{type: JOB_ON_JB, on: {job: a}}]' | the depend type \"JOB_ON_JB\" is not known; did you mean \"JOB_ON_JOB\"?",
                "'depends: [{type: JOB_ON_JOB}]' | a depend says what it waits for with \"on\"",
            })
    void shouldSayWhatIsWrongWithAJobAndWhere(String line, String problem) {
        assertThat(problem(HEAD + line + "\nlayers: [{name: one, command: x}]\n"))
                .contains(problem);
    }

    @Test
    void shouldTellEveryProblemAtOnce() {
        assertThat(problem("""
                                nme: x
                                shot: a
                                user: root
                                layers:
                                  - name: y
                                    range: 1,,2
                                  - command: z
                                """).split("\n"))
                .hasSizeGreaterThanOrEqualTo(6)
                .anyMatch(line -> line.equals("1:1: \"nme\" is not a key of a job; did you mean \"name\"?"))
                .anyMatch(line -> line.startsWith("1:1: the job has no name"))
                .anyMatch(line -> line.startsWith("2:7: the shot name \"a\" is not allowed"))
                .anyMatch(line -> line.startsWith("3:7: jobs cannot be launched as root"))
                .anyMatch(line -> line.startsWith("5:5: layer \"y\" needs exactly one of"))
                .anyMatch(line -> line.startsWith("7:5: the layer has no name"));
    }

    @Test
    void shouldNoticeATokenThatYamlWouldTakeForAComment() {
        assertThat(problem(HEAD + "layers:\n  - name: one\n    command: render #IFRAME# out\n"))
                .contains(
                        "7:14: put this value in quotes: a blank and # begin a comment in YAML, so #IFRAME# would be lost");
        assertThat(problem(HEAD + "layers:\n  - name: one\n    command: 'render #IFRAME#' # a comment\n"))
                .isEmpty();
        assertThat(problem(HEAD + "layers:\n  - name: one\n    command: render-#IFRAME#\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 1\nb: *x",
                "a: &a [1, 2]\nb: [*a, *a]",
                "base: &b {c: 1}\nlayers: {<<: *b}",
            })
    void shouldRefuseAnchorsAndAliases(String yaml) {
        assertThat(problem(yaml)).contains("anchors and aliases (& and *) are not taken");
    }

    @Test
    void shouldRefuseABombOfAliasesAtOnce() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(problem(yaml.toString())).contains("are not taken"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [x]",
                "a: !!python/object:os.system ls",
                "layers: !custom [1]",
            })
    void shouldRefuseTagsThatNameObjects(String yaml) {
        assertThat(problem(yaml)).contains("are not taken in a job file");
    }

    @Test
    void shouldBoundDepthAndSize() {
        assertThat(problem("[".repeat(5000) + "]".repeat(5000))).contains("nested more than 16 deep");
        assertThat(problem("a: " + "x".repeat(17 << 20))).contains("larger than 16777216 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1", "\t- x", "a: b: c", "'unclosed", "{a: 1}}", "a: \u0001"})
    void shouldSayWhereTheYamlIsBroken(String yaml) {
        assertThat(problem(yaml)).matches("(?s)1?\\d*:?\\d*:? ?not well-formed YAML: .+|.*not a key of a job.*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | the file is empty",
                "'just text'    | a job file holds keys with values",
                "'- a'          | a job file holds keys with values",
            })
    void shouldRefuseAnotherDocument(String yaml, String problem) {
        assertThat(problem(yaml)).contains(problem);
        assertThat(problem(HEAD + "layers: [{name: one, command: x}]\n---\nname: two\n"))
                .contains("there is a second document");
    }

    @Test
    void shouldReadScriptsBesideTheFile() throws IOException, SpecException {
        Files.writeString(folder.resolve("do.sh"), "echo from the file\n");
        Path file = Files.writeString(
                folder.resolve("job.yml"),
                HEAD + "layers: [{name: one, script-file: do.sh}, {name: two, script: echo}]\n");

        SpecDocument spec = SpecLoader.load(file);

        assertThat(spec.getJobs(0).getLayersList())
                .extracting(LayerDocument::getCommand)
                .containsExactly("echo from the file", "echo");
        assertThat(problem(HEAD + "layers: [{name: one, script-file: none.sh}]\n"))
                .contains("cannot be read");
    }

    @Test
    void shouldChooseTheReaderByTheNameOfTheFile() throws IOException {
        Path text = Files.writeString(folder.resolve("job.txt"), "");
        Path binary = Files.write(folder.resolve("job.yaml"), new byte[] {(byte) 0xC3, 0x28});

        assertThatThrownBy(() -> SpecLoader.load(text)).hasMessageContaining("ends with .yaml, .yml or .xml");
        assertThatThrownBy(() -> SpecLoader.load(binary)).hasMessage("the text is not UTF-8");
        assertThatThrownBy(() -> SpecLoader.load(folder.resolve("none.xml"))).isInstanceOf(IOException.class);
    }

    private String problem(String yaml) {
        try {
            JobFile.parse(yaml, folder);
        } catch (SpecException problems) {
            return String.valueOf(problems.getMessage());
        }
        return "";
    }
}
