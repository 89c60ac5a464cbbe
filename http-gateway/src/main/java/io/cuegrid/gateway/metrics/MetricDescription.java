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

    /** How a metric behaves. */
    enum Kind {
        /** Only rises. */
        COUNTER,
        /** Rises and falls. */
        GAUGE,
        /** Counts and times events. */
        TIMER,
        /** Counts and sizes events. */
        SUMMARY
    }
}
