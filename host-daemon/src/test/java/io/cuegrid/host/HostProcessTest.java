package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.hostlink.ProcVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: killed, started again, stopped, turned away. */
class HostProcessTest {
    @TempDir
    Path folder;

    private FakeGrid grid;
    private Path logs;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(folder.resolve("shots"));
        grid = new FakeGrid();
    }

    @AfterEach
    void stop() {
        grid.close();
    }

    private DaemonProcess daemon(String... options) throws IOException {
        return new DaemonProcess(folder, grid.target(), FakeGrid.TOKEN, options);
    }

    private long launchSleeping(long proc, int frame) {
        grid.launch(job("sleep 300 & echo $! > " + folder + "/pid-of-#IFRAME#; wait", logs), order(proc, frame, 1));
        Path file = folder.resolve("pid-of-" + frame);
        DaemonTest.awaitTrue(
                "pid of frame " + frame,
                () -> Files.exists(file) && file.toFile().length() > 1);
        grid.awaitStarted(proc);
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldStopAndReportWhatAKilledDaemonLeft() throws Exception {
        long sleeper;
        try (DaemonProcess first = daemon()) {
            first.awaitReady();
            sleeper = launchSleeping(1, 1);
            grid.launch(job("sleep 1; exit 5", logs), order(2, 2, 1));
            grid.awaitStarted(2);
            first.kill();
        }
        assertThat(DaemonTest.lives(sleeper)).isTrue();
        Path log = logs.resolve("show-shot-user_job.0002-render.rqlog");
        DaemonTest.awaitTrue("frame 2 ends without a daemon", () -> read(log).contains("exitStatus          5"));

        try (DaemonProcess second = daemon()) {
            second.awaitReady();
            Hello hello = grid.awaitHello(2);
            FrameCompletion stopped = grid.awaitCompletion(1);
            FrameCompletion finished = grid.awaitCompletion(2);

            assertThat(hello.getIncarnation()).isEqualTo(2);
            assertThat(hello.getHostId()).isEqualTo(grid.awaitHello(1).getHostId());
            assertThat(hello.getProcsList())
                    .hasSize(2)
                    .allSatisfy(proc -> assertThat(proc.getState()).isEqualTo(ProcState.State.ENDED));
            assertThat(DaemonTest.lives(sleeper)).isFalse();
            assertThat(stopped.getExitStatus()).isEqualTo(286);
            assertThat(stopped.getReason()).contains("started again");
            assertThat(stopped.getKilledByOrder()).isFalse();
            assertThat(finished.getExitStatus()).isEqualTo(5);
            assertThat(finished.getReason()).isEmpty();

            grid.launch(job("true", logs), order(1, 1, 1), order(3, 3, 1));
            assertThat(grid.awaitCompletion(3).getExitStatus()).isZero();
            assertThat(grid.completions(1)).hasSize(1);
        }
    }

    @Test
    void shouldTakeRunningFramesUpAgainWhenToldToKeepThem() throws Exception {
        long sleeper;
        try (DaemonProcess first = daemon("--adopt", "keep")) {
            first.awaitReady();
            sleeper = launchSleeping(1, 1);
            first.terminate();
            assertThat(first.awaitEnd()).isZero();
        }
        assertThat(DaemonTest.lives(sleeper)).isTrue();

        try (DaemonProcess second = daemon("--adopt", "keep", "--on-shutdown", "kill")) {
            second.awaitReady();
            assertThat(grid.awaitHello(2).getProcsList())
                    .singleElement()
                    .satisfies(proc -> assertThat(proc.getState()).isEqualTo(ProcState.State.RUNNING));
            grid.verdict(1, ProcVerdict.Verdict.GO_ON);
            assertThat(grid.awaitVitals(1, line -> line.rssKib() > 0).frozen()).isFalse();
            assertThat(DaemonTest.lives(sleeper)).isTrue();

            second.terminate();
            assertThat(second.awaitEnd()).isZero();
        }
        assertThat(DaemonTest.lives(sleeper)).isFalse();
        assertThat(grid.awaitCompletion(1).getReason()).contains("stopped");
    }

    @Test
    void shouldSayThatADaemonOfThisNameRunsAlready() throws Exception {
        try (DaemonProcess first = daemon()) {
            first.awaitReady();
            try (DaemonProcess second = daemon()) {
                assertThat(second.awaitEnd()).isEqualTo(6);
                assertThat(second.lastErrorLine())
                        .hasValueSatisfying(line -> assertThat(line).contains("alpha runs already"));
            }
        }
    }

    @Test
    void shouldEndWithASentenceWhenTheTokenIsWrong() throws Exception {
        try (DaemonProcess daemon = new DaemonProcess(folder, grid.target(), "another")) {
            assertThat(daemon.awaitEnd()).isEqualTo(3);
            assertThat(daemon.lastErrorLine())
                    .hasValueSatisfying(
                            line -> assertThat(line).contains("does not accept this host's token", "not this grid's"));
        }
    }

    @Test
    void shouldEndWithTheGridsReasonWhenItIsRefusedForGood() throws Exception {
        grid.answer(FakeGrid.refusal("another host is named alpha"));
        try (DaemonProcess daemon = daemon()) {
            assertThat(daemon.awaitEnd()).isEqualTo(4);
            assertThat(daemon.lastErrorLine())
                    .hasValueSatisfying(line -> assertThat(line).contains("another host is named alpha"));
        }
    }

    @Test
    void shouldFollowARedirect() throws Exception {
        try (FakeGrid other = new FakeGrid()) {
            other.answer(FakeGrid.redirectTo(grid.target()));
            try (DaemonProcess daemon = new DaemonProcess(folder, other.target(), FakeGrid.TOKEN)) {
                assertThat(daemon.awaitReady()).contains(grid.target());
                assertThat(other.hellos()).isEqualTo(1);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
