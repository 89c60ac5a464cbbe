package io.cuegrid.bench.farm;

import java.util.Arrays;

/**
 * What one simulated host saw: every run that it was ordered, and how full that made it. The first of the audit's three
 * records, kept by the host alone.
 *
 * <p>Threading: written under the lock of its host; read after the farm has stopped.
 */
final class RunLog {
    private static final int FIRST_CAPACITY = 256;

    private final int coreUnits;
    private final long memoryKib;
    private long[] procs = new long[FIRST_CAPACITY];
    private long[] frames = new long[FIRST_CAPACITY];
    private long[] fingerprints = new long[FIRST_CAPACITY];
    private byte[] ends = new byte[FIRST_CAPACITY];
    private int count;
    private long busyCoreUnits;
    private long busyMemoryKib;
    private long overshoots;

    /** How a run ended, as the host said. */
    enum End {
        /** Not yet. */
        NONE,
        /** With exit status 0. */
        WELL,
        /** In any other way. */
        BADLY
    }

    /** @param coreUnits that the host has, as {@code memoryKib} */
    RunLog(int coreUnits, long memoryKib) {
        this.coreUnits = coreUnits;
        this.memoryKib = memoryKib;
    }

    /** An order came. @return the run's index */
    int ordered(long proc, long frame, int cores, long memory) {
        if (count == procs.length) {
            int capacity = count * 2;
            procs = Arrays.copyOf(procs, capacity);
            frames = Arrays.copyOf(frames, capacity);
            fingerprints = Arrays.copyOf(fingerprints, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        procs[count] = proc;
        frames[count] = frame;
        fingerprints[count] = RunTable.fingerprint(frame, cores, memory);
        busyCoreUnits += cores;
        busyMemoryKib += memory;
        if (busyCoreUnits > coreUnits || busyMemoryKib > memoryKib) {
            overshoots++;
        }
        return count++;
    }

    /** The run is over and its completion is about to leave. */
    void ended(int run, int cores, long memory, End end) {
        ends[run] = (byte) end.ordinal();
        busyCoreUnits -= cores;
        busyMemoryKib -= memory;
    }

    int count() {
        return count;
    }

    /** Of its job and ordinal: see {@link RunTable#frame}. */
    long frame(int run) {
        return frames[run];
    }

    boolean isEndedWell(int run) {
        return ends[run] == End.WELL.ordinal();
    }

    long busyCoreUnits() {
        return busyCoreUnits;
    }

    long busyMemoryKib() {
        return busyMemoryKib;
    }

    /** Orders that asked for more than the host had left. */
    long overshoots() {
        return overshoots;
    }

    /** Writes all runs down. */
    void into(RunTable table) {
        for (int run = 0; run < count; run++) {
            table.note(procs[run], RunTable.ORDERED, fingerprints[run]);
            if (ends[run] != End.NONE.ordinal()) {
                table.note(procs[run], RunTable.ENDED, fingerprints[run]);
            }
        }
    }
}
