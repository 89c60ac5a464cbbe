package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The end of a frame is the end of everything that it started. */
class KillTest extends DaemonTest {

    private String pidTo(String file) {
        return "echo $! > " + folder.resolve(file);
    }

    @Test
    void shouldKillTheWholeGroupGentlyFirst() throws IOException {
        String command = "trap 'echo asked to end; exit 4' TERM; sleep 300 & " + pidTo("child") + "; (sleep 301 & "
                + pidTo("grandchild") + "; wait) & wait";
        grid.launch(job(command, logs), order(1, 1, 1));
        long child = awaitPid("child");
        long grandchild = awaitPid("grandchild");

        grid.kill(1, "somebody's wish");
        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(4);
        assertThat(completion.getKilledByOrder()).isTrue();
        assertThat(completion.getReason()).isEqualTo("somebody's wish");
        assertThat(lives(child)).isFalse();
        assertThat(lives(grandchild)).isFalse();
        assertThat(log(1)).contains("asked to end", "killMessage         somebody's wish");
    }

    @Test
    void shouldKillSurelyWhoDoesNotListen() {
        String command = "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & " + pidTo("child")
                + "; while :; do sleep 1; done";
        grid.launch(job(command, logs), order(1, 1, 1));
        long child = awaitPid("child");

        grid.kill(1, "now");
        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitSignal()).isEqualTo(9);
        assertThat(completion.getKilledByOrder()).isTrue();
        assertThat(lives(child)).isFalse();
    }

    @Test
    void shouldKillWhatTheCommandLeftBehind() {
        String command = "sleep 300 & " + pidTo("left") + "; (setsid sleep 301 & " + pidTo("escaped") + ") ; exit 0";
        grid.launch(job(command, logs), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isZero();
        assertThat(completion.getExitSignal()).isZero();
        assertThat(lives(awaitPid("left"))).isFalse();
        assertThat(lives(awaitPid("escaped"))).isFalse();
    }

    @Test
    void shouldAnswerAKillOfAnUnknownProcAndNeverRunItLater() {
        grid.kill(9, "it never came");
        assertThat(grid.awaitRefusal(9).getCauseValue()).isEqualTo(1);

        grid.launch(job("touch " + folder.resolve("ran"), logs), order(9, 1, 1), order(10, 2, 1));

        grid.awaitCompletion(10);
        assertThat(grid.completions(9)).isEmpty();
        assertThat(daemon.frameCount()).isZero();
    }
}
