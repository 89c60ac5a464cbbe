package io.cuegrid.node.metrics;

import io.cuegrid.gateway.metrics.GatewayMetric;
import io.cuegrid.gateway.metrics.MetricDescription;
import io.cuegrid.gateway.metrics.ProcessMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** docs/metrics.md as the catalogue says it. Stateless. */
final class MetricsPage {
    private static final String HEAD = """
            # Metrics

            `GET /metrics` (port 8448, no token) answers in Prometheus' text format. Made from the catalogue in the code; a test
            compares both with what a running node shows.

            The label `cell` is the name of a facility, or `directory`. Figures of a cell's state (frames, jobs, hosts, cores) are
            shown by the node that leads the cell and are 0 on the others, so that a sum over all nodes is right. They are asked of
            the cell at a scrape, at most once a second. Counters begin at 0 with the process.

            A timer is shown as a summary: `_count`, `_sum` and, as a gauge, `_max` of the last minutes. A histogram has
            `_bucket`, `_count` and `_sum`.
            """;

    private MetricsPage() {}

    static List<MetricDescription> catalogue() {
        List<MetricDescription> all = new ArrayList<>();
        all.addAll(List.of(NodeMetric.values()));
        all.addAll(List.of(GatewayMetric.values()));
        all.addAll(List.of(ProcessMetric.values()));
        return all;
    }

    static String text() {
        return HEAD
                + table("Node", "Only a node shows these.", List.of(NodeMetric.values()))
                + table(
                        "Gateway",
                        "A node with a gateway in it, and a gateway that runs alone.",
                        List.of(GatewayMetric.values()))
                + table("Process", "Both.", List.of(ProcessMetric.values()));
    }

    private static String table(String title, String whose, List<? extends MetricDescription> metrics) {
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n" + whose + "\n\n");
        text.append("| metric | kind | labels | what it says |\n|---|---|---|---|\n");
        for (MetricDescription metric : metrics) {
            text.append("| `")
                    .append(metric.prometheusName())
                    .append("` | ")
                    .append(metric.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(String.join(", ", metric.tagNames()))
                    .append(" | ")
                    .append(metric.sentence())
                    .append(" |\n");
        }
        return text.toString();
    }
}
