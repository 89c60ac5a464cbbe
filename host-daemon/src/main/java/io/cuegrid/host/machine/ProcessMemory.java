package io.cuegrid.host.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory figures of one process that need a file of their own. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** Memory in swap, KiB; 0 when it cannot be read. */
    public static long swapKib(long pid) {
        return field(pid, "status", "VmSwap:");
    }

    /**
     * Proportional share of memory, KiB; 0 when it cannot be read. The kernel walks the page tables for it: costly for
     * large processes.
     */
    public static long pssKib(long pid) {
        return field(pid, "smaps_rollup", "Pss:");
    }

    private static long field(long pid, String file, String name) {
        try {
            Path path = Path.of("/proc", Long.toString(pid), file);
            for (String line :
                    Files.readString(path, StandardCharsets.ISO_8859_1).split("\n")) {
                if (line.startsWith(name)) {
                    String[] words = line.substring(name.length()).strip().split("\\s+");
                    return Long.parseLong(words[0]);
                }
            }
        } catch (IOException | NumberFormatException goneOrNotOurs) {
            return 0;
        }
        return 0;
    }
}
