package io.cuegrid.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.command.CommandTokens;
import io.cuegrid.api.command.FrameEnvironment;
import io.cuegrid.api.command.FrameOrder;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.api.spec.SpecException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What layers make of their commands, run by a real {@code sh}. */
class ShellTest {
    @TempDir
    private Path folder;

    private record Ran(int status, String output) {}

    @Test
    void shouldKeepWordsApartWhateverIsInThem() throws Exception {
        List<String> words =
                List.of("printf", "<%s>", "a b", "it's", "$HOME", "`id`", "*", "", "#IFRAME#", "x#y", "-n");

        Ran ran = run(new Shell("words", words).range("7"), 0);

        assertThat(ran.output()).isEqualTo("<a b><it's><$HOME><`id`><*><><7><x#y><-n>");
    }

    @Test
    void shouldRunCommandIOfASequenceOnFrameI() throws Exception {
        Layer sequence = new ShellSequence(
                "steps", List.of("echo one #IFRAME#", "echo 'it'\\''s' \"$CUE_IFRAME\" #ZFRAME#", "exit 3"));

        assertThat(run(sequence, 0)).isEqualTo(new Ran(0, "one 1\n"));
        assertThat(run(new ShellSequence("steps", List.of("echo a", "echo \"it's\" $CUE_IFRAME #ZFRAME#")), 1))
                .isEqualTo(new Ran(0, "it's 2 0002\n"));
        assertThat(run(new ShellSequence("steps", List.of("echo a", "echo b", "exit 3")), 2))
                .isEqualTo(new Ran(3, ""));
    }

    @Test
    void shouldKeepASlipInOneCommandOfASequenceFromTheOthers() throws Exception {
        List<String> commands =
                List.of("echo fine", "echo 'unclosed", ";; esac; echo escaped", "echo \\", "echo #FRAME#");

        assertThat(run(new ShellSequence("steps", commands), 0)).isEqualTo(new Ran(0, "fine\n"));
        assertThat(run(new ShellSequence("steps", commands), 1).status()).isNotZero();
        Ran escape = run(new ShellSequence("steps", commands), 2);
        assertThat(escape.status()).isNotZero();
        assertThat(escape.output()).doesNotContain("escaped\n");
        assertThat(run(new ShellSequence("steps", commands), 4)).isEqualTo(new Ran(0, "0005-steps\n"));
    }

    @Test
    void shouldRunTheCommandsOfAChunkOneAfterTheOther() throws Exception {
        List<String> commands = List.of("echo 1:#IFRAME#", "echo 2:#IFRAME#", "echo 3; exit 4", "echo 4");

        assertThat(run(new ShellSequence("steps", commands).chunk(2), 0)).isEqualTo(new Ran(0, "1:1\n2:2\n"));
        assertThat(run(new ShellSequence("steps", commands).chunk(2), 1)).isEqualTo(new Ran(4, "3\n"));
    }

    @Test
    void shouldIgnoreTheOutlinesRangeInASequence() throws SpecException {
        Outline outline = new Outline("sequence").user("ann").shot("sh01").range("100-200");
        outline.add(new ShellSequence("steps", List.of("a", "b", "c")));

        assertThat(outline.toSpec().getJobs(0).getLayers(0).getRange()).isEqualTo("1-3");
        assertThatThrownBy(() -> new ShellSequence("steps", List.of("a")).range("1-5"))
                .hasMessageContaining("its frames are its commands");
        assertThatThrownBy(() -> new ShellSequence("steps", List.of())).hasMessageContaining("has no commands");
    }

    @Test
    void shouldRunAScriptForShAsItIs() throws Exception {
        Path script = Files.writeString(
                folder.resolve("script.sh"), "#!/bin/sh\n# a comment\necho \"frame $CUE_IFRAME\"\nexit 5\n");

        assertThat(run(new ShellScript("script", script), 0)).isEqualTo(new Ran(5, "frame 1000\n"));
    }

    @Test
    void shouldRunAScriptWithTheProgramOfItsFirstLine() throws Exception {
        Path script = Files.writeString(
                folder.resolve("script"),
                "#!/usr/bin/awk -f\nBEGIN { print \"it's $HOME #LAYER#\"; print \"CUEGRID_SCRIPT_END\"; exit 6 }\nCUEGRID_SCRIPT_END");

        assertThat(run(new ShellScript("script", script), 0))
                .isEqualTo(new Ran(6, "it's $HOME script\nCUEGRID_SCRIPT_END\n"));
    }

    @Test
    void shouldSayThatAScriptCannotBeRead() {
        assertThatThrownBy(() -> new ShellScript("script", folder.resolve("none")))
                .isInstanceOf(OutlineException.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> new ShellCommand("once", "true").range("1-5"))
                .hasMessageContaining("is a single frame");
    }

    private Ran run(Layer layer, int chunk) throws SpecException, IOException, InterruptedException {
        Outline outline = new Outline("shell").show("testing").shot("sh01").user("ann");
        outline.add(layer);
        JobDocument job = outline.toSpec().getJobs(0);
        LayerFrames frames = new LayerFrames(
                FrameSet.parse(job.getLayers(0).getRange()), job.getLayers(0).getChunkSize());
        FrameOrder order = new FrameOrder(0, frames.chunk(chunk), 1, 100, 1, 0, 0, "id", "here");
        Path file = Files.writeString(folder.resolve("command"), CommandTokens.expand(job, order));
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString());
        builder.environment().clear();
        builder.environment().putAll(FrameEnvironment.build(job, order));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
