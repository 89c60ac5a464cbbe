package io.cuegrid.gateway.call;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.api.token.TokenRefusedException;
import io.cuegrid.gateway.metrics.RefusalReason;
import org.jspecify.annotations.Nullable;

/** Checks the header {@code Authorization}; refuses in OpenCue's words. Threading: any thread. */
public final class Gatekeeper {
    private final AccessTokens tokens;

    public Gatekeeper(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The header as it is passed on, when its token holds and is a user's or a node's. A bare token without "Bearer "
     * is taken as well.
     *
     * @throws RefusalException with the sentence for the caller
     */
    public String check(@Nullable String authorization) throws RefusalException {
        if (authorization == null || authorization.isEmpty()) {
            throw refused("Authorization header required");
        }
        try {
            tokens.verify(authorization, TokenKind.USER, TokenKind.NODE);
            return authorization;
        } catch (TokenRefusedException e) {
            throw refused("Token validation error: " + e.getMessage());
        }
    }

    private static RefusalException refused(String text) {
        return new RefusalException(RefusalReason.UNAUTHENTICATED, text);
    }
}
