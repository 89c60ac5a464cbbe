package io.cuegrid.outline.cli;

/** Ends a command with one sentence for the person and one status for the shell. */
public final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** @param sentence what happened, where, and what to do about it; no full stop, no stack trace */
    public CliFailure(ExitStatus status, String sentence) {
        super(sentence);
        this.status = status;
    }

    public ExitStatus status() {
        return status;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
