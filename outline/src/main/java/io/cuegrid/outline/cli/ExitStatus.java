package io.cuegrid.outline.cli;

/** What a command's end tells the shell. Scripts rely on the numbers: they are documented and never change. */
public enum ExitStatus {
    /** The command did what it was asked. */
    SUCCESS(0),
    /** The grid refused, or something failed on the way. */
    FAILED(1),
    /** The words are wrong: an unknown option, a bad number, a file that cannot be read. */
    USAGE(2),
    /** No grid answers. */
    NOT_UP(3),
    /** No job, frame or host of that name, or more than one. */
    NOT_FOUND(4),
    /** The token is missing, wrong or expired, or does not allow it. */
    DENIED(5),
    /** A job that was waited for ended with frames that did not succeed. */
    JOB_FAILED(6);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
