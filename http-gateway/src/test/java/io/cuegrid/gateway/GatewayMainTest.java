package io.cuegrid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.token.SecretFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own. */
@Timeout(60)
final class GatewayMainTest {

    @TempDir
    Path home;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.cuegrid.gateway.GatewayMain",
                "--home",
                home.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static String firstLine(java.io.InputStream stream) throws IOException {
        return Objects.requireNonNull(
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)).readLine());
    }

    @Test
    void shouldListenAndSayThatTheGridIsAway() throws Exception {
        SecretFile.readOrCreate(home.resolve("secret"));
        Process process = start("--port", "0", "--grid", "127.0.0.1:1");
        try {
            String ready = firstLine(process.getInputStream());
            assertThat(ready).matches("\\{\"ready\":\"gateway\",\"rest\":\\d+}");
            String port = ready.replaceAll("\\D", "");

            HttpResponse<String> health = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("the grid does not answer: UNAVAILABLE");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNameTheSecretThatIsMissing() throws Exception {
        Process process = start("--port", "0");

        assertThat(firstLine(process.getErrorStream()))
                .startsWith("cuegrid gateway: there is no secret at " + home.resolve("secret"));
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void shouldNameThePortThatIsTaken() throws Exception {
        SecretFile.readOrCreate(home.resolve("secret"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start("--port", Integer.toString(taken.getLocalPort()));
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(errors).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }
}
