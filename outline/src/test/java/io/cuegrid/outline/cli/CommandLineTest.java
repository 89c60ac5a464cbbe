package io.cuegrid.outline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Identity;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path home;

    private final CapturedOutput captured = new CapturedOutput();

    @Test
    void shouldPrintRangesOneLineAChunk() {
        assertThat(captured.run("range", "--chunk", "3", "--", "1-10:5")).isZero();
        assertThat(captured.out()).isEqualTo("1,6,3\n5-9x2\n2,4,8\n10\n");
    }

    @Test
    void shouldPrintRangesThatBeginWithAMinus() {
        assertThat(captured.run("range", "--", "-2-1")).isZero();
        assertThat(captured.out()).isEqualTo("-2\n-1\n0\n1\n");
    }

    @Test
    void shouldPrintRangesAsJson() {
        assertThat(captured.run("range", "--json", "--chunk", "2", "1-3")).isZero();
        assertThat(captured.out()).isEqualTo("""
                        [
                        {"number":1,"range":"1-2","frames":[1,2]},
                        {"number":3,"range":"3","frames":[3]}
                        ]
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-5x0", "a", "", "1-10-20"})
    void shouldRefuseBadRangesInOneSentence(String range) {
        assertThat(captured.run("range", "--", range)).isEqualTo(2);
        assertThat(captured.err()).startsWith("cuegrid: ").hasLineCount(1);
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void shouldRefuseAChunkOfNothing() {
        assertThat(captured.run("range", "--chunk", "0", "1-5")).isEqualTo(2);
        assertThat(captured.err()).contains("chunk size must be at least 1");
    }

    @Test
    void shouldProposeTheCommandThatWasMeant() {
        assertThat(captured.run("job")).isEqualTo(2);
        assertThat(captured.err()).contains("there is no command 'job'").contains("jobs");
    }

    @Test
    void shouldPointToHelpForACommandThatNothingIsNear() {
        assertThat(captured.run("xyzzy")).isEqualTo(2);
        assertThat(captured.err()).isEqualTo("cuegrid: there is no command 'xyzzy': ./cuegrid help lists all\n");
    }

    @Test
    void shouldNameTheFileOnceWhenItIsNoJobFile() {
        assertThatThrownBy(() -> SpecFiles.read(Path.of("job.txt")))
                .isInstanceOf(CliFailure.class)
                .hasMessage("job.txt: the name of a job file ends with .yaml, .yml or .xml");
    }

    @Test
    void shouldShowOnlyTheMostSpecificSystemOfAHost() {
        Host host = Host.newBuilder()
                .setName("h1")
                .setOs("linux debian-gnu-linux debian-gnu-linux12")
                .build();
        assertThat(String.join("\n", HostsCommand.TABLE.lines(List.of(host))))
                .contains("debian-gnu-linux12")
                .doesNotContain("linux debian");
        assertThat(HostsCommand.TABLE.object(host)).containsEntry("os", host.getOs());
    }

    @Test
    void shouldGiveTheHostsOfAFarmTheTagsOfTheDefaultServicesUnlessOthersAreGiven() {
        assertThat(UpCommand.withTags(List.of("--cores=2"))).containsExactly("--cores=2", "--tags=general,util");
        assertThat(UpCommand.withTags(List.of("--tags=gpu"))).containsExactly("--tags=gpu");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(captured.run("kill", "some-job")).isEqualTo(2);
        assertThat(captured.err()).contains("--reason").contains("./cuegrid kill --help");
    }

    @Test
    void shouldSayHowToStartAGridWhenNoneWasEverStarted() {
        assertThat(captured.run("jobs", "--home", home.toString())).isEqualTo(3);
        assertThat(captured.err())
                .contains("no grid was ever started in " + home)
                .contains("./cuegrid up");
    }

    @Test
    void shouldSayHowToStartAGridWhenNoneAnswers() throws IOException {
        SecretFile.readOrCreate(home.resolve("secret"));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(captured.run("jobs", "--home", home.toString(), "--node", "127.0.0.1:" + port))
                .isEqualTo(3);
        assertThat(captured.err())
                .contains("no grid answers at 127.0.0.1:" + port)
                .contains("./cuegrid up");
    }

    @Test
    void shouldIssueTokensOfTheHome() throws Exception {
        AccessTokens tokens = new AccessTokens(SecretFile.readOrCreate(home.resolve("secret")));

        assertThat(captured.run("token", "--home", home.toString(), "--kind", "host", "--subject", "render01"))
                .isZero();

        assertThat(tokens.verify(captured.out().strip(), TokenKind.HOST))
                .isEqualTo(new Identity(TokenKind.HOST, "render01"));
    }

    @Test
    void shouldNotIssueAHostsTokenWithoutItsName() throws IOException {
        SecretFile.readOrCreate(home.resolve("secret"));

        assertThat(captured.run("token", "--home", home.toString(), "--kind", "host"))
                .isEqualTo(2);
        assertThat(captured.err()).contains("--subject must name the host");
    }

    @Test
    void shouldNotIssueTokensWithoutASecret() {
        assertThat(captured.run("token", "--home", home.toString())).isEqualTo(1);
        assertThat(captured.err()).contains("there is no secret at");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEachCommandWithAnExample(String command) {
        assertThat(captured.run((command + " --help").split(" "))).isZero();
        assertThat(captured.out()).startsWith("Usage: cuegrid " + command).contains("./cuegrid");
    }

    static Stream<String> commands() {
        CommandLine main = new CommandLine(new CuegridMain(new CapturedOutput().output()));
        return main.getSubcommands().entrySet().stream()
                .flatMap(entry -> entry.getValue().getSubcommands().isEmpty()
                        ? Stream.of(entry.getKey())
                        : entry.getValue().getSubcommands().keySet().stream().map(sub -> entry.getKey() + " " + sub));
    }

    @Test
    void shouldListAllCommandsWithoutArguments() {
        assertThat(captured.run()).isZero();
        assertThat(captured.out()).contains("demo", "submit", "history", "Exit status");
    }

    @Test
    void shouldPointToProgramsOfOtherModules() {
        assertThat(captured.run("help", "node")).isZero();
        assertThat(captured.out()).contains("./cuegrid node --help");
    }

    @Test
    void shouldEndAHomeThatWasNeverUp() {
        assertThat(captured.run("down", "--home", home.toString())).isZero();
        assertThat(captured.out()).isEqualTo("nothing was up in " + home + "\n");
        assertThat(home).isEmptyDirectory();
    }
}
