package io.cuegrid.api.spec;

import io.cuegrid.api.unit.CoreText;
import io.cuegrid.api.unit.MemoryText;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values of a submission; what cannot be read becomes a problem and null. Threading: one thread. */
public final class SpecValues {
    private final SpecProblems problems;

    public SpecValues(SpecProblems problems) {
        this.problems = problems;
    }

    /** A whole number within bounds. */
    public @Nullable Integer integer(String what, Given given, int least, int most) {
        String text = given.text().strip();
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most && !text.startsWith("+")) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        problems.add(
                given.at(),
                what + " \"" + given.text() + "\" is not a whole number"
                        + (least == Integer.MIN_VALUE
                                ? ""
                                : most == Integer.MAX_VALUE
                                        ? " of at least " + least
                                        : " from " + least + " to " + most));
        return null;
    }

    /** true, yes, on, 1 or false, no, off, 0, in any case. */
    public @Nullable Boolean bool(String what, Given given) {
        return switch (given.text().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> {
                problems.add(given.at(), what + " \"" + given.text() + "\" is neither true nor false");
                yield null;
            }
        };
    }

    /** Memory in KiB, at least 1. */
    public @Nullable Long memoryKib(String what, Given given) {
        Long kib = read(what, given, MemoryText::parseKib);
        if (kib != null && kib == 0) {
            problems.add(given.at(), what + " cannot be 0");
            return null;
        }
        return kib;
    }

    /** Memory in KiB, 0: none. */
    public @Nullable Long optionalMemoryKib(String what, Given given) {
        return read(what, given, MemoryText::parseKib);
    }

    /** Core units from cores. */
    public @Nullable Integer coreUnits(String what, Given given) {
        return read(what, given, CoreText::parseUnits);
    }

    /** Core units from cores (with a dot) or core units (without), as OpenCue's XML has them. */
    public @Nullable Integer xmlCoreUnits(String what, Given given) {
        return read(what, given, CoreText::parseXmlUnits);
    }

    /** Any text through a parser whose {@link IllegalArgumentException} is the problem's sentence. */
    public <T> @Nullable T read(String what, Given given, Function<String, T> parser) {
        try {
            return parser.apply(given.text());
        } catch (IllegalArgumentException problem) {
            problems.add(given.at(), what + ": " + problem.getMessage());
            return null;
        }
    }
}
