package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuegrid.outline.launch.Installation;
import io.cuegrid.outline.launch.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes as two processes, and what the demo renders on them: the owner of the cell is killed, and comes back. */
class TwoNodesIT {
    private static final int PICTURES = 10;
    private static final int DIGEST_EVERY = 20;
    private static final Duration JOB_MAX = Duration.ofMinutes(2);
    private static final Duration GRID_MAX = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Map<String, Ports> ports = new TreeMap<>();

    @BeforeEach
    void choosePorts() {
        ports.put("one", Ports.free());
        ports.put("other", Ports.free());
    }

    @Test
    void shouldGoOnUnderTheOtherNodeWhenTheOwnerIsKilledAndTakeItInAgainWithEqualDigests() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Map<String, Started> nodes = new TreeMap<>();
            nodes.put("one", start(cuegrid, "one"));
            nodes.put(
                    "other",
                    start(cuegrid, "other", "--join", "127.0.0.1:" + port("one").member()));
            // neither is ready before both are there
            nodes.values().forEach(node -> node.awaitLine("\"ready\":\"node\""));
            awaitCopies(cuegrid, "one");
            for (String host : new String[] {"h1", "h2"}) {
                cuegrid.start("host", "--name", host, "--grid", grpc("one"), "--grid", grpc("other"), "--cores", "1")
                        .awaitLine("\"ready\":\"host\"");
            }
            JsonNode before = cell(cuegrid, "one");
            String owner = before.get("leader").asText().equals(grpc("one")) ? "one" : "other";
            String survivor = owner.equals("one") ? "other" : "one";
            Path pictures = folder.resolve("pictures");
            String job = submit(cuegrid, survivor, pictures);
            NavigableMap<Long, String> ofOwner;

            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                await().atMost(JOB_MAX).until(() -> succeeded(cuegrid, survivor, job) >= PICTURES / 3);
                Objects.requireNonNull(nodes.get(owner)).kill();
                ofOwner = acknowledgedDigests(cuegrid, owner);
                await().atMost(JOB_MAX)
                        .ignoreExceptionsMatching(away -> away instanceof AssertionError)
                        .until(() -> job(cuegrid, survivor, job)
                                .get("state")
                                .asText()
                                .equals("FINISHED"));
                processes.close();
                assertThat(processes.doubles()).isEmpty();
                assertThat(processes.seen()).hasSize(PICTURES + 1);
            }
            assertThat(succeeded(cuegrid, survivor, job)).isEqualTo(PICTURES + 1);
            assertThat(pictures.resolve("contact-sheet.png")).isNotEmptyFile();
            await().atMost(JOB_MAX)
                    .until(() -> postJobState(cuegrid, survivor, job).equals("FINISHED"));
            assertThat(pictures.resolve("animation.gif")).isNotEmptyFile();
            JsonNode after = cell(cuegrid, survivor);
            assertThat(after.get("leader").asText()).isEqualTo(grpc(survivor));
            assertThat(after.get("epoch").asLong())
                    .isGreaterThan(before.get("epoch").asLong());
            assertThat(after.get("replicasInSync").asInt()).isOne();

            // without --join: it remembers where its partner is, and takes a copy of what happened meanwhile
            nodes.put(owner, start(cuegrid, owner));
            Objects.requireNonNull(nodes.get(owner)).awaitLine("\"ready\":\"node\"");
            awaitCopies(cuegrid, survivor);
            long joined = cell(cuegrid, survivor).get("sequence").asLong();
            Path more = cuegrid.write("more.xml", Cuegrid.specOf("local", "more", "1-40", "true"));
            cuegrid.run("submit", "--node", grpc(survivor), more.toString()).succeeded();
            await().atMost(GRID_MAX)
                    .until(() -> cell(cuegrid, survivor).get("sequence").asLong() > joined + 3 * DIGEST_EVERY);
            nodes.values().forEach(Started::kill);
            requireEqualDigests(cuegrid, owner, survivor, ofOwner, joined);
        }
    }

    @Test
    void shouldEndANodeThatFindsNobodyToJoin() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Cuegrid.Result node = cuegrid.run(
                    "node",
                    "--port-base",
                    Integer.toString(port("one").base()),
                    "--history",
                    "none",
                    "--wait-seconds",
                    "1",
                    "--join",
                    "127.0.0.1:" + port("other").member());
            assertThat(node.status()).isEqualTo(1);
            assertThat(node.err().lines().filter(line -> line.startsWith("cuegrid node: ")))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + port("other").member() + " does not answer")
                    .contains("there is no grid to join");
        }
    }

    /** At each marked batch that both journals hold, before the kill and after the return, and where the shorter ends. */
    private void requireEqualDigests(
            Cuegrid cuegrid, String owner, String survivor, NavigableMap<Long, String> ofOwner, long joined) {
        NavigableMap<Long, String> ofSurvivor = digests(cuegrid, survivor, Long.MAX_VALUE);
        NavigableMap<Long, String> ofReturned = digests(cuegrid, owner, Long.MAX_VALUE);
        assertThat(ofOwner).isNotEmpty();
        assertThat(ofSurvivor).containsAllEntriesOf(ofOwner);
        Map<Long, String> together = new TreeMap<>(ofReturned.tailMap(joined, false));
        long end = Math.min(ofReturned.lastKey(), ofSurvivor.lastKey());
        together.keySet().removeIf(sequence -> sequence > end || sequence % DIGEST_EVERY != 0);
        assertThat(together).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ofSurvivor).containsAllEntriesOf(together);
        assertThat(digests(cuegrid, owner, end).get(end))
                .isEqualTo(digests(cuegrid, survivor, end).get(end));
        // and what the two found while they ran is what the journals lead to
        assertThat(liveDigests()).isNotEmpty();
        liveDigests().forEach((sequence, digest) -> {
            if (ofSurvivor.containsKey(sequence)) {
                assertThat(ofSurvivor).containsEntry(sequence, digest);
            }
        });
    }

    private NavigableMap<Long, String> acknowledgedDigests(Cuegrid cuegrid, String name) {
        JsonNode machines =
                cuegrid.run("inspect", "--name", name, "--json").json().get("machines");
        for (JsonNode machine : machines) {
            if (machine.get("machine").asText().equals("cell-1")) {
                NavigableMap<Long, String> digests = digests(
                        cuegrid, name, machine.get("acknowledgedSequence").asLong());
                digests.keySet().removeIf(sequence -> sequence % DIGEST_EVERY != 0);
                return digests;
            }
        }
        throw new AssertionError("no cell-1 in " + machines);
    }

    /** What a node's journal of the cell leads to, at marked batches and at its end. */
    private static NavigableMap<Long, String> digests(Cuegrid cuegrid, String name, long until) {
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--name", name, "--machine", "1", "--every", Integer.toString(DIGEST_EVERY)));
        arguments.addAll(List.of("--until", Long.toString(until)));
        NavigableMap<Long, String> digests = new TreeMap<>();
        cuegrid.run(arguments.toArray(String[]::new)).succeeded().out().lines().forEach(line -> {
            try {
                JsonNode said = JSON.readTree(line);
                digests.put(said.get("sequence").asLong(), said.get("digest").asText());
            } catch (JsonProcessingException noJson) {
                throw new AssertionError(line, noJson);
            }
        });
        return digests;
    }

    /** The digests of the cell that nodes wrote to their logs. */
    private Map<Long, String> liveDigests() {
        Map<Long, String> digests = new TreeMap<>();
        try (var files = Files.newDirectoryStream(folder, "err.*")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.replaceFirst(".*cell 1: digest ", "").split(" ");
                    if (line.contains("cell 1: digest ")) {
                        String known = digests.put(Long.parseLong(words[3]), words[0]);
                        assertThat(known).as("at " + words[3]).isIn(null, words[0]);
                    }
                }
            }
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return digests;
    }

    /**
     * What the demo renders, with fewer pictures: each a frame of its own, a sheet that waits for all of them, and an animation in a
     * post job.
     */
    private String submit(Cuegrid cuegrid, String node, Path pictures) {
        String render = Installation.script() + " render ";
        String spec = """
                <?xml version="1.0"?>
                <spec>
                  <facility>local</facility><show>testing</show><shot>demo</shot><user>tester</user>
                  <job name="spheres">
                    <paused>False</paused><maxretries>2</maxretries>
                    <env><key name="CUEGRID_BUILD">never</key></env>
                    <env><key name="JAVA_HOME">%s</key></env>
                    <layers>
                      <layer name="render" type="Render">
                        <cmd>%s</cmd><range>1-%d</range><chunk>1</chunk><cores>1.0</cores><memory>256m</memory>
                      </layer>
                      <layer name="contact_sheet" type="Util">
                        <cmd>%s</cmd><range>1</range><chunk>1</chunk><cores>1.0</cores><memory>256m</memory>
                      </layer>
                      <layer name="animation" type="Post">
                        <cmd>%s</cmd><range>1</range><chunk>1</chunk><cores>1.0</cores><memory>256m</memory>
                      </layer>
                    </layers>
                  </job>
                  <depends>
                    <depend type="LAYER_ON_LAYER" anyframe="False">
                      <depjob>spheres</depjob><deplayer>contact_sheet</deplayer>
                      <onjob>spheres</onjob><onlayer>render</onlayer>
                    </depend>
                  </depends>
                </spec>
                """.formatted(
                        System.getProperty("java.home"),
                        render + "frame --frame #IFRAME# --output " + pictures + " --frames " + PICTURES,
                        PICTURES,
                        render + "sheet --input " + pictures + " --output " + pictures.resolve("contact-sheet.png")
                                + " --frames " + PICTURES,
                        render + "animation --input " + pictures + " --output " + pictures.resolve("animation.gif")
                                + " --frames " + PICTURES);
        return cuegrid.run(
                        "submit",
                        "--json",
                        "--node",
                        grpc(node),
                        cuegrid.write("spheres.xml", spec).toString())
                .json()
                .get(0)
                .get("name")
                .asText();
    }

    private Started start(Cuegrid cuegrid, String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of("node", "--name", name, "--history", "none"));
        arguments.addAll(List.of("--members", "2", "--digest-every", Integer.toString(DIGEST_EVERY)));
        arguments.addAll(List.of("--port-base", Integer.toString(port(name).base())));
        arguments.addAll(List.of(more));
        return cuegrid.start(arguments.toArray(String[]::new));
    }

    private void awaitCopies(Cuegrid cuegrid, String name) {
        await().atMost(GRID_MAX)
                .until(() -> cell(cuegrid, name).get("replicasInSync").asInt() == 2);
    }

    private JsonNode cell(Cuegrid cuegrid, String name) {
        return cuegrid.run("status", "--json", "--node", grpc(name))
                .json()
                .get("cells")
                .get(0);
    }

    private int succeeded(Cuegrid cuegrid, String node, String name) {
        return job(cuegrid, node, name).get("succeededFrames").asInt();
    }

    private JsonNode job(Cuegrid cuegrid, String node, String name) {
        return cuegrid.run("jobs", "--all", "--json", "--node", grpc(node), name)
                .json()
                .get(0);
    }

    private String postJobState(Cuegrid cuegrid, String node, String name) {
        JsonNode jobs =
                cuegrid.run("jobs", "--all", "--json", "--node", grpc(node)).json();
        for (JsonNode job : jobs) {
            if (job.get("name").asText().startsWith(name + "_post_job_")) {
                return job.get("state").asText();
            }
        }
        throw new AssertionError("no post job of " + name + " in " + jobs);
    }

    private Ports port(String name) {
        return Objects.requireNonNull(ports.get(name));
    }

    private String grpc(String name) {
        return "127.0.0.1:" + port(name).grpc();
    }
}
