package io.cuegrid.outline.launch;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;

/** Signs tokens with a home's secret. */
final class HomeTokens {
    private HomeTokens() {}

    static String create(FarmHome home, String kind, String subject, Duration life) {
        try {
            byte[] secret = Files.readAllBytes(home.secretFile());
            Instant now = Instant.now();
            return JWT.create()
                    .withSubject(subject)
                    .withClaim("kind", kind)
                    .withIssuedAt(now)
                    .withExpiresAt(now.plus(life))
                    .sign(Algorithm.HMAC256(secret));
        } catch (IOException unreadable) {
            throw new LaunchException(
                    "cannot read the secret " + home.secretFile() + ": it is readable for its owner only", unreadable);
        }
    }
}
