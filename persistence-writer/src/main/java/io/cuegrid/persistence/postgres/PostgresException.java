package io.cuegrid.persistence.postgres;

import org.jspecify.annotations.Nullable;

/** The local PostgreSQL cannot be had; the message is a sentence for the person who asked for it. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PostgresException(String sentence) {
        this(sentence, null);
    }

    public PostgresException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
