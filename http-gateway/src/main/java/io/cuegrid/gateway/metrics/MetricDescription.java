package io.cuegrid.gateway.metrics;

import java.util.List;

/** One metric of a catalogue, as docs/metrics.md lists it. Implemented by the enum of each module that measures. */
public interface MetricDescription {

    Facts facts();

    /**
     * What is to be said of a metric.
     *
     * @param metricName dotted, in Micrometer's form; Prometheus shows underscores and the unit
     * @param unit base unit: seconds, bytes, … or empty for a count
     * @param tagNames names of the tags, in order; empty: none
     * @param sentence one sentence for people
     */
    record Facts(String metricName, Kind kind, String unit, List<String> tagNames, String sentence) {}

    default String metricName() {
        return facts().metricName();
    }

    default Kind kind() {
        return facts().kind();
    }

    default String unit() {
        return facts().unit();
    }

    default List<String> tagNames() {
        return facts().tagNames();
    }

    default String sentence() {
        return facts().sentence();
    }

    /** As Prometheus shows it: without what a summary or a histogram adds to each of its series. */
    default String prometheusName() {
        String name = metricName().replace('.', '_');
        String withUnit = unit().isEmpty() || name.endsWith("_" + unit()) ? name : name + "_" + unit();
        return kind() == Kind.COUNTER ? withUnit + "_total" : withUnit;
    }

    /** How a metric behaves. */
    enum Kind {
        /** Only rises. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** Counts and times events. */
        TIMER,
        /** Counts and sizes events. */
        SUMMARY,
        /** Counts values by ranges. */
        HISTOGRAM
    }
}
