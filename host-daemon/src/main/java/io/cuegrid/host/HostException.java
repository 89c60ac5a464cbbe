package io.cuegrid.host;

/** Ends the daemon with one sentence on stderr and an exit status. */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    /**
     * @param exitStatus one of {@link ExitStatus}
     * @param message what, where, and how to mend it
     */
    public HostException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
