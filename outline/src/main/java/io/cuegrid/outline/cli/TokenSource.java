package io.cuegrid.outline.cli;

import io.cuegrid.api.token.TokenKind;
import io.cuegrid.outline.launch.FarmHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command takes its token from: a file, the environment, or the home's secret. */
final class TokenSource {
    /** A token that a command makes for itself serves that one command. */
    private static final Duration OWN_TOKEN_LIFE = Duration.ofHours(12);

    private final @Nullable Path file;
    private final @Nullable String given;
    private final FarmHome home;

    TokenSource(@Nullable Path file, @Nullable String given, FarmHome home) {
        this.file = file;
        this.given = given;
        this.home = home;
    }

    static TokenSource of(GridOptions options, FarmHome home) {
        Map<String, String> environment = System.getenv();
        return new TokenSource(options.tokenFile, environment.get("CUEGRID_TOKEN"), home);
    }

    String token() {
        if (file != null) {
            try {
                return Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new CliFailure(ExitStatus.USAGE, "cannot read the token file " + file);
            }
        }
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        if (!home.hasSecret()) {
            throw new CliFailure(
                    ExitStatus.NOT_UP,
                    "no grid was ever started in " + home.folder()
                            + ": start one with ./cuegrid up, or see one work with ./cuegrid demo;"
                            + " for a grid elsewhere give its --node and a --token-file");
        }
        return home.token(TokenKind.USER, System.getProperty("user.name", "unknown"), OWN_TOKEN_LIFE);
    }
}
