package io.cuegrid.outline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacilitiesIT {
    @TempDir
    Path folder;

    @Test
    void shouldKeepJobsAndHostsOfTwoFacilitiesApart() {
        try (Cuegrid cuegrid = new Cuegrid(folder)) {
            cuegrid.up(
                    "--no-history",
                    "--hosts",
                    "0",
                    "--node-argument=--facility=east",
                    "--node-argument=--facility=west");
            host(cuegrid, "east");
            String job = cuegrid.submit("east", "apart", "1-4", "sleep 0.2");
            String other = cuegrid.submit("west", "apart_too", "1-4", "sleep 0.2");

            awaitFinished(cuegrid, job);
            assertThat(hostsOf(cuegrid, job)).containsOnly("host-east");
            // Nothing of west ran although east had room: it has no hosts yet.
            assertThat(cuegrid.job(other).get("waitingFrames").asInt()).isEqualTo(4);

            host(cuegrid, "west");
            awaitFinished(cuegrid, other);
            assertThat(hostsOf(cuegrid, other)).containsOnly("host-west");

            cuegrid.run("rules", "mode", "proportional", "--facility", "west");
            assertThat(cuegrid.list("rules").stream()
                            .map(rule -> rule.get("value").asText()))
                    .containsExactly("priority", "proportional");

            List<JsonNode> cells =
                    cuegrid.run("status", "--json").json().get("cells").findParents("facility");
            assertThat(cells.stream().map(cell -> cell.get("facility").asText()))
                    .containsExactly("east", "west");
            assertThat(cuegrid.list("hosts").stream()
                            .map(host -> host.get("allocation").asText()))
                    .containsExactlyInAnyOrder("east.general", "west.general");
        }
    }

    private static void host(Cuegrid cuegrid, String facility) {
        cuegrid.start(
                        "host",
                        "--name",
                        "host-" + facility,
                        "--facility",
                        facility,
                        "--port-base",
                        Integer.toString(cuegrid.ports().base()),
                        "--cores",
                        "1",
                        "--memory",
                        "1g")
                .awaitLine("\"ready\":\"host\"");
    }

    private static void awaitFinished(Cuegrid cuegrid, String job) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cuegrid.job(job).get("state").asText().equals("FINISHED"));
    }

    private static List<String> hostsOf(Cuegrid cuegrid, String job) {
        return cuegrid.list("frames", job).stream()
                .map(frame -> frame.get("host").asText())
                .toList();
    }
}
