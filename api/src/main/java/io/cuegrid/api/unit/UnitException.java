package io.cuegrid.api.unit;

/** A text is not an amount. The message names the text and what would be right. */
public final class UnitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnitException(String sentence) {
        super(sentence);
    }
}
