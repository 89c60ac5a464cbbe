package io.cuegrid.bench.farm;

import io.cuegrid.core.cell.proc.ProcTable;
import java.util.Arrays;

/**
 * What each record says about each run, by the run's proc number: a byte of flags and a fingerprint of what was booked.
 * A proc number holds a count that rises from 1 without gaps, by which a run is found, so that it costs nine bytes; the rest of the
 * number is part of the fingerprint.
 *
 * <p>Threading: one thread.
 */
final class RunTable {
    /** A host was ordered to run it. */
    static final int ORDERED = 1;
    /** A host said that it ended. */
    static final int ENDED = 1 << 1;
    /** The journal has its start. */
    static final int STARTED = 1 << 2;
    /** The journal has its end. */
    static final int STOPPED = 1 << 3;
    /** The database has a row of it. */
    static final int ROW = 1 << 4;

    private static final int KINDS = 5;
    private static final int PAGE_BITS = 16;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_ROWS - 1;
    /** Runs of one benchmark; a number with a larger count is a proc that no cell gave. */
    private static final long COUNT_MAX = (1L << 32) - 1;

    private static final int JOB_SHIFT = 24;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private byte[][] flags = new byte[0][];
    private long[][] fingerprints = new long[0][];
    private final long[] repeated = new long[KINDS];
    private long contradictions;

    /** A frame as one number; a job has at most a million frames. */
    static long frame(long jobNumber, int ordinal) {
        return jobNumber << JOB_SHIFT | ordinal;
    }

    static long jobOf(long frame) {
        return frame >>> JOB_SHIFT;
    }

    static int ordinalOf(long frame) {
        return (int) frame & (1 << JOB_SHIFT) - 1;
    }

    /** What was booked as one number, never 0. */
    static long fingerprint(long frame, int coreUnits, long memoryKib) {
        long hash = (frame * MIX ^ coreUnits) * MIX ^ memoryKib;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /** One record says one thing about a run. */
    void note(long proc, int flag, long fingerprint) {
        long count = ProcTable.count(proc);
        if (proc <= 0 || count == 0 || count > COUNT_MAX) {
            contradictions++;
            return;
        }
        int page = (int) (count >>> PAGE_BITS);
        int row = (int) count & PAGE_MASK;
        long ofProc = (fingerprint ^ proc * MIX) | 1;
        byte[] pageFlags = page(page);
        if ((pageFlags[row] & flag) != 0) {
            repeated[Integer.numberOfTrailingZeros(flag)]++;
        }
        pageFlags[row] |= (byte) flag;
        long before = fingerprints[page][row];
        if (before == 0) {
            fingerprints[page][row] = ofProc;
        } else if (before != ofProc) {
            contradictions++;
        }
    }

    private byte[] page(int page) {
        if (page >= flags.length) {
            int length = Math.max(page + 1, flags.length * 2);
            flags = Arrays.copyOf(flags, length);
            fingerprints = Arrays.copyOf(fingerprints, length);
        }
        if (flags[page] == null) {
            flags[page] = new byte[PAGE_ROWS];
            fingerprints[page] = new long[PAGE_ROWS];
        }
        return flags[page];
    }

    /** Runs of which one thing was said and another was not. */
    long with(int said, int unsaid) {
        int mask = said | unsaid;
        long runs = 0;
        for (byte[] page : flags) {
            if (page != null) {
                for (byte row : page) {
                    runs += (row & mask) == said ? 1 : 0;
                }
            }
        }
        return runs;
    }

    /** How often a record said again what it had said of the same run. */
    long repeated(int flag) {
        return repeated[Integer.numberOfTrailingZeros(flag)];
    }

    /** Runs about which two records disagree (another frame, other cores, other memory), and numbers that no cell gives. */
    long contradictions() {
        return contradictions;
    }
}
