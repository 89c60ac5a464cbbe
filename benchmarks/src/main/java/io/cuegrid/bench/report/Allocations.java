package io.cuegrid.bench.report;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
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

    /** MiB in use after a collection: the heap, and buffers outside of it, where a cell's pages are. */
    public static double usedMemoryMiB() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                bytes += pool.getMemoryUsed();
            }
        }
        return bytes / 1048576.0;
    }
}
