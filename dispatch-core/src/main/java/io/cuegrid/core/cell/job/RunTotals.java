package io.cuegrid.core.cell.job;

import io.cuegrid.core.cell.columns.RecordPages;

/**
 * What the runs of each job, or of each layer, came to: times, the most memory, and of a layer how many frames used more memory
 * than was reserved and the two hosts on which runs have last succeeded. A row for each row of the table that it belongs to;
 * zero where that one is free.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class RunTotals extends RecordPages {
    private static final int RUNS = 0;
    private static final int CORE_MILLIS = 8;
    private static final int CLOCK_MILLIS = 16;
    private static final int HIGH_MILLIS = 24;
    private static final int LOW_MILLIS = 32;
    private static final int MAX_RSS_KIB = 40;
    private static final int MAX_PSS_KIB = 48;
    private static final int RECENT_HOSTS = 56;
    private static final int GPU_MILLIS = 64;
    private static final int FAILED_RUNS = 72;
    private static final int FAILED_CORE_MILLIS = 80;
    private static final int FAILED_GPU_MILLIS = 88;
    private static final int OVERRUNS = 96;
    private static final int OVERRUN_MIB = 100;
    private static final int WIDTH = 128;
    private static final int PAGE_SHIFT = 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;
    private static final int KIB_OF_MIB = 1_024;

    /** Hosts that are remembered of each row. */
    public static final int RECENT_MAX = 2;

    public RunTotals() {
        super(WIDTH, PAGE_SHIFT);
    }

    @Override
    protected long at(int row) {
        return page(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    @Override
    protected long writableAt(int row) {
        return writablePage(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    /** Runs that succeeded. */
    public long runs(int row) {
        return getLong(row, RUNS);
    }

    public long failedRuns(int row) {
        return getLong(row, FAILED_RUNS);
    }

    /** Of runs that succeeded: wall time times cores. */
    public long coreMillis(int row) {
        return getLong(row, CORE_MILLIS);
    }

    public long failedCoreMillis(int row) {
        return getLong(row, FAILED_CORE_MILLIS);
    }

    /** Of runs that succeeded: wall time times gpus. */
    public long gpuMillis(int row) {
        return getLong(row, GPU_MILLIS);
    }

    public long failedGpuMillis(int row) {
        return getLong(row, FAILED_GPU_MILLIS);
    }

    /** Wall time of runs that succeeded. */
    public long clockMillis(int row) {
        return getLong(row, CLOCK_MILLIS);
    }

    /** Longest run that succeeded. */
    public long highMillis(int row) {
        return getLong(row, HIGH_MILLIS);
    }

    /** Shortest run that succeeded, or 0. */
    public long lowMillis(int row) {
        return getLong(row, LOW_MILLIS);
    }

    /** Of all runs. */
    public long maxRssKib(int row) {
        return getLong(row, MAX_RSS_KIB);
    }

    /** Of all runs. */
    public long maxPssKib(int row) {
        return getLong(row, MAX_PSS_KIB);
    }

    /** The host's row on which a run has succeeded, the last one (0) or the one before on another (1); -1: none yet. */
    public int recentHost(int row, int back) {
        return (int) (getLong(row, RECENT_HOSTS) >>> (Integer.SIZE * back)) - 1;
    }

    /** Frames that used more memory than was reserved, since that was last changed. */
    public int overruns(int row) {
        return getInt(row, OVERRUNS);
    }

    /** The least that any of them used, KiB. */
    public long overrunKib(int row) {
        return (long) getInt(row, OVERRUN_MIB) * KIB_OF_MIB;
    }

    /** Rows of new entities. */
    public void clear(int from, int count) {
        ensureRows(from + count);
        for (int row = from; row < from + count; row++) {
            clearRow(row);
        }
    }

    /** A run has succeeded. */
    public void succeeded(int row, long clockMillis, long coreMillis, long gpuMillis) {
        addLong(row, RUNS, 1);
        addLong(row, CORE_MILLIS, coreMillis);
        if (gpuMillis != 0) {
            addLong(row, GPU_MILLIS, gpuMillis);
        }
        addLong(row, CLOCK_MILLIS, clockMillis);
        putLong(row, HIGH_MILLIS, Math.max(highMillis(row), clockMillis));
        long low = lowMillis(row);
        putLong(row, LOW_MILLIS, low == 0 ? clockMillis : Math.min(low, clockMillis));
    }

    /** A run has not succeeded. */
    public void failed(int row, long coreMillis, long gpuMillis) {
        addLong(row, FAILED_RUNS, 1);
        addLong(row, FAILED_CORE_MILLIS, coreMillis);
        addLong(row, FAILED_GPU_MILLIS, gpuMillis);
    }

    /** A run has succeeded on a host. */
    public void endedOn(int row, int host) {
        long recent = getLong(row, RECENT_HOSTS);
        if ((int) recent != host + 1) {
            putLong(row, RECENT_HOSTS, recent << Integer.SIZE | (host + 1));
        }
    }

    /** A frame used more memory than was reserved, for the first time. */
    public void overran(int row, long usedKib) {
        int mib = (int) Math.min(Integer.MAX_VALUE, (usedKib + KIB_OF_MIB - 1) / KIB_OF_MIB);
        int known = addInt(row, OVERRUNS, 1);
        putInt(row, OVERRUN_MIB, known == 1 ? mib : Math.min(mib, getInt(row, OVERRUN_MIB)));
    }

    /** What is reserved has changed. */
    public void forgetOverruns(int row) {
        putInt(row, OVERRUNS, 0);
        putInt(row, OVERRUN_MIB, 0);
    }

    /** A run had so much memory at most. */
    public void peaked(int row, long rssKib, long pssKib) {
        if (rssKib > maxRssKib(row)) {
            putLong(row, MAX_RSS_KIB, rssKib);
        }
        if (pssKib > maxPssKib(row)) {
            putLong(row, MAX_PSS_KIB, pssKib);
        }
    }
}
