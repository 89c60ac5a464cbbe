package io.cuegrid.gateway.json;

/** A request body that is not the message it should be: the caller's error. */
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    public BadRequestException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** Where and what, for the caller. */
    public String problem() {
        return problem;
    }
}
