package io.cuegrid.core.cell.task;

/** What a task of long work does. Numbers are part of the state. */
public final class TaskKind {
    /** Frames of a staged job; position: the next ordinal. */
    public static final int STAGE = 1;
    /** A depend takes hold of frames; detail: its number, position: the next ordinal. */
    public static final int HOLD = 2;
    /** A depend lets go of frames; detail: its number, position: the next ordinal. */
    public static final int RELEASE = 3;
    /** An action on frames; detail: last ordinal, action, states; position: the next ordinal. */
    public static final int ACT = 4;
    /** Running frames of a job that was ended are killed; position: the next ordinal. */
    public static final int KILL = 5;

    /** A launch becomes visible once all before it is done; detail: its id. */
    public static final int LAUNCH = 6;

    private TaskKind() {}
}
