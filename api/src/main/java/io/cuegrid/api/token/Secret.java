package io.cuegrid.api.token;

import java.nio.charset.StandardCharsets;

/**
 * What tokens are signed with. The bytes of the text are the key, so another program that is given the same text (an
 * existing gateway's {@code JWT_SECRET}) signs tokens that are taken here.
 */
public final class Secret {
    /** Shorter secrets could be guessed: HS256 wants 256 bits. */
    public static final int MIN_LENGTH = 32;
    /** A file that is larger is not a secret. */
    public static final int MAX_LENGTH = 4096;

    private final String text;

    /** @throws IllegalArgumentException when it is too short or too long; the text itself is not in the message */
    public Secret(String text) {
        if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a secret has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, not " + text.length());
        }
        this.text = text;
    }

    byte[] key() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        return text;
    }

    /** Never the secret itself. */
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
