package io.cuegrid.outline.launch;

/** A farm cannot be started, watched or ended. The message is one sentence for the person who asked for it. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LaunchException(String sentence) {
        super(sentence);
    }

    public LaunchException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
