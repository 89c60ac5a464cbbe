package io.cuegrid.api.spec;

/**
 * A place in the text of a submission.
 *
 * @param line from 1; 0: there is no text, the job was built by a program
 * @param column from 1
 */
public record SpecPosition(int line, int column) {
    /** Of what was not read from a text. */
    public static final SpecPosition NONE = new SpecPosition(0, 0);
}
