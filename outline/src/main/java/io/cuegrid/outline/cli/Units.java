package io.cuegrid.outline.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, times and cores as people read them. */
final class Units {
    /** What is printed for a value that does not exist. */
    static final String NONE = "-";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] MEMORY_UNITS = {"K", "M", "G", "T", "P"};

    private Units() {}

    /** 512K, 3.5G; three digits at most. */
    static String memory(long kib) {
        if (kib <= 0) {
            return kib == 0 ? "0" : NONE;
        }
        double value = kib;
        int unit = 0;
        while (value >= 999.5 && unit < MEMORY_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return (value < 9.95 && value != Math.rint(value)
                        ? String.format(Locale.ROOT, "%.1f", value)
                        : Long.toString(Math.round(value)))
                + MEMORY_UNITS[unit];
    }

    /** 0:07, 12:30, 1:02:03, 3d 04:05:06. */
    static String duration(long seconds) {
        if (seconds < 0) {
            return NONE;
        }
        long days = seconds / 86_400;
        long hours = seconds / 3600 % 24;
        long minutes = seconds / 60 % 60;
        if (days > 0) {
            return String.format(Locale.ROOT, "%dd %02d:%02d:%02d", days, hours, minutes, seconds % 60);
        }
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
    }

    /** Local month, day and time. @param epochSeconds 0 for none */
    static String time(long epochSeconds) {
        return epochSeconds <= 0
                ? NONE
                : TIME.format(Instant.ofEpochSecond(epochSeconds).atZone(ZoneId.systemDefault()));
    }

    /** 4, 0.5. */
    static String cores(double cores) {
        return cores == Math.rint(cores)
                ? Long.toString((long) cores)
                : String.format(Locale.ROOT, "%.2f", cores).replaceAll("0$", "");
    }

    /** A float of the wire as JSON shows it: 0.7, not 0.699999988. */
    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }
}
