package io.cuegrid.bench.core;

import java.util.Arrays;

/**
 * The procs of simulated hosts by the virtual time at which they end. Runs of the same length end in the order in which they
 * began, and the mix knows few lengths: a queue for each. What is read next lies side by side, so that simulating the
 * hosts takes little of the time that is measured. Allocates only while it grows.
 *
 * <p>Threading: one thread.
 */
final class RunningProcs {
    private static final int FIRST_RUNS = 1 << 10;

    private Queue[] queues = new Queue[0];
    private int count;
    private long nowMillis;

    RunningProcs(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** A proc that ends {@code millis} (1 or more) from now. */
    void add(long procNumber, long hostNumber, int millis) {
        queue(millis).add(procNumber, hostNumber, nowMillis + Math.max(1, millis));
        count++;
    }

    private Queue queue(int millis) {
        for (Queue queue : queues) {
            if (queue.runMillis == millis) {
                return queue;
            }
        }
        queues = Arrays.copyOf(queues, queues.length + 1);
        Queue queue = new Queue(millis);
        queues[queues.length - 1] = queue;
        return queue;
    }

    /** Steps one millisecond and gives out what ends then. */
    void step(EndListener listener) {
        nowMillis++;
        for (Queue queue : queues) {
            count -= queue.endUntil(nowMillis, listener);
        }
    }

    long nowMillis() {
        return nowMillis;
    }

    int count() {
        return count;
    }

    /** Sees what ends. */
    @FunctionalInterface
    interface EndListener {
        void onEnd(long procNumber, long hostNumber, int runMillis);
    }

    /** Runs of one length, a ring of (proc, host, end). */
    private static final class Queue {
        /** Three are used; the fourth pads, so that a run's place is found by a shift. */
        private static final int FIELDS = 4;

        private static final int PROC = 0;
        private static final int HOST = 1;
        private static final int END = 2;

        private final int runMillis;
        private long[] runs = new long[FIRST_RUNS * FIELDS];
        private int mask = FIRST_RUNS - 1;
        private int head;
        private int size;

        Queue(int runMillis) {
            this.runMillis = runMillis;
        }

        void add(long procNumber, long hostNumber, long endMillis) {
            if (size > mask) {
                grow();
            }
            int at = ((head + size++) & mask) * FIELDS;
            runs[at + PROC] = procNumber;
            runs[at + HOST] = hostNumber;
            runs[at + END] = endMillis;
        }

        private void grow() {
            long[] larger = new long[runs.length * 2];
            int first = head * FIELDS;
            System.arraycopy(runs, first, larger, 0, runs.length - first);
            System.arraycopy(runs, 0, larger, runs.length - first, first);
            runs = larger;
            mask = mask * 2 + 1;
            head = 0;
        }

        int endUntil(long timeMillis, EndListener listener) {
            int ended = 0;
            while (size > 0 && runs[head * FIELDS + END] <= timeMillis) {
                int at = head * FIELDS;
                head = (head + 1) & mask;
                size--;
                ended++;
                listener.onEnd(runs[at + PROC], runs[at + HOST], runMillis);
            }
            return ended;
        }
    }
}
