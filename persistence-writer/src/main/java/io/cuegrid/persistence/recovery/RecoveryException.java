package io.cuegrid.persistence.recovery;

/** The files of this node do not lead to the state that they should. The evidence is left as it is. */
public final class RecoveryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecoveryException(String sentence) {
        super(sentence);
    }
}
