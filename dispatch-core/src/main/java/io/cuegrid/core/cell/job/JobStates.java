package io.cuegrid.core.cell.job;

/** Numbers of the job states, for columns; the same as those of the schema's JobState. */
public final class JobStates {
    /** Visible and alive. */
    public static final int PENDING = 0;
    /** Ended. */
    public static final int FINISHED = 1;
    /** Staged: not visible yet. */
    public static final int STARTUP = 2;
    /** Killed; its last procs are ending. */
    public static final int SHUTDOWN = 3;
    /** Waits for the end of its parent. */
    public static final int POSTED = 4;

    private JobStates() {}
}
