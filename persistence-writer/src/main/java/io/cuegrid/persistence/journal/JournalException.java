package io.cuegrid.persistence.journal;

/** A journal cannot do what it must: the disk failed, or its files are damaged. The cell has to stop here. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JournalException(String sentence) {
        super(sentence);
    }

    public JournalException(String sentence, Throwable cause) {
        super(sentence + ": " + cause.getMessage(), cause);
    }
}
