package io.cuegrid.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.gateway.metrics.MetricDescription;
import io.cuegrid.node.Machines;
import io.cuegrid.node.Node;
import io.cuegrid.node.testing.FakeDaemon;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.RestCalls;
import io.cuegrid.node.testing.TestNodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole node shows at /metrics. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeMetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    static Path home;

    private Node node;
    private RestCalls rest;

    @BeforeAll
    void startNode() throws Exception {
        node = new Node(TestNodes.alone(home, 0, 0, FreePorts.next(), 0), new Machines()).start(60_000);
        rest = new RestCalls(node);
    }

    @AfterAll
    void stopNode() {
        node.stop();
    }

    private String scrape() throws Exception {
        return rest.get("/metrics").body();
    }

    private double value(String series) throws Exception {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private void awaitValue(String series, double wanted) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(value(series)).as(series).isEqualTo(wanted));
    }

    @Test
    void shouldShowExactlyTheSeriesOfTheCatalogue() throws Exception {
        assertThat(rest.call("job.JobInterface/GetJobs", "{\"r\":{}}").statusCode())
                .isEqualTo(200);
        Map<String, String> wantedTypes = new TreeMap<>();
        Map<String, String> wantedLabels = new TreeMap<>();
        for (MetricDescription metric : MetricsPage.catalogue()) {
            String name = metric.prometheusName();
            String labels = new TreeSet<>(metric.tagNames()).toString();
            switch (metric.kind()) {
                case COUNTER -> wantedTypes.put(name, "counter");
                case GAUGE -> wantedTypes.put(name, "gauge");
                case HISTOGRAM -> wantedTypes.put(name, "histogram");
                case TIMER, SUMMARY -> {
                    wantedTypes.put(name, "summary");
                    wantedTypes.put(name + "_max", "gauge");
                    wantedLabels.put(name + "_max", labels);
                }
            }
            wantedLabels.put(name, labels);
        }
        Map<String, String> types = new TreeMap<>();
        Map<String, String> labels = new TreeMap<>();
        for (String line : scrape().lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher series = SERIES.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && series.matches()) {
                labels.put(baseOf(series.group(1), types), labelsOf(series.group(2)));
            }
        }
        assertThat(types).isEqualTo(wantedTypes);
        assertThat(labels).isEqualTo(wantedLabels);
    }

    private static String baseOf(String series, Map<String, String> types) {
        String base = series.replaceAll("_(bucket|count|sum)$", "");
        return types.containsKey(series) ? series : base;
    }

    private static String labelsOf(String text) {
        TreeSet<String> names = new TreeSet<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            names.add(label.group(1));
        }
        names.remove("le");
        return names.toString();
    }

    @Test
    void shouldCountALifecycleFromItsOrderToItsEndAndWhatACellRefuses() throws Exception {
        try (FakeDaemon daemon = rest.welcomed("h1", UUID.randomUUID(), List.of())) {
            daemon.send(HostMessage.newBuilder()
                    .setHeartbeat(
                            Heartbeat.newBuilder().setFreeMemoryKib(4L << 20).setFreeTempKib(50L << 20)));
            assertThat(rest.launch("counted", "1-2").body()).contains("counted");
            await().atMost(PATIENCE).until(() -> orders(daemon).size() == 2);
            awaitValue("cuegrid_bookings_total{cell=\"local\"}", 2);
            awaitValue("cuegrid_orders_sent_total{cell=\"local\"}", 2);
            awaitValue("cuegrid_frames{cell=\"local\",state=\"running\"}", 2);
            awaitValue("cuegrid_cores_booked{cell=\"local\"}", 2);
            assertThat(value("cuegrid_cores{cell=\"local\"}")).isEqualTo(4);
            assertThat(value("cuegrid_hosts{cell=\"local\",state=\"up\"}")).isEqualTo(1);
            assertThat(value("cuegrid_jobs{cell=\"local\",state=\"pending\"}")).isEqualTo(1);
            assertThat(value("cuegrid_hostlink_streams{cell=\"local\"}")).isPositive();
            assertThat(value("cuegrid_heartbeats_taken_total{cell=\"local\"}")).isEqualTo(1);
            List<LaunchOrder> orders = orders(daemon);
            daemon.send(HostMessage.newBuilder()
                    .addCompletions(completion(orders.get(0)))
                    .addCompletions(completion(orders.get(1)).setExitStatus(1)));
            awaitValue("cuegrid_lifecycles_total{cell=\"local\",end=\"succeeded\"}", 1);
            awaitValue("cuegrid_lifecycles_total{cell=\"local\",end=\"failed\"}", 1);
            awaitValue("cuegrid_completions_acknowledged_total{cell=\"local\"}", 2);
            awaitValue("cuegrid_frames{cell=\"local\",state=\"succeeded\"}", 1);
            try (FakeDaemon twin = rest.daemon("h1").hello(UUID.randomUUID(), "local")) {
                assertThat(twin.number()).isEqualTo(1);
                awaitValue("cuegrid_commands_refused_total{cell=\"local\",reason=\"conflict\"}", 1);
            }
        }
        assertThat(value("cuegrid_leader{cell=\"local\"}")).isEqualTo(1);
        assertThat(value("cuegrid_loop_state{cell=\"directory\",state=\"leading\"}"))
                .isEqualTo(1);
        assertThat(value("cuegrid_epoch{cell=\"local\"}")).isEqualTo(1);
        assertThat(value("cuegrid_replicas_in_sync{cell=\"local\"}")).isEqualTo(1);
        assertThat(value("cuegrid_journal_written_bytes_total{cell=\"local\"}")).isPositive();
        assertThat(value("cuegrid_batch_duration_seconds_count{cell=\"local\"}"))
                .isPositive();
        assertThat(value("cuegrid_steps_total{cell=\"local\"}")).isPositive();
        assertThat(value("cuegrid_read_wait_seconds_count{cell=\"local\"}")).isPositive();
    }

    private static List<LaunchOrder> orders(FakeDaemon daemon) {
        return daemon.received.stream()
                .flatMap(message -> message.getLaunchesList().stream())
                .toList();
    }

    private static FrameCompletion.Builder completion(LaunchOrder order) {
        return FrameCompletion.newBuilder()
                .setProc(order.getProc())
                .setJobId(order.getJobId())
                .setFrameOrdinal(order.getFrameOrdinal())
                .setRunMillis(100);
    }

    @Test
    void shouldListTheCatalogueInTheDocs() throws Exception {
        Path page = Path.of("..", "docs", "metrics.md");
        Path made = Path.of("target", "metrics.md");
        Files.writeString(made, MetricsPage.text());
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/metrics.md; the catalogue's page is now in grid-node/target/metrics.md: copy it")
                .isEqualTo(MetricsPage.text());
    }
}
