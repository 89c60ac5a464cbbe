package io.cuegrid.bench.farm;

import java.util.Arrays;

/**
 * What one simulated host saw: every run that it was ordered, with the times at which the order came and the completion
 * left, by this process's clock. The first of the audit's three records.
 *
 * <p>Threading: written under the lock of its host; read after the farm has stopped.
 */
final class RunLog {
    private static final int FIRST_CAPACITY = 256;

    private long[] procs = new long[FIRST_CAPACITY];
    private long[] frames = new long[FIRST_CAPACITY];
    private long[] orderedNanos = new long[FIRST_CAPACITY];
    private long[] endedNanos = new long[FIRST_CAPACITY];
    private int[] coreUnits = new int[FIRST_CAPACITY];
    private int count;

    /** An order came. @return the run's index */
    int ordered(long proc, long frame, int cores, long nanos) {
        if (count == procs.length) {
            int capacity = count * 2;
            procs = Arrays.copyOf(procs, capacity);
            frames = Arrays.copyOf(frames, capacity);
            orderedNanos = Arrays.copyOf(orderedNanos, capacity);
            endedNanos = Arrays.copyOf(endedNanos, capacity);
            coreUnits = Arrays.copyOf(coreUnits, capacity);
        }
        procs[count] = proc;
        frames[count] = frame;
        orderedNanos[count] = nanos;
        coreUnits[count] = cores;
        return count++;
    }

    /** The run's completion left. */
    void ended(int run, long nanos) {
        endedNanos[run] = nanos;
    }

    int count() {
        return count;
    }

    long proc(int run) {
        return procs[run];
    }

    /** Job number and ordinal in one: see {@link #frame(long, int)}. */
    long frame(int run) {
        return frames[run];
    }

    long orderedNanos(int run) {
        return orderedNanos[run];
    }

    /** 0: it never ended. */
    long endedNanos(int run) {
        return endedNanos[run];
    }

    int coreUnits(int run) {
        return coreUnits[run];
    }

    /** A frame as one number. */
    static long frame(long jobNumber, int ordinal) {
        return jobNumber << 24 | ordinal;
    }
}
