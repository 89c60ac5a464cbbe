package io.cuegrid.bench.core;

import java.util.Arrays;

/**
 * The procs of simulated hosts by the virtual time at which they end: a timing wheel of one slot a millisecond. Nothing
 * is allocated once it is made.
 *
 * <p>Threading: one thread.
 */
final class RunningProcs {
    private static final int NONE = -1;
    private static final int FIELDS = 4;
    private static final int PROC = 0;
    private static final int HOST = 1;
    private static final int END = 2;
    private static final int RUN = 3;

    private final int mask;
    private final int[] heads;
    private final int[] next;
    /** What is known of each run, side by side: proc, host, end, run time. */
    private final long[] runs;

    private int free;
    private int count;
    private long nowMillis;

    /**
     * @param maxProcs running at a time
     * @param wheelMillis a power of two; longer runs go round more than once
     */
    RunningProcs(int maxProcs, int wheelMillis, long nowMillis) {
        mask = wheelMillis - 1;
        heads = new int[wheelMillis];
        Arrays.fill(heads, NONE);
        next = new int[maxProcs];
        for (int i = 0; i < maxProcs; i++) {
            next[i] = i + 1 < maxProcs ? i + 1 : NONE;
        }
        runs = new long[maxProcs * FIELDS];
        this.nowMillis = nowMillis;
    }

    /** A proc that ends {@code millis} (1 or more) from now. */
    void add(long procNumber, long hostNumber, int millis) {
        int slot = free;
        if (slot == NONE) {
            throw new IllegalStateException("more than " + next.length + " procs run");
        }
        free = next[slot];
        int at = slot * FIELDS;
        long endMillis = nowMillis + Math.max(1, millis);
        runs[at + PROC] = procNumber;
        runs[at + HOST] = hostNumber;
        runs[at + END] = endMillis;
        runs[at + RUN] = millis;
        int bucket = (int) endMillis & mask;
        next[slot] = heads[bucket];
        heads[bucket] = slot;
        count++;
    }

    /** Steps one millisecond and gives out what ends then. */
    void step(EndListener listener) {
        nowMillis++;
        int bucket = (int) nowMillis & mask;
        int slot = heads[bucket];
        heads[bucket] = NONE;
        while (slot != NONE) {
            int following = next[slot];
            int at = slot * FIELDS;
            if (runs[at + END] <= nowMillis) {
                next[slot] = free;
                free = slot;
                count--;
                listener.onEnd(runs[at + PROC], runs[at + HOST], (int) runs[at + RUN]);
            } else {
                next[slot] = heads[bucket];
                heads[bucket] = slot;
            }
            slot = following;
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
}
