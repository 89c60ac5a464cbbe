package io.cuegrid.core.cell.frame;

/** Numbers of the frame states, for columns and counters; the same as those of the schema's FrameState. */
public final class FrameStates {
    /** Ready to be booked. */
    public static final int WAITING = 0;
    /** Has a proc. */
    public static final int RUNNING = 2;
    /** Ended well. */
    public static final int SUCCEEDED = 3;
    /** Held by at least one depend. */
    public static final int DEPEND = 4;
    /** Failed too often, or in a way that a retry does not mend. */
    public static final int DEAD = 5;
    /** Given up by somebody; counts as done for its job. */
    public static final int EATEN = 6;
    /** Stopped after a checkpoint. */
    public static final int CHECKPOINT = 7;

    private FrameStates() {}
}
