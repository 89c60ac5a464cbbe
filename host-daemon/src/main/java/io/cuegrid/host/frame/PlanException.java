package io.cuegrid.host.frame;

/** An order that cannot be started on this host; the message goes to the frame's owner. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlanException(String message) {
        super(message);
    }
}
