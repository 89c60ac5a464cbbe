package io.cuegrid.host.frame;

/** Exit statuses that the grid gives a meaning to, beyond the 0 to 255 of a command. */
public final class FrameExit {
    /** The command was ended by a signal, or its status is not known: a failure without a number of its own. */
    public static final int NO_STATUS = 1;
    /** It could not be started. Not counted as a retry. */
    public static final int NOT_STARTED = 256;
    /** It was stopped, or lost, through no fault of its own: the daemon started again, the host rebooted. */
    public static final int SKIP_RETRY = 286;

    private FrameExit() {}
}
