package io.cuegrid.persistence.journal;

/** When appended batches are forced to the disk. A killed process loses nothing under any policy. */
public enum SyncPolicy {
    /** Every {@code syncIntervalMillis}, on a thread of its own: a power cut loses at most that interval. */
    INTERVAL,
    /** Before an append returns: a power cut loses nothing. */
    BATCH,
    /** Left to the operating system. */
    NONE
}
