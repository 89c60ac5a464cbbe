package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.cuegrid.outline.e2e.Cuegrid.Result;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a grid says to what it cannot take: one sentence, a status, and nothing half-done. */
class BadInputIT {
    /** What the launcher script itself needs. */
    private static final List<String> LAUNCHER_PROGRAMS =
            List.of("sh", "dirname", "basename", "readlink", "sed", "cat", "find", "head", "java");

    @TempDir
    static Path folder;

    private static Cuegrid cuegrid;

    @BeforeAll
    static void up() {
        cuegrid = new Cuegrid(folder);
        cuegrid.up("--no-history", "--hosts", "0");
    }

    @AfterAll
    static void down() {
        cuegrid.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken       | </layers>                 | </layer>                       | 'broken.xml:'",
                "unknown      | <chunk>1</chunk>          | <chunks>1</chunks>             | 'chunks'",
                "range        | <range>1-3</range>        | <range>1-3x0</range>           | 'step cannot be zero'",
                "memory       | <memory>64m</memory>      | <memory>much</memory>          | 'much'",
                "cores        | <cores>0.2</cores>        | <cores>few</cores>             | 'few'",
                "short        | <layer name=\"work\"      | <layer name=\"ab\"             | 'ab'",
                "slash        | <job name=\"slash\">      | <job name=\"a/b/c\">           | 'a/b/c'",
                "toomany      | <range>1-3</range>        | <range>1-1000001</range>       | '1000001'",
                "root         | <user>tester</user>       | <user>root</user>              | 'root'",
            })
    void shouldRefuseASpecificationWithItsPlace(String name, String right, String wrong, String said) {
        String spec = Cuegrid.specOf("local", name, "1-3", "true");
        assertThat(spec).contains(right);
        Path file = cuegrid.write(name + ".xml", spec.replace(right, wrong));

        Result submit = cuegrid.run("submit", file.toString());

        assertThat(submit.status()).as(submit.err()).isEqualTo(2);
        assertThat(submit.err()).startsWith("cuegrid: ").contains(said).doesNotContain("Exception");
        assertThat(submit.out()).isEmpty();
        assertThat(cuegrid.list("jobs", "--all")).isEmpty();
    }

    @Test
    void shouldNotReadFilesForAHostileSpecification() {
        Path secret = cuegrid.write("secret.txt", "do-not-tell");
        String spec = Cuegrid.specOf("local", "hostile", "1-3", "true")
                .replaceFirst("<!DOCTYPE[^>]*>", "<!DOCTYPE spec [<!ENTITY x SYSTEM \"file://" + secret + "\">]>")
                .replace("<range>1-3</range>", "<range>&x;</range>");

        Result submit = cuegrid.run("submit", cuegrid.write("hostile.xml", spec).toString());

        assertThat(submit.status()).isEqualTo(2);
        assertThat(submit.err()).doesNotContain("do-not-tell").doesNotContain("Exception");
        assertThat(cuegrid.list("jobs", "--all")).isEmpty();
    }

    @Test
    void shouldSubmitNoneOfTwoFilesWhenOneIsWrong() {
        Path good = cuegrid.write("good.xml", Cuegrid.specOf("local", "good", "1-3", "true"));
        Path bad = cuegrid.write("bad.xml", "<spec>");

        assertThat(cuegrid.run("submit", good.toString(), bad.toString()).status())
                .isEqualTo(2);
        assertThat(cuegrid.list("jobs", "--all")).isEmpty();
    }

    @Test
    void shouldRefuseWrongAndExpiredTokens() throws IOException {
        Algorithm algorithm = Algorithm.HMAC256(
                Files.readString(cuegrid.home().resolve("secret")).strip());
        String expired = JWT.create()
                .withSubject("ada")
                .withExpiresAt(Instant.now().minusSeconds(60))
                .sign(algorithm);
        String wrong =
                JWT.create().withSubject("ada").sign(Algorithm.HMAC256("not the secret of this home at all, no"));

        for (String token : new String[] {expired, wrong, "nonsense"}) {
            Result jobs = cuegrid.run(Map.of("CUEGRID_TOKEN", token), "jobs");
            assertThat(jobs.status()).as(jobs.err()).isEqualTo(5);
            assertThat(jobs.err()).startsWith("cuegrid: ").hasLineCount(1);
            assertThat(rest(token)).isEqualTo(401);
        }
        assertThat(rest(cuegrid.run("token").succeeded().out().strip())).isEqualTo(200);
    }

    @Test
    void shouldNotLetADaemonInWithAWrongToken() {
        Result host = cuegrid.run(
                Map.of("CUEGRID_TOKEN", "nonsense"),
                "host",
                "--name",
                "stranger",
                "--port-base",
                Integer.toString(cuegrid.ports().base()));

        assertThat(host.status()).as(host.err()).isEqualTo(3);
        assertThat(cuegrid.list("hosts")).isEmpty();
    }

    @Test
    void shouldRefuseASecondStartOfTheHome() {
        Result second = cuegrid.run("up");

        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("is up already").hasLineCount(1);
    }

    @Test
    void shouldNameThePortThatIsInUse(@TempDir Path another) {
        try (Cuegrid other = new Cuegrid(another)) {
            Result up = other.run(
                    "up",
                    "--no-history",
                    "--port-base",
                    Integer.toString(cuegrid.ports().base()));

            assertThat(up.status()).isEqualTo(1);
            assertThat(up.err()).contains("port " + cuegrid.ports().grpc() + " is in use");
        }
    }

    @Test
    void shouldNameThePortOfAGatewayAndItsOption() {
        Result gateway = cuegrid.run(
                "gateway",
                "--port",
                Integer.toString(cuegrid.ports().rest()),
                "--home",
                cuegrid.home().toString());

        assertThat(gateway.status()).isEqualTo(1);
        assertThat(gateway.err())
                .contains("127.0.0.1:" + cuegrid.ports().rest())
                .contains("--port")
                .hasLineCount(1);
    }

    @Test
    void shouldNotStartADaemonWithoutTheProgramsThatFramesNeed() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String program : LAUNCHER_PROGRAMS) {
            Files.createSymbolicLink(programs.resolve(program), which(program));
        }

        Result host = cuegrid.run(Map.of("PATH", programs.toString()), "host", "--name", "bare");

        assertThat(host.status()).as(host.err()).isEqualTo(5);
        assertThat(host.err()).contains("cuegrid host: ").contains("setsid (package util-linux)");
        assertThat(cuegrid.list("hosts")).isEmpty();
    }

    private static Path which(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + program + " here"));
    }

    @Test
    void shouldSayThatTheDiskIsNearlyFullAndStartNothing(@TempDir Path another) {
        try (Cuegrid other = new Cuegrid(another)) {
            Result node = other.run(
                    "node",
                    "--port-base",
                    Integer.toString(other.ports().base()),
                    "--journal-reserve",
                    Long.toString(Long.MAX_VALUE >> 20));

            assertThat(node.status()).isEqualTo(1);
            assertThat(node.err())
                    .contains("little disk is left under "
                            + other.home().resolve("nodes").resolve("node").resolve("journal"))
                    .contains("--journal-reserve")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void shouldProposeNamesForAJobThatIsNotThere() {
        String job = cuegrid.submit(cuegrid.write("paused.xml", Cuegrid.specOf("local", "nearly", "1-3", "true")));
        try {
            Result layers = cuegrid.run("layers", job + "x");
            assertThat(layers.status()).isEqualTo(4);
            assertThat(layers.err()).contains("there is no job").contains("nearest: " + job);
            assertThat(cuegrid.run("layers", "nearly").status()).isZero();
        } finally {
            cuegrid.run("kill", job, "--reason", "the test is over").succeeded();
        }
    }

    private static int rest(String token) throws IOException {
        HttpURLConnection call = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + cuegrid.ports().rest() + "/job.JobInterface/GetJobs")
                        .toURL()
                        .openConnection();
        call.setRequestMethod("POST");
        call.setRequestProperty("Authorization", "Bearer " + token);
        call.setDoOutput(true);
        call.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
        return call.getResponseCode();
    }
}
