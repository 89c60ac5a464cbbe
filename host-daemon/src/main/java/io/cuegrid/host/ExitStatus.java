package io.cuegrid.host;

/** Exit statuses of the daemon's process; docs/host-daemon.md lists them for operators. */
public final class ExitStatus {
    /** Stopped as asked. */
    public static final int OK = 0;
    /** An unexpected failure; the log has its trace. */
    public static final int FAILED = 1;
    /** Wrong options. */
    public static final int USAGE = 2;
    /** The grid does not accept the token. */
    public static final int TOKEN = 3;
    /** The grid refused this host for good. */
    public static final int REFUSED = 4;
    /** Something of this machine is missing: a program, a right, a folder. */
    public static final int MACHINE = 5;
    /** A daemon of this name runs already in this home. */
    public static final int RUNNING_ALREADY = 6;

    private ExitStatus() {}
}
