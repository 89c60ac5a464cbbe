package io.cuegrid.core.snapshot;

/**
 * A copy of a state machine as it was when the capture began, written in slices so that no batch waits for long: what
 * is about to change before it was written is copied first. Called on the machine's thread.
 */
public interface SnapshotCapture {

    /**
     * Writes on.
     *
     * @param stepBudget pages after which it should return
     * @return whether everything is written
     */
    boolean step(int stepBudget, SnapshotWriter writer);

    /** Gives up; nothing is copied before change any more. */
    void cancel();
}
