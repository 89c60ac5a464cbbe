package io.cuegrid.api.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.cuegrid.api.token.TokenRefusedException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies access tokens: JSON web tokens signed with HS256 and the home's secret. REST, gRPC and HostLink
 * all verify with this class. A token without the claim {@code kind}, as tools made for OpenCue sign it, is a user's.
 *
 * <p>A token that was good is remembered until it expires, because tools send theirs with each call. Hosts send theirs once a
 * stream: they are not remembered.
 *
 * <p>Threading: any thread.
 */
public final class AccessTokens {
    /** The claim that says for whom a token is. */
    public static final String KIND_CLAIM = "kind";

    private static final String BEARER = "Bearer ";
    /** Longer texts are not looked at. */
    private static final int MAX_TOKEN_LENGTH = 8192;

    private static final int MAX_SUBJECT_LENGTH = 255;
    /** Tokens remembered; when there are more, all are forgotten. */
    private static final int KNOWN_MAX = 1_024;
    /** Whom a user token without a subject speaks for. */
    private static final String UNNAMED_USER = "unknown";

    private final Algorithm algorithm;
    private final JWTVerifier verifier;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What a good token says. @param expires null: never */
    private record Known(Identity identity, @Nullable Instant expires) {}

    public AccessTokens(Secret secret) {
        this(secret, Clock.systemUTC());
    }

    public AccessTokens(Secret secret, Clock clock) {
        this.algorithm = Algorithm.HMAC256(secret.key());
        this.verifier = ((JWTVerifier.BaseVerification) JWT.require(algorithm)).build(clock);
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param subject the user's, host's or node's name
     * @param lifetime from now on; null: it never expires
     */
    public String issue(TokenKind kind, String subject, @Nullable Duration lifetime) {
        if (subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH) {
            throw new IllegalArgumentException(
                    "a token is for somebody: a name of 1 to " + MAX_SUBJECT_LENGTH + " characters");
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw new IllegalArgumentException("a token lives longer than " + lifetime);
        }
        Instant now = clock.instant();
        JWTCreator.Builder token = JWT.create()
                .withSubject(subject)
                .withClaim(KIND_CLAIM, kind.text())
                .withIssuedAt(now);
        if (lifetime != null) {
            token.withExpiresAt(now.plus(lifetime));
        }
        return token.sign(algorithm);
    }

    /**
     * Verifies a token.
     *
     * @param header the token, with or without {@code Bearer } before it; null: none was sent
     * @param allowed the kinds that may come in here; none given: any
     * @throws TokenRefusedException with the reason as a sentence
     */
    public Identity verify(@Nullable String header, TokenKind... allowed) throws TokenRefusedException {
        if (header == null || header.isBlank()) {
            throw new TokenRefusedException(
                    Reason.MISSING, "no access token was sent; send it as \"authorization: Bearer <token>\"");
        }
        Identity identity = identity(bare(header));
        if (allowed.length > 0 && !Arrays.asList(allowed).contains(identity.kind())) {
            throw new TokenRefusedException(
                    Reason.WRONG_KIND,
                    "the access token is of kind " + identity.kind().text() + "; here one of kind "
                            + Arrays.stream(allowed).map(TokenKind::text).collect(Collectors.joining(" or "))
                            + " is needed");
        }
        return identity;
    }

    private Identity identity(String token) throws TokenRefusedException {
        Known before = known.get(token);
        if (before != null && (before.expires() == null || clock.instant().isBefore(before.expires()))) {
            return before.identity();
        }
        DecodedJWT decoded = decode(token);
        Identity identity = identity(decoded);
        if (identity.kind() != TokenKind.HOST) {
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(token, new Known(identity, decoded.getExpiresAtAsInstant()));
        }
        return identity;
    }

    private static String bare(String header) {
        String text = header.strip();
        return text.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? text.substring(BEARER.length()).strip()
                : text;
    }

    private DecodedJWT decode(String token) throws TokenRefusedException {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw notAToken();
        }
        try {
            return verifier.verify(token);
        } catch (SignatureVerificationException wrong) {
            throw new TokenRefusedException(
                    Reason.WRONG_SIGNATURE, "the access token was not signed with this grid's secret");
        } catch (TokenExpiredException expired) {
            throw new TokenRefusedException(
                    Reason.EXPIRED, "the access token expired at " + expired.getExpiredOn() + "; ask for a new one");
        } catch (IncorrectClaimException early) {
            throw new TokenRefusedException(
                    Reason.NOT_YET_VALID, "the access token is not valid yet: check the clocks");
        } catch (JWTVerificationException unreadable) {
            throw notAToken();
        }
    }

    private static Identity identity(DecodedJWT token) throws TokenRefusedException {
        String claim = token.getClaim(KIND_CLAIM).asString();
        TokenKind kind =
                token.getClaim(KIND_CLAIM).isMissing() ? TokenKind.USER : claim == null ? null : TokenKind.of(claim);
        String subject = token.getSubject();
        if (kind == TokenKind.USER && (subject == null || subject.isBlank())) {
            return new Identity(kind, UNNAMED_USER);
        }
        if (kind == null || subject == null || subject.isBlank()) {
            throw new TokenRefusedException(
                    Reason.NOT_A_TOKEN, "the access token does not say whom it is for (claims kind and sub)");
        }
        return new Identity(kind, subject);
    }

    private static TokenRefusedException notAToken() {
        return new TokenRefusedException(
                Reason.NOT_A_TOKEN, "the access token is not a JSON web token signed with HS256");
    }
}
