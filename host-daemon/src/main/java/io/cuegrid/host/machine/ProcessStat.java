package io.cuegrid.host.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One process as /proc/&lt;pid&gt;/stat shows it. Number and start together name a process; a number alone is used again.
 *
 * @param state R, S, D, T (stopped), Z (ended, not yet waited for) …
 * @param startTicks clock ticks from boot to its start
 * @param cpuTicks user and system time, its own and that of children it has waited for
 * @param rssPages resident pages
 */
public record ProcessStat(
        long pid, char state, long parent, long group, long session, long startTicks, long cpuTicks, long rssPages) {
    private static final int STAT_FIELDS_MIN = 22;

    /** @return null when there is no such process */
    public static @Nullable ProcessStat read(long pid) {
        try {
            return parse(
                    pid, Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return null;
        }
    }

    /** The name of the program may hold spaces and brackets, so fields count from the last bracket. */
    static @Nullable ProcessStat parse(long pid, String line) {
        int nameEnd = line.lastIndexOf(')');
        String[] fields =
                line.substring(Math.min(line.length(), nameEnd + 2)).strip().split(" ", -1);
        if (nameEnd < 0 || fields.length < STAT_FIELDS_MIN) {
            return null;
        }
        long cpuTicks = 0;
        for (int i = 11; i <= 14; i++) {
            cpuTicks += Long.parseLong(fields[i]);
        }
        return new ProcessStat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]),
                cpuTicks,
                Long.parseLong(fields[21]));
    }

    /** True when it runs no code any more. */
    public boolean isEnded() {
        return state == 'Z' || state == 'X';
    }

    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /** The process of this number and start if it still exists (perhaps as an ended one), else null. */
    public static @Nullable ProcessStat read(long pid, long startTicks) {
        ProcessStat stat = read(pid);
        return stat != null && stat.startTicks == startTicks ? stat : null;
    }
}
