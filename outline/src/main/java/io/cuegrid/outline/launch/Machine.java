package io.cuegrid.outline.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What this machine has to share out among daemons.
 *
 * @param cores logical processors, 1 or more
 * @param memoryMib physical memory
 */
record Machine(int cores, long memoryMib) {
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final long MEMORY_MIB_UNKNOWN = 4096;

    static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), memoryMibHere());
    }

    /** The name that people know this machine by, without its domain; letters, digits, dashes and dots only. */
    static String name() {
        try {
            String name = InetAddress.getLocalHost()
                    .getHostName()
                    .split("\\.", 2)[0]
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9-]", "-");
            return name.isEmpty() ? "host" : name;
        } catch (UnknownHostException unnamed) {
            return "host";
        }
    }

    private static long memoryMibHere() {
        try {
            for (String line : Files.readAllLines(MEMORY_INFO)) {
                if (line.startsWith("MemTotal:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            return MEMORY_MIB_UNKNOWN;
        }
        return MEMORY_MIB_UNKNOWN;
    }
}
