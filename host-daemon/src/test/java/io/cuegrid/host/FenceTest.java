package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.OrderRefused;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.hostlink.ProcVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing runs twice, and nothing that ended is forgotten. */
class FenceTest extends DaemonTest {
    private JobDocument counting() {
        return job("echo x >> " + folder.resolve("runs-of-#IFRAME#"), logs);
    }

    private List<String> runsOf(int frame) throws IOException {
        return Files.readAllLines(folder.resolve("runs-of-" + frame));
    }

    @Test
    void shouldRunAnOrderOnceHoweverOftenItComes() throws IOException {
        grid.acknowledging(false);
        grid.launch(counting(), order(1, 1, 1), order(1, 1, 1));
        grid.awaitCompletion(1);
        grid.launch(counting(), order(1, 1, 1), order(2, 2, 1));
        grid.awaitCompletion(2);

        assertThat(runsOf(1)).hasSize(1);

        grid.acknowledging(true);
        awaitTrue("completions are forgotten", () -> completionFiles() == 0);
        grid.launch(counting(), order(1, 1, 1));
        assertThat(grid.awaitRefusal(1).getCause()).isEqualTo(OrderRefused.Cause.RAN_BEFORE);
        assertThat(runsOf(1)).hasSize(1);
    }

    @Test
    void shouldRefuseOrdersOfAnOlderEpoch() {
        grid.launch(counting(), order(1, 1, 5));
        grid.awaitCompletion(1);

        grid.launch(counting(), order(2, 2, 4));
        assertThat(grid.awaitRefusal(2).getCause()).isEqualTo(OrderRefused.Cause.OLD_EPOCH);

        grid.launch(counting(), order(3, 3, 5));
        grid.awaitCompletion(3);
        assertThat(folder.resolve("runs-of-2")).doesNotExist();
    }

    @Test
    void shouldNotFollowALeaderOfAnOlderEpoch() {
        grid.launch(counting(), order(1, 1, 5));
        grid.awaitCompletion(1);
        grid.hangUp();
        assertThat(grid.awaitHello(2).getNewestEpoch().getNumber()).isEqualTo(5);
        // welcomed with epoch 1, the daemon leaves and says hello again
        grid.awaitHello(3);

        grid.epoch(6);
        int before = grid.hellos();
        grid.awaitHello(before + 1);
        awaitTrue("taken over by epoch 6", () -> daemon.isWelcomed());
    }

    @Test
    void shouldRefuseAnOrderWhoseDocumentIsUnknown() {
        grid.say(GridMessage.newBuilder().addLaunches(order(1, 1, 1)));

        assertThat(grid.awaitRefusal(1).getCause()).isEqualTo(OrderRefused.Cause.NO_DOCUMENT);
    }

    @Test
    void shouldSendCompletionsAgainUntilTheyAreAcknowledged() {
        grid.acknowledging(false);
        grid.launch(job("exit 3", logs), order(1, 1, 1));
        grid.awaitCompletion(1);
        grid.hangUp();

        assertThat(grid.awaitHello(2).getProcsList())
                .singleElement()
                .satisfies(proc -> assertThat(proc.getState()).isEqualTo(ProcState.State.ENDED));
        awaitTrue("the completion comes again", () -> grid.completions(1).size() == 2);
        assertThat(grid.completions(1))
                .allSatisfy(completion -> assertThat(completion.getExitStatus()).isEqualTo(3));
        assertThat(completionFiles()).isEqualTo(1);

        grid.acknowledging(true);
        awaitTrue("the completion is forgotten", () -> completionFiles() == 0);
    }

    @Test
    void shouldEndWhatTheGridHasGivenAway() {
        grid.launch(job("sleep 300 & echo $! >" + folder.resolve("pid") + "; wait", logs), order(1, 1, 1));
        long pid = awaitPid("pid");

        grid.verdict(1, ProcVerdict.Verdict.END);

        awaitTrue("the run is gone", () -> daemon.frameCount() == 0);
        assertThat(lives(pid)).isFalse();
        assertThat(grid.completions(1)).isEmpty();
    }

    @Test
    void shouldEndTheFramesOfAnotherGrid() {
        grid.launch(job("sleep 300 & echo $! >" + folder.resolve("pid") + "; wait", logs), order(1, 1, 7));
        long pid = awaitPid("pid");
        grid.incarnation("5ca1ab1e");
        grid.hangUp();
        grid.awaitHello(2);

        awaitTrue("the run is gone", () -> daemon.frameCount() == 0);
        assertThat(lives(pid)).isFalse();
        grid.launch(counting(), order(1, 1, 1));
        assertThat(grid.awaitCompletion(1).getExitStatus()).isZero();
    }

    private long completionFiles() {
        try (var files = Files.list(folder.resolve("home/hosts/alpha/completions"))) {
            return files.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
