package io.cuegrid.node.service.auth;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Identity;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.api.token.TokenRefusedException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Lets only calls in that carry a token of the right kind, as metadata {@code authorization: Bearer <token>}. All else
 * is UNAUTHENTICATED with the reason as a sentence.
 *
 * <p>Threading: any thread; immutable.
 */
public final class TokenInterceptor implements ServerInterceptor {
    /** Where the token is sent. */
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Why a call is made, for the audit: printable ASCII, cut at {@link #REASON_LENGTH_MAX}. May be absent. */
    public static final Metadata.Key<String> REASON =
            Metadata.Key.of("cuegrid-reason", Metadata.ASCII_STRING_MARSHALLER);

    static final int REASON_LENGTH_MAX = 500;

    private final AccessTokens tokens;
    private final TokenKind[] kinds;

    /** @param kinds that open the services behind this interceptor: one or more */
    public TokenInterceptor(AccessTokens tokens, TokenKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("say which kinds of token are let in");
        }
        this.tokens = tokens;
        this.kinds = kinds.clone();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Identity identity;
        try {
            identity = tokens.verify(headers.get(AUTHORIZATION), kinds);
        } catch (TokenRefusedException refused) {
            call.close(Status.UNAUTHENTICATED.withDescription(refused.getMessage()), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        String reason = headers.get(REASON);
        String kept = reason == null ? "" : reason.substring(0, Math.min(REASON_LENGTH_MAX, reason.length()));
        Context context = Context.current().withValues(Caller.SUBJECT, identity.subject(), Caller.REASON, kept);
        return Contexts.interceptCall(context, call, headers, next);
    }
}
