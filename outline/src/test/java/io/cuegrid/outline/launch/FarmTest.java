package io.cuegrid.outline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervision of real processes; the programs themselves are shell scripts. */
class FarmTest {
    @TempDir
    Path installed;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final Ports ports = Ports.free();
    private FakeInstallation installation;
    private FarmHome home;

    @BeforeEach
    void install() throws IOException {
        installation = new FakeInstallation(installed);
        home = new FarmHome(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        FarmEnd.of(home, said::add);
        installation.close();
    }

    @Test
    void shouldStartInOrderAndEndInTheOppositeOrder() throws IOException {
        Map<String, Long> pids;
        try (Farm farm = start(plan(2, true, true))) {
            pids = farm.pids();
            assertThat(pids).containsOnlyKeys("postgres", "node", "h-1", "h-2");
            assertThat(lines("starts").get(0)).startsWith("postgres ");
            assertThat(lines("starts").get(1))
                    .startsWith("node ")
                    .contains("--port-base " + ports.base(), "--history jdbc:of-postgres");
            assertThat(lines("starts").subList(2, 4))
                    .allMatch(line -> line.startsWith("host ") && line.contains("--cores"));
        }
        assertThat(pids.values()).noneMatch(FarmTest::lives);
        assertThat(lines("ends")).containsExactly("host ends", "host ends", "node ends", "postgres ends");
        assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**.pid");
    }

    @Test
    void shouldRefuseASecondStartOfAHomeThatIsUp() {
        try (Farm farm = start(plan(0, false, true))) {
            assertThatThrownBy(() -> start(plan(0, false, true)))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("is up already");
            assertThat(farm.pids()).containsOnlyKeys("node");
        }
    }

    @Test
    void shouldStartAgainWhatIsKilledAndSaySo() {
        try (Farm farm = start(plan(1, false, true))) {
            long before = pid(farm.pids(), "h");
            kill(before);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                farm.tend();
                return farm.pids().containsKey("h") && pid(farm.pids(), "h") != before;
            });
            assertThat(said)
                    .anyMatch(line ->
                            line.contains("h (process " + before + ") was killed by signal 9; starting it again"))
                    .anyMatch(line -> line.startsWith("h is started again"));
        }
    }

    @Test
    void shouldLeaveDownWhatIsNotToBeStartedAgain() {
        try (Farm farm = start(plan(2, false, false))) {
            kill(pid(farm.pids(), "h-1"));

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                farm.tend();
                return said.stream().anyMatch(line -> line.contains("it stays down, as asked"));
            });
            farm.tend();
            assertThat(farm.pids()).containsOnlyKeys("node", "h-2");
        }
    }

    @Test
    void shouldTakeOverWhatStillRunsWhenTheLauncherAndOthersAreGone() {
        Farm dead = start(plan(2, true, true));
        Map<String, Long> before = dead.pids();
        kill(pid(before, "node"));
        kill(pid(before, "postgres"));
        dead.abandon();

        FarmPlan other = new FarmPlan(
                home,
                null,
                () -> new Ports(Ports.DEFAULT_BASE),
                true,
                FarmPlan.evenHosts("other", 1, true, List.of()),
                List.of());
        try (Farm farm = start(other)) {
            assertThat(farm.ports()).isEqualTo(ports);
            assertThat(farm.pids()).containsOnlyKeys("postgres", "node", "h-1", "h-2");
            assertThat(farm.pids()).containsEntry("h-1", pid(before, "h-1")).containsEntry("h-2", pid(before, "h-2"));
            assertThat(pid(farm.pids(), "node")).isNotEqualTo(pid(before, "node"));
            assertThat(said).anyMatch(line -> line.contains("taking up a home that was left"));

            kill(pid(before, "h-1"));
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                farm.tend();
                return farm.pids().containsKey("h-1") && pid(farm.pids(), "h-1") != pid(before, "h-1");
            });
        }
        assertThat(before.values()).noneMatch(FarmTest::lives);
    }

    @Test
    void shouldEndWhatADeadLauncherLeft() {
        Farm dead = start(plan(1, true, true));
        Map<String, Long> pids = dead.pids();
        dead.abandon();

        assertThat(FarmEnd.of(home, said::add)).isTrue();

        assertThat(pids.values()).noneMatch(FarmTest::lives);
        assertThat(FarmEnd.of(home, said::add)).isFalse();
    }

    @Test
    void shouldRefuseOtherPortsWhileProcessesRun() {
        Farm dead = start(plan(1, false, true));
        dead.abandon();
        FarmPlan moved = new FarmPlan(home, ports.base() + 10, Ports::free, false, List.of(), List.of());

        assertThatThrownBy(() -> start(moved))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("still run with --port-base " + ports.base());
    }

    @Test
    void shouldSayWhyAProcessDoesNotStartAndLeaveNothingBehind() throws IOException {
        Files.writeString(folder.resolve("fail-node"), "");

        assertThatThrownBy(() -> start(plan(1, true, true)))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("node ended with status 7: no room for a node")
                .hasMessageContaining("node.log");

        assertThat(lines("starts")).allMatch(line -> line.startsWith("postgres "));
        assertThat(lines("ends")).containsExactly("postgres ends");
        assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**.pid");
        Files.delete(folder.resolve("fail-node"));
        start(plan(0, false, true)).close();
    }

    @Test
    void shouldNameThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(ports.rest(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(plan(0, false, true)))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
        }
        assertThat(folder.resolve("starts")).doesNotExist();
    }

    @Test
    void shouldStopWhileItWaits() {
        assertThatThrownBy(() -> Farm.start(plan(0, false, true), said::add, () -> true))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("stopped before node was ready");
        assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**.pid");
    }

    private Farm start(FarmPlan plan) {
        return Farm.start(plan, said::add, () -> false);
    }

    private FarmPlan plan(int hosts, boolean postgres, boolean restart) {
        return new FarmPlan(
                home,
                ports.base(),
                Ports::free,
                postgres,
                FarmPlan.evenHosts("h", hosts, restart, List.of()),
                List.of());
    }

    private List<String> lines(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static long pid(Map<String, Long> pids, String name) {
        return Objects.requireNonNull(pids.get(name), name);
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
