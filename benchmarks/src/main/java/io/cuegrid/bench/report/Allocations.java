package io.cuegrid.bench.report;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has used, as the JVM counts it: memory and processor time. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double BYTES_OF_MIB = 1 << 20;

    private Allocations() {}

    /** Bytes since the thread began. The call itself allocates nothing. */
    public static long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Nanoseconds of processor time since the thread began. */
    public static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** MiB of the heap in use after a collection. */
    public static double heapMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_OF_MIB;
    }

    /** MiB in use outside of the heap, where a cell's pages are. */
    public static double offHeapMiB() {
        long bytes = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                bytes += pool.getMemoryUsed();
            }
        }
        return bytes / BYTES_OF_MIB;
    }
}
