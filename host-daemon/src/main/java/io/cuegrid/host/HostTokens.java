package io.cuegrid.host;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.host.link.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The host's token: a file's, the environment's, or one made with the secret of the home. */
final class HostTokens implements TokenSource {
    /** A token made here is used for one connect only. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final int TOKEN_CHARACTERS_MAX = 8192;

    private final HostConfig config;

    HostTokens(HostConfig config) {
        this.config = config;
    }

    @Override
    public String token() throws IOException {
        Path file = config.tokenFile();
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw new IOException("the token file " + file + " cannot be read");
            }
            if (Files.size(file) > TOKEN_CHARACTERS_MAX) {
                throw new IOException("the token file " + file + " is too large to be a token");
            }
            return plain(Files.readString(file), "the token file " + file);
        }
        String text = config.tokenText();
        if (text != null) {
            return plain(text, "the environment's CUEGRID_TOKEN");
        }
        try {
            return new AccessTokens(SecretFile.read(config.home().resolve("secret")))
                    .issue(TokenKind.HOST, config.name(), LIFETIME);
        } catch (IOException e) {
            throw new IOException(
                    "no token was given (--token-file or CUEGRID_TOKEN), and none can be made: " + e.getMessage(), e);
        }
    }

    /** A token goes into a header: anything else than its own characters would be an error of gRPC's, or worse. */
    private static String plain(String text, String where) throws IOException {
        String token = text.strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(where + " holds no token");
        }
        return token;
    }
}
