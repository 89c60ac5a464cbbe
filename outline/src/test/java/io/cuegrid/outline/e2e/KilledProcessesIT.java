package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the processes of a farm while a job runs on it. */
class KilledProcessesIT {
    private static final int FRAMES = 16;
    private static final int FREE_FRAMES = 4;
    private static final String RANGE = "1-" + FRAMES;
    private static final Duration JOB_MAX = Duration.ofMinutes(3);
    /** Long enough for a slow machine to list frames between a daemon's death and its host's loss. */
    private static final List<String> SHORT_LEASE =
            List.of("--node-argument=--lease-millis=5000", "--node-argument=--host-lost-millis=12000");

    @TempDir
    Path folder;

    private Gate gate;

    @BeforeEach
    void closeTheGate() {
        gate = new Gate(folder.resolve("gate"));
    }

    @Test
    void shouldStartADaemonAgainAndRunTheFramesThatItLeftOnceMore() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Started up = cuegrid.up(farm("--hosts", "2"));
            String job = cuegrid.submit("local", "restart", RANGE, gate.command(FREE_FRAMES));
            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                killADaemonInTheMiddle(cuegrid, job);
                up.awaitNote("is started again");
                awaitRuns(cuegrid, job, FREE_FRAMES + 1);
                gate.open();
                awaitEnd(cuegrid, job);
                processes.close();
                assertThat(processes.doubles()).isEmpty();
                assertThat(processes.seen()).hasSize(FRAMES);
            }
            requireStoppedRunsInTheHistory(cuegrid, job);
        }
    }

    @Test
    void shouldMoveFramesOfALostHostToAnotherWhenTheDaemonStaysDown() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Started up = cuegrid.up(farm("--hosts", "2", "--no-restart"));
            String job = cuegrid.submit("local", "norestart", RANGE, gate.command(FREE_FRAMES));
            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                List<String> left = killADaemonInTheMiddle(cuegrid, job);
                up.awaitNote("it stays down, as asked");
                assertThat(cuegrid.list("frames", job, "--state", "running").stream()
                                .map(frame -> frame.get("name").asText()))
                        .containsAll(left);
                awaitRuns(cuegrid, job, FREE_FRAMES + left.size());
                gate.open();
                awaitEnd(cuegrid, job);
                processes.close();
                assertThat(processes.doubles()).isEmpty();
                requireBothRunsInTheHistory(cuegrid, job, left);
            }
        }
    }

    @Test
    void shouldGoOnWhereItWasWhenTheNodeIsKilled() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Started up = cuegrid.up(farm("--hosts", "2"));
            String job = cuegrid.submit("local", "node", RANGE, gate.command(FREE_FRAMES));
            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                awaitMiddle(cuegrid, job);
                cuegrid.process("node").destroyForcibly();
                up.awaitNote("node is started again");
                gate.open();
                awaitEnd(cuegrid, job);
                processes.close();
                assertThat(processes.doubles()).isEmpty();
            }
            requireOneRunAFrame(cuegrid, job);
        }
    }

    @Test
    void shouldTakeUpAHomeInWhichOnlyDaemonsSurvived() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Started up = cuegrid.up(farm("--hosts", "2"));
            String job = cuegrid.submit("local", "all", RANGE, gate.command(FREE_FRAMES));
            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                awaitMiddle(cuegrid, job);
                up.kill();
                ProcessHandle postgres = cuegrid.process("postgres");
                List<ProcessHandle> servers = ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .map(line -> line.contains(
                                        cuegrid.home().resolve("postgres").toString()))
                                .orElse(false))
                        .toList();
                cuegrid.process("node").destroyForcibly();
                postgres.destroyForcibly();
                servers.forEach(ProcessHandle::destroyForcibly);

                Started again = cuegrid.up(farm("--hosts", "2"));
                assertThat(again.err()).contains("still runs").contains("it goes on");
                gate.open();
                awaitEnd(cuegrid, job);
                processes.close();
                assertThat(processes.doubles()).isEmpty();
            }
            requireOneRunAFrame(cuegrid, job);
        }
    }

    private static String[] farm(String... arguments) {
        List<String> all = new java.util.ArrayList<>(SHORT_LEASE);
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    /** @return the frames that ran on the daemon that was killed */
    private static List<String> killADaemonInTheMiddle(Cuegrid cuegrid, String job) {
        awaitMiddle(cuegrid, job);
        List<JsonNode> procs = cuegrid.list("procs", "--job", job);
        JsonNode host = procs.get(0).get("host");
        cuegrid.process(host.asText()).destroyForcibly();
        return procs.stream()
                .filter(proc -> proc.get("host").equals(host))
                .map(proc -> proc.get("frame").asText())
                .toList();
    }

    private static void awaitMiddle(Cuegrid cuegrid, String job) {
        await().atMost(JOB_MAX).until(() -> {
            JsonNode now = cuegrid.job(job);
            return now.get("succeededFrames").asInt() == FREE_FRAMES
                    && now.get("runningFrames").asInt() >= 2;
        });
    }

    private static void awaitEnd(Cuegrid cuegrid, String job) {
        await().atMost(JOB_MAX).until(() -> {
            Cuegrid.Result jobs = cuegrid.run("jobs", "--all", "--json", job);
            return jobs.status() == 0 && jobs.out().contains("\"FINISHED\"");
        });
        assertThat(cuegrid.job(job).get("succeededFrames").asInt()).isEqualTo(FRAMES);
    }

    private static void requireBothRunsInTheHistory(Cuegrid cuegrid, String job, List<String> left) {
        assertThat(left).isNotEmpty();
        List<JsonNode> runs = awaitRuns(cuegrid, job, FRAMES + left.size());
        for (String frame : left) {
            List<JsonNode> ofFrame = runs.stream()
                    .filter(run -> run.get("frame").asText().equals(frame))
                    .toList();
            assertThat(ofFrame).as("runs of " + frame).hasSize(2);
            assertThat(ofFrame.get(0).get("outcome").asText()).isNotEqualTo("SUCCEEDED");
            assertThat(ofFrame.get(1).get("outcome").asText()).isEqualTo("SUCCEEDED");
        }
    }

    /** Which runs the new daemon stopped is its own affair: some, each once, and each of those frames ran again. */
    private static void requireStoppedRunsInTheHistory(Cuegrid cuegrid, String job) {
        Map<Boolean, List<String>> frames = awaitRuns(cuegrid, job, FRAMES + 1).stream()
                .collect(Collectors.partitioningBy(
                        run -> run.get("outcome").asText().equals("SUCCEEDED"),
                        Collectors.mapping(run -> run.get("frame").asText(), Collectors.toList())));
        List<String> succeeded = frames.getOrDefault(true, List.of());
        List<String> stopped = frames.getOrDefault(false, List.of());
        assertThat(succeeded).hasSize(FRAMES).doesNotHaveDuplicates();
        assertThat(stopped).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(succeeded);
    }

    private static void requireOneRunAFrame(Cuegrid cuegrid, String job) {
        List<JsonNode> runs = awaitRuns(cuegrid, job, FRAMES);
        assertThat(runs.stream().map(run -> run.get("frame").asText()).collect(Collectors.toSet()))
                .hasSize(FRAMES);
        assertThat(runs)
                .hasSize(FRAMES)
                .allMatch(run -> run.get("outcome").asText().equals("SUCCEEDED"));
    }

    private static List<JsonNode> awaitRuns(Cuegrid cuegrid, String job, int atLeast) {
        return await().atMost(JOB_MAX)
                .until(() -> cuegrid.list("history", "frames", job), runs -> runs.size() >= atLeast);
    }
}
