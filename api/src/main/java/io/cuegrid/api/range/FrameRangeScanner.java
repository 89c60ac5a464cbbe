package io.cuegrid.api.range;

import io.cuegrid.api.range.FrameRange.Kind;

/**
 * Reads the text of a range, one term after the other.
 *
 * <pre>
 *   set  := term ("," term)*
 *   term := int | int "-" int [("x" | "y" | ":") int]
 *   int  := ["-"] digit+
 * </pre>
 *
 * Threading: one thread.
 */
final class FrameRangeScanner {
    private final String text;
    private int at;

    FrameRangeScanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes the comma before another term; anything else is an error. */
    void comma() {
        if (text.charAt(at) != ',') {
            throw problem(blank() ? "a range holds no blanks" : "a comma was expected before \"" + shown() + "\"");
        }
        at++;
    }

    FrameRange term() {
        int termStart = at;
        int start = integer("a frame number");
        if (atEnd() || text.charAt(at) == ',') {
            return new FrameRange(start, start, 1, Kind.EVERY);
        }
        if (text.charAt(at) != '-') {
            throw problem(
                    blank()
                            ? "a range holds no blanks"
                            : "\"" + shown() + "\" cannot follow a single frame; a range is written like 1-10, 1-10x2");
        }
        at++;
        int end = integer("the last frame");
        if (atEnd() || text.charAt(at) == ',') {
            return new FrameRange(start, end, end < start ? -1 : 1, Kind.EVERY);
        }
        Kind kind = kind(text.charAt(at));
        at++;
        int stepStart = at;
        int step = integer("a step");
        checkStep(start, end, step, stepStart);
        FrameRange range = new FrameRange(start, end, step, kind);
        if (range.count() == 0) {
            throw problemAt(termStart, "it means no frame at all: a step of 1 leaves nothing out");
        }
        return range;
    }

    FrameRangeException problem(String sentence) {
        return problemAt(at, sentence);
    }

    FrameRangeException problemAt(int index, String sentence) {
        return new FrameRangeException(text, index + 1, sentence);
    }

    int position() {
        return at;
    }

    private void checkStep(int start, int end, int step, int stepStart) {
        if (step == 0) {
            throw problemAt(stepStart, "the step cannot be zero");
        }
        if (step > 0 && end < start) {
            throw problemAt(stepStart, "the end frame may not be less than the start frame when the step is positive");
        }
        if (step < 0 && end >= start) {
            throw problemAt(
                    stepStart, "the end frame may not be greater than the start frame when the step is negative");
        }
    }

    private Kind kind(char sign) {
        return switch (sign) {
            case 'x' -> Kind.EVERY;
            case 'y' -> Kind.COMPLEMENT;
            case ':' -> Kind.INTERLEAVE;
            default ->
                throw problem(
                        blank()
                                ? "a range holds no blanks"
                                : "\"" + shown() + "\" cannot follow a range; steps are written x, y or :");
        };
    }

    private int integer(String what) {
        int start = at;
        if (!atEnd() && text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits) {
            if (text.isEmpty()) {
                throw problem("it is empty; write frames like 1-10 or 1,3,5");
            }
            if (blank()) {
                throw problem("a range holds no blanks");
            }
            throw problem(what + " was expected" + (atEnd() ? " at the end" : " instead of \"" + shown() + "\""));
        }
        try {
            return Integer.parseInt(text.substring(start, at));
        } catch (NumberFormatException tooLarge) {
            throw problemAt(start, what + " lies outside of " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
        }
    }

    private boolean blank() {
        return !atEnd() && Character.isWhitespace(text.charAt(at));
    }

    private String shown() {
        return new String(Character.toChars(text.codePointAt(at)));
    }
}
