package io.cuegrid.host.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine's clock since boot, in hundredths of a second: no step of the wall clock moves it, it goes on while the
 * machine sleeps, and the runner's shell reads the same one.
 */
public final class Uptime {
    private static final Path FILE = Path.of("/proc/uptime");

    private Uptime() {}

    public static long centis() {
        try {
            String text = Files.readString(FILE);
            int dot = text.indexOf('.');
            return Long.parseLong(text.substring(0, dot)) * 100 + Long.parseLong(text.substring(dot + 1, dot + 3));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/uptime cannot be read: is /proc mounted?", e);
        }
    }
}
