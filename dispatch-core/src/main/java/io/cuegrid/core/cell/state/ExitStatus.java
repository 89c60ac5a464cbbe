package io.cuegrid.core.cell.state;

/** Exit statuses with a meaning of their own. */
public final class ExitStatus {
    /** No run yet. */
    public static final int NONE = -1;
    /** Out of memory, as the daemon or a wrapper says it (status or signal). */
    public static final int MEMORY = 33;
    /** Killed by the kernel's memory killer, as containers say it. */
    public static final int CONTAINER_MEMORY = 137;
    /** Signal: run it again, it is not the frame's fault. */
    public static final int REQUEUE_SIGNAL = 119;
    /** The process could not be started. */
    public static final int FAILED_LAUNCH = 256;
    /** Run it again without counting this run. */
    public static final int SKIP_RETRY = 286;
    /** Taken back by the grid. */
    public static final int CLEARED = 299;
    /** The proc was an orphan. */
    public static final int ORPHAN = 301;
    /** A kill failed. */
    public static final int FAILED_KILL = 302;
    /** The host went down. */
    public static final int HOST_DOWN = 399;
    /** The job was ended by somebody. */
    public static final int JOB_KILLED = 500;

    /** A terminate signal. */
    public static final int SIGNAL_TERMINATE = 15;

    private ExitStatus() {}

    /** Whether the next start counts against the retries, after a run that ended so. */
    public static boolean countsAsRetry(int exitStatus) {
        return switch (exitStatus) {
            case NONE, SKIP_RETRY, FAILED_LAUNCH, CLEARED, ORPHAN, FAILED_KILL, HOST_DOWN -> false;
            default -> true;
        };
    }

    public static boolean succeeded(int exitStatus, int exitSignal) {
        return exitStatus == 0 && exitSignal == 0;
    }

    /** Whether a run ended because memory ran out. */
    public static boolean isMemory(int exitStatus, int exitSignal) {
        return exitStatus == MEMORY || exitSignal == MEMORY || exitStatus == CONTAINER_MEMORY;
    }
}
