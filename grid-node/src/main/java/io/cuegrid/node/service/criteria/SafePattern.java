package io.cuegrid.node.service.criteria;

import io.cuegrid.node.service.rpc.Problem;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A caller's regular expression, searched for anywhere in a text. A pattern that would run away (nested repetitions)
 * is stopped after a number of steps instead of holding a thread.
 *
 * <p>Threading: one request; the steps of all its searches are counted together.
 */
public final class SafePattern {
    /** Longest pattern, characters. */
    public static final int PATTERN_LENGTH_MAX = 1_000;
    /** Characters looked at by one request: about a second. */
    static final long STEPS_MAX = 50_000_000L;
    /** Characters looked at within one text. */
    static final long TEXT_STEPS_MAX = 1_000_000L;

    private final Pattern pattern;
    private long steps;

    private SafePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for what is no pattern */
    public static SafePattern of(String text) {
        if (text.length() > PATTERN_LENGTH_MAX) {
            throw Problem.invalid("A regular expression of " + text.length() + " characters: at most "
                    + PATTERN_LENGTH_MAX + " are allowed.");
        }
        try {
            return new SafePattern(Pattern.compile(text));
        } catch (PatternSyntaxException bad) {
            throw Problem.invalid("'" + text + "' is not a regular expression: " + bad.getDescription()
                    + " at position " + Math.max(0, bad.getIndex()) + ".");
        }
    }

    /** Whether the pattern is found in the text. */
    public boolean find(String text) {
        try {
            return pattern.matcher(new Counted(text, new long[1])).find();
        } catch (StackOverflowError deep) {
            throw tooSlow();
        }
    }

    private RuntimeException tooSlow() {
        return Problem.invalid("The regular expression '" + pattern.pattern()
                + "' takes too many steps. Repetitions inside of repetitions do that: write it simpler.");
    }

    /** Counts every character that the matcher looks at. */
    private final class Counted implements CharSequence {
        private final CharSequence text;
        private final long[] textSteps;

        Counted(CharSequence text, long[] textSteps) {
            this.text = text;
            this.textSteps = textSteps;
        }

        @Override
        public char charAt(int index) {
            steps++;
            textSteps[0]++;
            if (steps > STEPS_MAX || textSteps[0] > TEXT_STEPS_MAX) {
                throw tooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), textSteps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
