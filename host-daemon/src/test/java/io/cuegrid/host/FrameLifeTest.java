package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One daemon in this process, real frames, from order to acknowledged completion. */
class FrameLifeTest {
    @TempDir
    Path folder;

    private FakeGrid grid;
    private HostDaemon daemon;
    private Path logs;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(folder.resolve("shots"));
        grid = new FakeGrid();
        daemon = new HostDaemon(
                TestHost.config(folder, grid.target()), new PrintStream(System.out, true, StandardCharsets.UTF_8));
        daemon.start();
        grid.awaitHello(1);
        grid.awaitHeartbeat();
    }

    @AfterEach
    void stop() {
        daemon.close();
        grid.close();
    }

    private String log(int frame) throws IOException {
        return Files.readString(logs.resolve("show-shot-user_job.%04d-render.rqlog".formatted(frame)));
    }

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
                .contains(
                        "RenderQ JobSpec",
                        "command              echo frame 3 as",
                        "env                  CUE_JOB=show-shot-user_job")
                .contains("\nframe 3 as 0003-render in show\n")
                .contains("RenderQ Job Complete", "exitStatus          7", "exitSignal          0");
    }

    @Test
    void shouldTellASignalFromAnExitStatusThatLooksLikeOne() {
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
    }
}
