package io.cuegrid.gateway.metrics;

import java.util.List;

/** What every process with {@code /metrics} shows of itself. */
public enum ProcessMetric implements MetricDescription {
    MEMORY_USED("jvm.memory.used", Kind.GAUGE, "bytes", List.of("area"), "Memory in use, by area: heap, nonheap."),
    MEMORY_COMMITTED(
            "jvm.memory.committed", Kind.GAUGE, "bytes", List.of("area"), "Memory that the JVM has from the system."),
    HEAP_MAX("jvm.memory.heap.max", Kind.GAUGE, "bytes", List.of(), "What the heap may grow to."),
    BUFFERS_USED(
            "jvm.buffers.used",
            Kind.GAUGE,
            "bytes",
            List.of("pool"),
            "Memory outside of the heap: direct buffers, and mapped files (the journal)."),
    GC_COLLECTIONS("jvm.gc.collections", Kind.COUNTER, "", List.of("gc"), "Collections of garbage, by collector."),
    GC_TIME("jvm.gc.time", Kind.COUNTER, "seconds", List.of("gc"), "Time that the collector took, by collector."),
    THREADS("jvm.threads", Kind.GAUGE, "", List.of(), "Threads that live."),
    UPTIME("process.uptime", Kind.GAUGE, "seconds", List.of(), "Since the process began.");

    private final Facts facts;

    ProcessMetric(String metricName, Kind kind, String unit, List<String> tagNames, String sentence) {
        facts = new Facts(metricName, kind, unit, tagNames, sentence);
    }

    @Override
    public Facts facts() {
        return facts;
    }
}
