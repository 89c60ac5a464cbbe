package io.cuegrid.api.spec;

/**
 * One thing that is wrong with a submission.
 *
 * @param position where
 * @param sentence what is wrong and what would be right
 */
public record SpecProblem(SpecPosition position, String sentence) {

    /** {@code 12:5: sentence}, or the sentence alone. */
    @Override
    public String toString() {
        return position.line() == 0 ? sentence : position.line() + ":" + position.column() + ": " + sentence;
    }
}
