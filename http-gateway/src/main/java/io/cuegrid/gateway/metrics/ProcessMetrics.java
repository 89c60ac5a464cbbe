package io.cuegrid.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Registers what the JVM says of this process. Stateless. */
public final class ProcessMetrics {
    private static final double MILLIS_A_SECOND = 1_000;

    private ProcessMetrics() {}

    public static void bind(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        meters.gauge(
                ProcessMetric.MEMORY_USED, () -> memory.getHeapMemoryUsage().getUsed(), "heap");
        meters.gauge(
                ProcessMetric.MEMORY_USED, () -> memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
        meters.gauge(
                ProcessMetric.MEMORY_COMMITTED,
                () -> memory.getHeapMemoryUsage().getCommitted(),
                "heap");
        meters.gauge(
                ProcessMetric.MEMORY_COMMITTED,
                () -> memory.getNonHeapMemoryUsage().getCommitted(),
                "nonheap");
        meters.gauge(ProcessMetric.HEAP_MAX, () -> memory.getHeapMemoryUsage().getMax());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            meters.gauge(ProcessMetric.BUFFERS_USED, pool::getMemoryUsed, pool.getName());
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            meters.counter(ProcessMetric.GC_COLLECTIONS, collector::getCollectionCount, collector.getName());
            meters.counter(
                    ProcessMetric.GC_TIME, () -> collector.getCollectionTime() / MILLIS_A_SECOND, collector.getName());
        }
        meters.gauge(
                ProcessMetric.THREADS, () -> ManagementFactory.getThreadMXBean().getThreadCount());
        meters.gauge(
                ProcessMetric.UPTIME, () -> ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_A_SECOND);
    }
}
