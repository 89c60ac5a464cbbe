package io.cuegrid.outline.launch;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all state of a farm on this machine.
 *
 * <pre>
 *   secret            signs the farm's tokens, mode 0600
 *   nodes/, hosts/    journals, snapshots, daemons' records
 *   postgres/         history's database
 *   logs/             what each process says; logs/jobs: what frames say
 *   render/           the demo's pictures
 *   run/              NAME.pid: a process that was started here; NAME.ready: its ready line; up.lock: held while it is up
 * </pre>
 */
public record FarmHome(Path folder) {
    private static final String DEFAULT_NAME = ".cuegrid";

    public FarmHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /** @param given on the command line, or null for the environment's, or else the one beside the script */
    public static FarmHome of(@Nullable Path given) {
        if (given != null) {
            return new FarmHome(given);
        }
        Map<String, String> environment = System.getenv();
        String named = environment.get("CUEGRID_HOME");
        return new FarmHome(
                named != null && !named.isBlank()
                        ? Path.of(named)
                        : Installation.root().resolve(DEFAULT_NAME));
    }

    public Path run() {
        return folder.resolve("run");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path render() {
        return folder.resolve("render");
    }

    public Path secretFile() {
        return folder.resolve("secret");
    }

    public boolean hasSecret() {
        return Files.exists(secretFile());
    }

    /** A token signed with this home's secret. */
    public String token(TokenKind kind, String subject, Duration life) {
        try {
            return new AccessTokens(SecretFile.read(secretFile())).issue(kind, subject, life);
        } catch (IOException unreadable) {
            throw new LaunchException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** @param portBase as asked for, or null: where a node of this home listens, else the default */
    public String nodeAddress(@Nullable Integer portBase) {
        Ports ports = portBase != null ? new Ports(portBase) : runningPorts();
        return "127.0.0.1:" + (ports == null ? new Ports(Ports.DEFAULT_BASE) : ports).grpc();
    }

    /** The ports of the farm that runs or last ran here, or null. */
    public @Nullable Ports runningPorts() {
        return ProcessRecord.read(run().resolve("node.pid"))
                .map(ProcessRecord::ports)
                .orElse(null);
    }

    /** Makes the folders that the launcher writes to. */
    void makeFolders() {
        try {
            Files.createDirectories(run());
            Files.createDirectories(logs());
        } catch (IOException failure) {
            throw new LaunchException("cannot make the home " + folder + ": " + failure.getMessage(), failure);
        }
    }
}
