package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.host.frame.LeaseExpiry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames as their job's user; only root can switch, so these tests need root and the account "daemon". */
class JobUserTest extends DaemonTest {
    private static final String USER = "daemon";

    @Override
    HostDaemon newDaemon() {
        return new HostDaemon(
                TestHost.config(folder, grid.target(), LeaseExpiry.FREEZE, 1024, true),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    @BeforeEach
    @Override
    void start() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")));
        assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")));
        assumeTrue(Files.readString(Path.of("/etc/passwd")).contains("\n" + USER + ":"));
        super.start();
        for (String path : new String[] {"", "home", "home/hosts", "home/hosts/alpha"}) {
            Files.setPosixFilePermissions(folder.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String path : new String[] {"shots", "temporary"}) {
            Files.setPosixFilePermissions(folder.resolve(path), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private JobDocument of(String user, String command) {
        return job(command, logs).toBuilder().setUser(user).build();
    }

    @Test
    void shouldRunTheFrameAndWriteItsLogAsTheJobsUser() throws IOException {
        grid.launch(of(USER, "id -un; touch $TMPDIR/mine || exit 9; kill -9 $$"), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getReason()).isEmpty();
        assertThat(completion.getExitSignal()).isEqualTo(9);
        assertThat(log(1)).contains("\n" + USER + "\n", "account              " + USER);
        assertThat(Files.getOwner(logFile(1)).getName()).isEqualTo(USER);
    }

    @Test
    void shouldNeverRunAsRootOrAsSomebodyUnknown() {
        grid.launch(of("root", "true"), order(1, 1, 1));
        assertThat(grid.awaitCompletion(1).getReason()).contains("never run as root");
        assertThat(grid.awaitCompletion(1).getExitStatus()).isEqualTo(256);

        grid.launch(of("nobodyknowsme", "true"), order(2, 1, 1));
        assertThat(grid.awaitCompletion(2).getReason()).contains("not known on this host");

        grid.launch(of(USER, "true").toBuilder().setUid(12345).build(), order(3, 1, 1));
        assertThat(grid.awaitCompletion(3).getReason()).contains("12345");
    }

    @Test
    void shouldNotTakeAnUnreadableStatusForASuccess() throws IOException {
        Path su = Path.of("/usr/bin/su");
        assumeTrue(Files.exists(su) && ((int) Files.getAttribute(su, "unix:mode") & 04000) != 0);
        grid.launch(of(USER, "exec su --version"), order(1, 1, 1));

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(1);
        assertThat(completion.getReason()).contains("without exec");
    }

    @Test
    void shouldKillAFrameOfAnotherAccount() {
        grid.launch(of(USER, "sleep 300"), order(1, 1, 1));
        long pid = grid.awaitStarted(1);

        grid.kill(1, "enough");

        assertThat(grid.awaitCompletion(1).getExitSignal()).isEqualTo(15);
        assertThat(lives(pid)).isFalse();
    }
}
