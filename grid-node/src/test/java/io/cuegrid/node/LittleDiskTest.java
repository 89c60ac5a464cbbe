package io.cuegrid.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.node.testing.FakeDaemon;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.RestCalls;
import io.cuegrid.node.testing.TestNodes;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk has less room than its reserve. */
@Timeout(120)
class LittleDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private Node start(long reserveBytes) throws Exception {
        return new Node(TestNodes.alone(home, 0, 0, FreePorts.next(), reserveBytes), new Machines()).start(60_000);
    }

    private static GridMessage awaitMessage(FakeDaemon daemon, Predicate<GridMessage> wanted) {
        await().atMost(PATIENCE).until(() -> daemon.received.stream().anyMatch(wanted));
        return daemon.received.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Test
    void shouldRefuseNewWorkAndTakeCompletions() throws Exception {
        UUID hostId = UUID.randomUUID();
        LaunchOrder order;
        Node before = start(0);
        try {
            RestCalls rest = new RestCalls(before);
            try (FakeDaemon daemon = rest.welcomed("h1", hostId, List.of())) {
                assertThat(rest.launch("first", "1").statusCode()).isEqualTo(200);
                order = awaitMessage(daemon, message -> message.getLaunchesCount() > 0)
                        .getLaunches(0);
            }
        } finally {
            before.stop();
        }
        long halfAsMuchAgain = Files.getFileStore(home).getUsableSpace() / 2 * 3;
        Node node = start(halfAsMuchAgain);
        try {
            RestCalls rest = new RestCalls(node);
            ProcState running = ProcState.newBuilder()
                    .setProc(order.getProc())
                    .setEpoch(order.getEpoch())
                    .setJobId(order.getJobId())
                    .setFrameOrdinal(order.getFrameOrdinal())
                    .build();
            try (FakeDaemon daemon = rest.welcomed("h1", hostId, List.of(running))) {
                HttpResponse<String> refused = rest.launch("second", "1");
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.body())
                        .contains("little disk is left under " + home.resolve("nodes/node/journal"))
                        .contains("no new work");
                assertThat(rest.get("/health").body())
                        .contains("\"status\":\"degraded\"")
                        .contains("\"acceptsWork\":false")
                        .contains("little disk is left under");

                daemon.send(HostMessage.newBuilder()
                        .addCompletions(FrameCompletion.newBuilder()
                                .setProc(order.getProc())
                                .setJobId(order.getJobId())
                                .setFrameOrdinal(order.getFrameOrdinal())
                                .setRunMillis(100)));
                long said = daemon.number();
                awaitMessage(daemon, message -> message.getAcknowledged() >= said);
                assertThat(rest.call("job.JobInterface/GetJobs", "{\"r\":{\"includeFinished\":true}}")
                                .body())
                        .contains("\"succeededFrames\":1")
                        .doesNotContain("second");
            }
        } finally {
            node.stop();
        }
    }
}
