package io.cuegrid.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path home;

    @Test
    void shouldBeMadeStartedFoundAgainKilledStartedAgainAndStopped() throws Exception {
        PostgresServer server = new PostgresServer(home.resolve("postgres"), false);
        assertThat(server.running()).isNull();
        assertThat(server.stop()).isFalse();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> server.start(other.getLocalPort()))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken by another program")
                    .hasMessageContaining("--port-base");
        }
        int port = freePort();
        PostgresServer.Running started = server.start(port);
        try {
            assertThat(started.port()).isEqualTo(port);
            assertThat(started.wasRunning()).isFalse();
            Path password = home.resolve("postgres/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            String url = server.jdbcUrl(port);
            assertThat(url).doesNotContain(Files.readString(password).strip());
            try (Connection connection = JdbcUrl.connect(url)) {
                assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
            }
            assertThatThrownBy(() -> DriverManager.getConnection(
                                    "jdbc:postgresql://127.0.0.1:" + port + "/cuegrid", "cuegrid", "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");

            PostgresServer.Running again = new PostgresServer(home.resolve("postgres"), false).start(freePort());
            assertThat(again.wasRunning()).isTrue();
            assertThat(again.pid()).isEqualTo(started.pid());
            assertThat(again.port()).isEqualTo(port);

            ProcessHandle.of(started.pid()).orElseThrow().destroyForcibly();
            await().until(() -> server.running() == null);
            await().until(() -> isFree(port));
            PostgresServer.Running restarted = server.start(port);
            assertThat(restarted.wasRunning()).isFalse();
            assertThat(restarted.pid()).isNotEqualTo(started.pid());
            assertThat(server.stop()).isTrue();
            assertThat(server.running()).isNull();
        } finally {
            server.stop();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Test
    void shouldKeepThePasswordFileOutOfTheDriversAddress() throws IOException {
        Path password = Files.writeString(home.resolve("pass word&x"), "s3cret\n");
        String url = JdbcUrl.of(5432, "cuegrid", "ann", password);
        assertThat(JdbcUrl.withoutPasswordFile(url)).isEqualTo("jdbc:postgresql://127.0.0.1:5432/cuegrid?user=ann");
        assertThat(JdbcUrl.properties(url)).containsEntry("password", "s3cret");
        String other = "jdbc:postgresql://db/cue?passwordFile=" + "%2Fx" + "&user=ann";
        assertThat(JdbcUrl.withoutPasswordFile(other)).isEqualTo("jdbc:postgresql://db/cue?user=ann");
        assertThat(JdbcUrl.withoutPasswordFile("jdbc:postgresql://db/cue?passwordFile=x"))
                .isEqualTo("jdbc:postgresql://db/cue");
        assertThatThrownBy(() -> JdbcUrl.withoutPasswordFile("jdbc:mysql://db/cue?password=hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://")
                .hasMessageNotContaining("hunter2");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
