package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuegrid.outline.launch.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoNodesIT {
    private static final int FRAMES = 24;

    @TempDir
    Path folder;

    @Test
    void shouldGoOnUnderTheOtherNodeWhenTheOwnerIsKilled() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            Ports one = cuegrid.ports();
            Ports other = Ports.free();
            Map<String, Started> nodes = new TreeMap<>();
            nodes.put(address(one), node(cuegrid, "one", one));
            nodes.put(address(other), node(cuegrid, "other", other, "--join", "127.0.0.1:" + one.member()));
            // neither is ready before both are there
            nodes.values().forEach(node -> node.awaitLine("\"ready\":\"node\""));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> cell(cuegrid, one).get("replicasInSync").asInt() == 2);
            for (String host : new String[] {"h1", "h2"}) {
                cuegrid.start("host", "--name", host, "--grid", address(one), "--grid", address(other), "--cores", "1")
                        .awaitLine("\"ready\":\"host\"");
            }
            JsonNode before = cell(cuegrid, one);
            String owner = before.get("leader").asText();
            Ports survivor = owner.equals(address(one)) ? other : one;
            String job = cuegrid.run(
                            "submit",
                            "--json",
                            "--node",
                            address(survivor),
                            cuegrid.write("two.xml", Cuegrid.specOf("local", "two", "1-" + FRAMES, "sleep 1"))
                                    .toString())
                    .json()
                    .get(0)
                    .get("name")
                    .asText();

            try (FrameProcesses processes = FrameProcesses.watch(job)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> job(cuegrid, survivor, job)
                                        .get("succeededFrames")
                                        .asInt()
                                >= FRAMES / 4);
                Objects.requireNonNull(nodes.get(owner)).kill();
                await().atMost(Duration.ofSeconds(90))
                        .ignoreExceptionsMatching(away -> away instanceof AssertionError)
                        .until(() -> job(cuegrid, survivor, job)
                                .get("state")
                                .asText()
                                .equals("FINISHED"));
                processes.close();
                assertThat(processes.doubles()).isEmpty();
                assertThat(processes.seen()).hasSize(FRAMES);
            }
            JsonNode after = cell(cuegrid, survivor);
            assertThat(after.get("leader").asText()).isEqualTo(address(survivor));
            assertThat(after.get("epoch").asLong())
                    .isGreaterThan(before.get("epoch").asLong());
            assertThat(job(cuegrid, survivor, job).get("succeededFrames").asInt())
                    .isEqualTo(FRAMES);
        }
    }

    private static Started node(Cuegrid cuegrid, String name, Ports ports, String... more) {
        String[] arguments = new String[9 + more.length];
        String[] first = {
            "node", "--name", name, "--port-base", Integer.toString(ports.base()), "--history", "none", "--members", "2"
        };
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return cuegrid.start(arguments);
    }

    private static JsonNode cell(Cuegrid cuegrid, Ports ports) {
        return cuegrid.run("status", "--json", "--node", address(ports))
                .json()
                .get("cells")
                .get(0);
    }

    private static JsonNode job(Cuegrid cuegrid, Ports ports, String name) {
        return cuegrid.run("jobs", "--all", "--json", "--node", address(ports), name)
                .json()
                .get(0);
    }

    private static String address(Ports ports) {
        return "127.0.0.1:" + ports.grpc();
    }
}
