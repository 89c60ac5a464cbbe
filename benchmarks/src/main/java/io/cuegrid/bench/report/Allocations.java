package io.cuegrid.bench.report;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has used, as the JVM counts it: memory and processor time. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Bytes since the thread began. The call itself allocates nothing. */
    public static long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Nanoseconds of processor time since the thread began. */
    public static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** MiB of heap in use after a collection. */
    public static double usedHeapMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }
}
