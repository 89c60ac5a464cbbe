package io.cuegrid.persistence.journal;

/** How much room is left under the journal. Ordered from good to bad. */
public enum DiskState {
    /** More than the reserve. */
    OK,
    /** Less than the reserve: refuse new work; take completions, kills and heartbeats. */
    FULL,
    /** Less than half of the reserve: stop leading. A mapped queue on a full disk ends in an error within an append. */
    STEP_DOWN
}
