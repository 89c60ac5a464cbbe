package io.cuegrid.persistence.history;

/** What a {@link HistoryWriter} is doing. */
public enum HistoryState {
    /** It has not reached the database yet. */
    STARTING,
    /** It writes what comes. */
    UP,
    /** The database does not answer; events wait on the disk. */
    AWAY,
    /** Batches that come next are in no journal of this member; another member may have them. */
    GAP,
    /** A defect: it does not go on; the log says why. */
    FAILED
}
