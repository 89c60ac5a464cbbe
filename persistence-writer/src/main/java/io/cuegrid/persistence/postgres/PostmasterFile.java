package io.cuegrid.persistence.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pid file that a server keeps in its data folder.
 *
 * @param pid of the server
 * @param port that it listens at
 * @param isReady whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean isReady) {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** @return null when no server runs in the folder; a file left by a killed one is seen through */
    static @Nullable PostmasterFile read(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() <= PORT_LINE) {
            return null;
        }
        try {
            long pid = Long.parseLong(lines.get(PID_LINE).strip());
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return isServer(pid) ? new PostmasterFile(pid, port, ready) : null;
        } catch (NumberFormatException torn) {
            return null;
        }
    }

    /** Whether a process is a live server: not another program with a pid used again, not one that waits to be reaped. */
    private static boolean isServer(long pid) throws IOException {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
        if (Files.exists(Path.of("/proc/self"))) {
            try {
                return Files.readString(commandLine, StandardCharsets.ISO_8859_1)
                        .contains("postgres");
            } catch (NoSuchFileException endedMeanwhile) {
                return false;
            }
        }
        return true;
    }
}
