package io.cuegrid.api.token;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom a token is for. A token of one kind opens nothing that is meant for another. */
public enum TokenKind {
    /** A person or a tool: REST and the public gRPC services. */
    USER,
    /** A host daemon: HostLink only. */
    HOST,
    /** A node or a gateway of the grid itself. */
    NODE;

    /** As the claim spells it: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable TokenKind of(String text) {
        for (TokenKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
