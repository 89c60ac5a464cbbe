package io.cuegrid.node.dispatch;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * How much heap the threads that decide have allocated: the dispatch loops and Hazelcast's partition threads, on which
 * batches run. Asked for by status and benchmarks, a few times a second at most.
 *
 * <p>Threading: any thread.
 */
public final class DispatchAllocation {
    private static final String LOOPS = "dispatch-";
    private static final String PARTITIONS = ".partition-operation.thread-";

    private DispatchAllocation() {}

    /** Bytes since the threads began; 0 where the JVM does not count. */
    public static long bytes() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            return 0;
        }
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && decides(infos[i].getThreadName()) && allocated[i] > 0) {
                sum += allocated[i];
            }
        }
        return sum;
    }

    private static boolean decides(String name) {
        return name.startsWith(LOOPS) || name.contains(PARTITIONS);
    }
}
