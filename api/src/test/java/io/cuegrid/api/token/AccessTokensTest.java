package io.cuegrid.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.cuegrid.api.token.TokenRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
    private static final String TEXT = "0123456789abcdef0123456789abcdef";
    private final AccessTokens tokens = at(NOW);

    @Test
    void shouldVerifyWhatItIssued() throws TokenRefusedException {
        String token = tokens.issue(TokenKind.HOST, "node-1", Duration.ofHours(1));

        assertThat(tokens.verify(token)).isEqualTo(new Identity(TokenKind.HOST, "node-1"));
        assertThat(tokens.verify("Bearer " + token, TokenKind.HOST, TokenKind.NODE)
                        .subject())
                .isEqualTo("node-1");
        assertThat(tokens.verify(" bearer  " + token + " ").kind()).isEqualTo(TokenKind.HOST);
    }

    @Test
    void shouldNeverExpireWithoutALifetime() throws TokenRefusedException {
        String token = tokens.issue(TokenKind.NODE, "a", null);

        assertThat(at(NOW.plus(Duration.ofDays(10_000))).verify(token).kind()).isEqualTo(TokenKind.NODE);
    }

    @Test
    void shouldRefuseAnExpiredToken() {
        String token = tokens.issue(TokenKind.USER, "ann", Duration.ofMinutes(5));

        refused(at(NOW.plusSeconds(301)), token, Reason.EXPIRED, "expired at 2026-11-20T06:05:00Z");
    }

    @Test
    void shouldRefuseATokenOnceItHasExpiredHoweverOftenItWasGood() throws TokenRefusedException {
        Instant[] now = {NOW};
        InstantSource moving = () -> now[0];
        AccessTokens tokens = new AccessTokens(new Secret(TEXT), moving.withZone(ZoneOffset.UTC));
        String token = tokens.issue(TokenKind.USER, "ann", Duration.ofMinutes(1));
        assertThat(tokens.verify(token)).isEqualTo(tokens.verify(token));
        now[0] = NOW.plusSeconds(61);
        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void shouldRefuseATokenOfAnotherSecret() {
        AccessTokens others = new AccessTokens(new Secret("x" + TEXT), Clock.fixed(NOW, ZoneOffset.UTC));

        refused(tokens, others.issue(TokenKind.USER, "ann", null), Reason.WRONG_SIGNATURE, "this grid's secret");
    }

    @Test
    void shouldRefuseAChangedToken() {
        String[] parts = tokens.issue(TokenKind.USER, "ann", null).split("\\.");
        String body = encoded("{\"sub\":\"root\",\"kind\":\"node\"}");

        refused(tokens, parts[0] + "." + body + "." + parts[2], Reason.WRONG_SIGNATURE, "this grid's secret");
    }

    @Test
    void shouldRefuseATokenWithoutSignature() {
        String header = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        String body = encoded("{\"sub\":\"ann\",\"kind\":\"user\"}");

        refused(tokens, header + "." + body + ".", Reason.NOT_A_TOKEN, "signed with HS256");
    }

    @Test
    void shouldRefuseAnotherAlgorithm() {
        String token = JWT.create().withSubject("ann").sign(Algorithm.HMAC512(TEXT));

        refused(tokens, token, Reason.NOT_A_TOKEN, "signed with HS256");
    }

    @Test
    void shouldRefuseATokenOfTheFuture() {
        String token = JWT.create()
                .withSubject("ann")
                .withNotBefore(NOW.plusSeconds(60))
                .sign(Algorithm.HMAC256(TEXT));

        refused(tokens, token, Reason.NOT_YET_VALID, "check the clocks");
    }

    @Test
    void shouldRefuseAKindThatIsNotAllowed() {
        String token = tokens.issue(TokenKind.USER, "ann", null);

        assertThatThrownBy(() -> tokens.verify(token, TokenKind.HOST))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.WRONG_KIND))
                .hasMessage("the access token is of kind user; here one of kind host is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "Bearer", "Bearer x", "....", "eyJhbGciOiJIUzI1NiJ9.e30"})
    void shouldRefuseWhatIsNoToken(String text) {
        refused(tokens, text, Reason.NOT_A_TOKEN, "not a JSON web token");
    }

    @Test
    void shouldRefuseNothingAndFarTooMuch() {
        refused(tokens, null, Reason.MISSING, "authorization: Bearer");
        refused(tokens, "  ", Reason.MISSING, "authorization: Bearer");
        refused(tokens, "x".repeat(1_000_000), Reason.NOT_A_TOKEN, "not a JSON web token");
    }

    @Test
    void shouldTakeTokensThatOtherToolsSignedWithTheSameSecret() throws TokenRefusedException {
        Algorithm algorithm = Algorithm.HMAC256(TEXT);
        String named = JWT.create()
                .withSubject("user-id")
                .withClaim("role", "user-role")
                .sign(algorithm);
        String unnamed = JWT.create().withExpiresAt(NOW.plusSeconds(9)).sign(algorithm);

        assertThat(tokens.verify(named)).isEqualTo(new Identity(TokenKind.USER, "user-id"));
        assertThat(tokens.verify(unnamed)).isEqualTo(new Identity(TokenKind.USER, "unknown"));
    }

    @Test
    void shouldRefuseAnUnknownKindAndAHostWithoutName() {
        Algorithm algorithm = Algorithm.HMAC256(TEXT);

        refused(
                tokens,
                JWT.create().withSubject("a").withClaim("kind", "king").sign(algorithm),
                Reason.NOT_A_TOKEN,
                "does not say whom it is for");
        refused(
                tokens,
                JWT.create().withSubject("a").withClaim("kind", 1).sign(algorithm),
                Reason.NOT_A_TOKEN,
                "does not say whom it is for");
        refused(
                tokens,
                JWT.create().withClaim("kind", "host").sign(algorithm),
                Reason.NOT_A_TOKEN,
                "does not say whom it is for");
    }

    @Test
    void shouldNotIssueForNobodyOrForNoTime() {
        assertThatThrownBy(() -> tokens.issue(TokenKind.USER, " ", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.issue(TokenKind.USER, "ann", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static AccessTokens at(Instant now) {
        return new AccessTokens(new Secret(TEXT), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void refused(AccessTokens tokens, @Nullable String token, Reason reason, String sentence) {
        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(reason))
                .hasMessageContaining(sentence);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
