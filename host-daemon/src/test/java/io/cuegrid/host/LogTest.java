package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logs are written where they may be, and nowhere else. */
class LogTest extends DaemonTest {

    @Test
    void shouldMoveOlderAttemptsAside() throws IOException {
        for (int attempt = 1; attempt <= 3; attempt++) {
            grid.launch(job("echo attempt " + attempt, logs), order(attempt, 1, 1));
            grid.awaitCompletion(attempt);
        }

        assertThat(log(1)).contains("\nattempt 3\n");
        assertThat(Files.readString(Path.of(logFile(1) + ".1"))).contains("\nattempt 1\n");
        assertThat(Files.readString(Path.of(logFile(1) + ".2"))).contains("\nattempt 2\n");
    }

    @Test
    void shouldMakeTheLogsFolder() throws IOException {
        Path deep = logs.resolve("a/b/c d".replace(" ", "_"));
        grid.launch(job("echo here", deep), order(1, 1, 1));

        grid.awaitCompletion(1);

        assertThat(Files.readString(deep.resolve(JOB + ".0001-render.rqlog"))).contains("\nhere\n");
    }

    @Test
    void shouldFollowNoLinkInTheFolder() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(logs.resolve("link"), outside);
        grid.launch(job("echo written", logs.resolve("link/below")), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(256);
        assertThat(completion.getReason()).contains("link", "symbolic link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void shouldFollowNoLinkInTheLogsPlace() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(logFile(1), victim);
        grid.launch(job("echo written", logs), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(256);
        assertThat(completion.getReason()).contains("symbolic link");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void shouldRefuseNamesThatLeadOutOfTheRoot() {
        grid.launch(job(JOB, "true", logs + "/../up", Map.of()), order(1, 1, 1));
        assertThat(grid.awaitCompletion(1).getReason()).contains("..");

        grid.launch(job("../../etc/job", "true", logs.toString(), Map.of()), order(2, 1, 1));
        assertThat(grid.awaitCompletion(2).getReason()).contains("no plain name");
        assertThat(grid.awaitCompletion(2).getExitStatus()).isEqualTo(256);
    }

    @Test
    void shouldHideSecretsInTheHeader() throws IOException {
        grid.launch(job(JOB, "test $FARM_TOKEN = 123", logs.toString(), Map.of("FARM_TOKEN", "123")), order(1, 1, 1));

        assertThat(grid.awaitCompletion(1).getExitStatus()).isZero();
        assertThat(log(1)).contains("FARM_TOKEN=(hidden)").doesNotContain("FARM_TOKEN=123");
    }
}
