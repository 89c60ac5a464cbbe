package io.cuegrid.host.frame;

import org.jspecify.annotations.Nullable;

/**
 * What the runner wrote when the command had ended.
 *
 * @param kind how it ended
 * @param value exit status or signal
 * @param runMillis by the machine's clock since boot
 * @param cpuMillis user and system time of the command and all children that were waited for
 * @param failure why it was not started; empty unless kind is NOT_STARTED
 */
public record ExitRecord(Kind kind, int value, long runMillis, long cpuMillis, String failure) {

    /** The kernel's word, never a shell's 128+n. */
    public enum Kind {
        EXITED,
        SIGNALLED,
        /** The command's shell became a program with other rights (exec of a setuid one): its status may not be read. */
        UNREADABLE,
        /** The wait status was lost: the process that kept it was killed. */
        UNKNOWN,
        NOT_STARTED
    }

    /** @return null when the text is none */
    static @Nullable ExitRecord parse(String text) {
        if (text.startsWith("failed ")) {
            return notStarted(text.substring("failed ".length()));
        }
        String[] words = text.split(" ", -1);
        if (words.length != 4) {
            return null;
        }
        Kind kind;
        switch (words[0]) {
            case "exited" -> kind = Kind.EXITED;
            case "signalled" -> kind = Kind.SIGNALLED;
            case "unreadable" -> kind = Kind.UNREADABLE;
            case "unknown" -> kind = Kind.UNKNOWN;
            default -> {
                return null;
            }
        }
        try {
            return new ExitRecord(
                    kind,
                    Integer.parseInt(words[1]),
                    Math.max(0, Long.parseLong(words[2])),
                    Long.parseLong(words[3]),
                    "");
        } catch (NumberFormatException damaged) {
            return null;
        }
    }

    static ExitRecord notStarted(String failure) {
        return new ExitRecord(Kind.NOT_STARTED, 0, 0, 0, failure);
    }

    static ExitRecord unknown() {
        return new ExitRecord(Kind.UNKNOWN, 0, 0, 0, "");
    }
}
