package io.cuegrid.api.spec;

/**
 * A text as the submitter gave it.
 *
 * @param text may be empty
 * @param at where it stands
 */
public record Given(String text, SpecPosition at) {

    /** From a program, without a place. */
    public static Given of(String text) {
        return new Given(text, SpecPosition.NONE);
    }
}
