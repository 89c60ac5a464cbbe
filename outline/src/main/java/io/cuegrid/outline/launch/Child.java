package io.cuegrid.outline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process of a farm: started here, or taken over from a launcher that died. It has a session of its own, so that Ctrl-C reaches
 * the launcher alone, and writes to files, so that it does not need the launcher to live.
 *
 * <p>Threading: the supervisor's thread.
 */
final class Child {
    private static final int SIGNAL_STATUS = 128;

    private final FarmHome home;
    private final Ports ports;
    private final ChildSpec spec;
    private final Map<String, String> environment;
    private final RestartPolicy restarts = new RestartPolicy();
    private @Nullable ProcessHandle handle;
    private @Nullable Process process;
    private long startedMillis;
    private long logStart;
    private boolean wasReady;

    Child(FarmHome home, Ports ports, ChildSpec spec, Map<String, String> environment) {
        this.home = home;
        this.ports = ports;
        this.spec = spec;
        this.environment = environment;
    }

    ChildSpec spec() {
        return spec;
    }

    RestartPolicy restarts() {
        return restarts;
    }

    long startedMillis() {
        return startedMillis;
    }

    long pid() {
        return handle == null ? 0 : handle.pid();
    }

    boolean isAlive() {
        return handle != null && handle.isAlive();
    }

    /** Whether it ever worked since the launcher started; one that never did has nothing to go back to. */
    boolean wasReady() {
        return wasReady;
    }

    /** Its ready line, once it has said it in this life. */
    Optional<JsonNode> ready() {
        Optional<JsonNode> line = isAlive() ? ReadyLine.read(readyFile()) : Optional.empty();
        wasReady |= line.isPresent();
        return line;
    }

    void start(long nowMillis) {
        List<String> command =
                new ArrayList<>(List.of("setsid", Installation.script().toString()));
        command.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.folder().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(readyFile().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        builder.environment().putAll(environment);
        try {
            logStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
            Process started = builder.start();
            process = started;
            handle = started.toHandle();
            startedMillis = nowMillis;
            ProcessRecord.of(spec.name(), started.toHandle(), ports, spec.arguments())
                    .write(pidFile());
        } catch (IOException failure) {
            throw new LaunchException(
                    "cannot start " + spec.name() + ": " + failure.getMessage()
                            + " (the program setsid of util-linux is needed)",
                    failure);
        }
    }

    /** Takes over a process that an earlier launcher started. */
    void adopt(ProcessHandle running, long nowMillis) {
        handle = running;
        process = null;
        startedMillis = nowMillis;
        wasReady = true;
        try {
            logStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
        } catch (IOException unreadable) {
            logStart = 0;
        }
    }

    void terminate() {
        if (handle != null) {
            handle.destroy();
        }
    }

    void kill() {
        if (handle != null) {
            handle.destroyForcibly();
        }
    }

    /** Called when it has ended for good. */
    void forget() {
        try {
            Files.deleteIfExists(pidFile());
            Files.deleteIfExists(readyFile());
        } catch (IOException left) {
            throw new LaunchException("cannot delete " + pidFile() + ": " + left.getMessage(), left);
        }
    }

    /** How it ended, for people: "ended with status 1", "was killed by signal 9". */
    String howItEnded() {
        if (process == null || process.isAlive()) {
            return "has ended";
        }
        int status = process.exitValue();
        return status > SIGNAL_STATUS
                ? "was killed by signal " + (status - SIGNAL_STATUS)
                : "ended with status " + status;
    }

    /** The last line that it wrote to its log in this life. */
    String lastWords() {
        return LastLine.of(logFile(), logStart, "it said nothing");
    }

    Path logFile() {
        return home.logs().resolve(spec.name() + ".log");
    }

    private Path pidFile() {
        return home.run().resolve(spec.name() + ".pid");
    }

    private Path readyFile() {
        return home.run().resolve(spec.name() + ".ready");
    }
}
