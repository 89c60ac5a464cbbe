package io.cuegrid.outline;

/** An outline is used in a way that it cannot be: a name taken, a change after its setup, an unknown layer. */
public final class OutlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutlineException(String sentence) {
        super(sentence);
    }

    public OutlineException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
