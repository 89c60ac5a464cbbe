package io.cuegrid.outline.launch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run/NAME.pid} says of a process. The start time guards against pids that were given to another program since.
 *
 * @param name of the process in its farm: node, postgres, or a host's name
 * @param startMillis epoch milliseconds at which the process started, as the system tells it
 * @param portBase of its farm
 * @param arguments after the script's name, as it was started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ProcessRecord(String name, long pid, long startMillis, int portBase, List<String> arguments) {
    /** The system derives the start from its boot time, which moves a little when the clock is set. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    ProcessRecord {
        arguments = List.copyOf(arguments);
    }

    static ProcessRecord of(String name, ProcessHandle process, Ports ports, List<String> arguments) {
        return new ProcessRecord(name, process.pid(), startMillis(process), ports.base(), arguments);
    }

    Ports ports() {
        return new Ports(portBase);
    }

    /** The process when it is still the one that was started, and alive. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(startMillis(process) - startMillis) <= START_TOLERANCE_MILLIS);
    }

    static Optional<ProcessRecord> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), ProcessRecord.class));
        } catch (IOException | IllegalArgumentException torn) {
            return Optional.empty();
        }
    }

    void write(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(unfinished, JSON.writeValueAsBytes(this));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new LaunchException("cannot write " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static long startMillis(ProcessHandle process) {
        @Nullable Instant start = process.info().startInstant().orElse(null);
        return start == null ? 0 : start.toEpochMilli();
    }
}
