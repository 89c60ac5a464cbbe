package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A frame from order to acknowledged completion. */
class FrameLifeTest extends DaemonTest {

    @Test
    void shouldRunAFrameAndReportItsExitStatus() throws IOException {
        grid.launch(job("echo frame #IFRAME# as $CUE_FRAME in $CUE_SHOW; exit 7", logs), order(1, 3, 1));

        assertThat(grid.awaitStarted(1)).isGreaterThan(1);
        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(7);
        assertThat(completion.getExitSignal()).isZero();
        assertThat(completion.getKilledByOrder()).isFalse();
        assertThat(completion.getJobId()).isEqualTo(FakeGrid.JOB_ID);
        assertThat(completion.getFrameOrdinal()).isEqualTo(2);
        assertThat(log(3))
                .contains("RenderQ JobSpec")
                .contains("command              echo frame 3 as")
                .contains("env                  CUE_JOB=show-shot-user_job")
                .contains("\nframe 3 as 0003-render in show\n")
                .contains("RenderQ Job Complete", "exitStatus          7", "exitSignal          0");
        awaitTrue(
                "the run's folder is removed", () -> !Files.exists(runFolder(1).getParent()));
    }

    @Test
    void shouldEndAFrameWhoseProgramIsMissingWith127AndSayItInItsLog() throws IOException {
        grid.launch(job("no-such-program --frame #IFRAME#", logs), order(1, 1, 1));

        assertThat(grid.awaitCompletion(1).getExitStatus()).isEqualTo(127);
        assertThat(log(1)).contains("no-such-program").contains("not found").contains("exitStatus          127");
    }

    @Test
    void shouldTellASignalFromAnExitStatusThatLooksLikeOne() throws IOException {
        grid.launch(
                job("test #IFRAME# = 1 && exit 137; test #IFRAME# = 2 && kill -9 $$; exit 255", logs),
                order(1, 1, 1),
                order(2, 2, 1),
                order(3, 3, 1));

        FrameCompletion exited = grid.awaitCompletion(1);
        FrameCompletion signalled = grid.awaitCompletion(2);
        FrameCompletion last = grid.awaitCompletion(3);

        assertThat(List.of(exited.getExitStatus(), exited.getExitSignal())).containsExactly(137, 0);
        assertThat(List.of(signalled.getExitStatus(), signalled.getExitSignal()))
                .containsExactly(1, 9);
        assertThat(List.of(last.getExitStatus(), last.getExitSignal())).containsExactly(255, 0);
        assertThat(log(2)).contains("exitSignal          9");
    }

    @Test
    void shouldGiveTheCommandToItsShellAsItIs() throws IOException {
        String command =
                "cd / && X='it'\"'\"'s' && printf '%s|%s|%s|' \"$X\" \"$EVIL\" \"$(pwd)\"; cat; echo \"`ulimit -c`\"";
        Map<String, String> environment = Map.of("EVIL", "'; touch hacked; $(touch hacked)\n\"", "PATH", "/somewhere");
        grid.launch(job(JOB, command, logs.toString(), environment), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isZero();
        assertThat(log(1)).contains("\nit's|'; touch hacked; $(touch hacked)\n\"|/|");
        assertThat(folder.resolve("temporary/hacked")).doesNotExist();
    }

    @Test
    void shouldKeepAJobsVariablesAwayFromTheRunner() throws IOException {
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                "/no/such.so",
                "PATH",
                "/nowhere",
                "SHELLOPTS",
                "xtrace",
                "BASH_FUNC_kill%%",
                "() { :; }");
        grid.launch(job(JOB, "case $PATH in *:/nowhere) exit 5;; esac", logs.toString(), environment), order(1, 1, 1));

        assertThat(grid.awaitCompletion(1).getExitStatus()).isEqualTo(5);
        assertThat(log(1)).contains("exitStatus          5");
    }

    @Test
    void shouldGiveAFrameItsOwnTemporaryFolderAndRemoveIt() {
        grid.launch(
                job(
                        "mkdir -p $TMPDIR/deep/er && touch $TMPDIR/deep/er/file && echo $TMPDIR >"
                                + folder.resolve("where"),
                        logs),
                order(1, 1, 1));

        assertThat(grid.awaitCompletion(1).getExitStatus()).isZero();
        String where = awaitWord("where");
        assertThat(where).startsWith(folder.resolve("temporary").toString());
        awaitTrue("the temporary folder is removed", () -> !Files.exists(java.nio.file.Path.of(where)));
    }

    @Test
    void shouldMeasureMemoryAndProcessorTimeOfAllProcesses() throws IOException {
        // tail holds 40 MiB while the one behind it works and then sleeps
        String command = "head -c 41943040 /dev/zero | tail -c 41943040 | "
                + "(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; sleep 1.5; cat >/dev/null); exit 0";
        grid.launch(job(command, logs), order(1, 1, 1));

        assertThat(grid.awaitVitals(1, line -> line.rssKib() > 20_000).pssKib()).isPositive();
        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getMaxRssKib()).isGreaterThan(20_000);
        assertThat(completion.getMaxPssKib()).isPositive().isLessThanOrEqualTo(completion.getMaxRssKib());
        assertThat(completion.getCpuMillis()).isGreaterThan(100);
        assertThat(completion.getRunMillis()).isGreaterThan(1_000);
        assertThat(log(1)).containsPattern("maxrss +[0-9]+ KiB");
    }

    @Test
    void shouldReportACommandThatCannotBeStarted() {
        grid.launch(job(JOB, "true", "/etc/elsewhere", Map.of()), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(256);
        assertThat(completion.getReason()).contains("/etc/elsewhere", "log roots");
    }

    @Test
    void shouldReplaceARunnerThatWasKilled() throws IOException {
        grid.launch(
                job("while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.1; done; exit 3", logs), order(1, 1, 1));
        grid.awaitStarted(1);
        long first = runnerOf(1);

        kill(first);
        awaitTrue("another runner", () -> {
            try {
                return runnerOf(1) != first && lives(runnerOf(1));
            } catch (IOException e) {
                return false;
            }
        });
        Files.createFile(folder.resolve("go"));

        assertThat(grid.awaitCompletion(1).getExitStatus()).isEqualTo(3);
        assertThat(log(1)).contains("exitStatus          3");
    }

    @Test
    void shouldInventNoStatusWhenWhatKeptItWasKilled() throws IOException {
        grid.launch(job("sleep 1.5; exit 3", logs), order(1, 1, 1));
        grid.awaitStarted(1);
        String[] child = Files.readString(runFolder(1).resolve("child")).strip().split(" ", -1);

        kill(Long.parseLong(child[2]));
        FrameCompletion completion = grid.awaitCompletion(1);

        // the true status if init had not collected the process yet, else one that asks for another run
        if (completion.getExitStatus() != 3) {
            assertThat(completion.getExitStatus()).isEqualTo(286);
            assertThat(completion.getReason()).contains("what kept its exit status was killed");
        }
    }

    @Test
    void shouldEndAFrameWhoseFolderWasTakenAway() throws IOException {
        grid.launch(job("sleep 300", logs), order(1, 1, 1));
        long leader = grid.awaitStarted(1);

        Files.move(runFolder(1).getParent(), folder.resolve("elsewhere"));

        awaitTrue("the frame has ended", () -> !lives(leader));
        assertThat(grid.awaitCompletion(1).getExitStatus()).isEqualTo(286);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }
}
