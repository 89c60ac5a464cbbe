package io.cuegrid.persistence.journal;

/**
 * How a node keeps its journals.
 *
 * @param syncPolicy when batches are forced to the disk
 * @param syncIntervalMillis for {@link SyncPolicy#INTERVAL}: 1 to 60,000
 * @param reserveBytes free space below which new work is refused; 0 for none
 * @param keepAll whether files are kept that nobody needs any more
 */
public record JournalSettings(SyncPolicy syncPolicy, int syncIntervalMillis, long reserveBytes, boolean keepAll) {
    public static final int SYNC_INTERVAL_MILLIS_DEFAULT = 100;
    /** Room for the growth of a few mapped blocks for each cell, with a margin. */
    public static final long RESERVE_BYTES_DEFAULT = 1L << 30;

    private static final int SYNC_INTERVAL_MILLIS_MAX = 60_000;

    public JournalSettings {
        if (syncIntervalMillis < 1 || syncIntervalMillis > SYNC_INTERVAL_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "syncIntervalMillis is " + syncIntervalMillis + ", give 1 to " + SYNC_INTERVAL_MILLIS_MAX);
        }
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("journalReserveBytes is negative: " + reserveBytes);
        }
    }

    public static JournalSettings defaults() {
        return new JournalSettings(SyncPolicy.INTERVAL, SYNC_INTERVAL_MILLIS_DEFAULT, RESERVE_BYTES_DEFAULT, false);
    }

    public JournalSettings withSyncPolicy(SyncPolicy policy) {
        return new JournalSettings(policy, syncIntervalMillis, reserveBytes, keepAll);
    }

    public JournalSettings withReserveBytes(long bytes) {
        return new JournalSettings(syncPolicy, syncIntervalMillis, bytes, keepAll);
    }

    public JournalSettings withKeepAll(boolean keep) {
        return new JournalSettings(syncPolicy, syncIntervalMillis, reserveBytes, keep);
    }
}
