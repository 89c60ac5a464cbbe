package io.cuegrid.gateway.metrics;

import java.util.List;

/** One metric of a catalogue, as docs/metrics.md lists it. Implemented by the enum of each module that measures. */
public interface MetricDescription {

    /** Dotted, in Micrometer's form; Prometheus shows underscores and the unit. */
    String metricName();

    Kind kind();

    /** Base unit: seconds, bytes, … or empty for a count. */
    String unit();

    /** Names of the tags, in order; empty: none. */
    List<String> tagNames();

    /** One sentence for people. */
    String sentence();

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
