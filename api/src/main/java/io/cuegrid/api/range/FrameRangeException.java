package io.cuegrid.api.range;

/** A text is not a frame range. The message names the text, what is wrong with it and where. */
public final class FrameRangeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 80;

    private final int position;
    private final String problem;

    FrameRangeException(String text, int position, String problem) {
        super("bad frame range \"" + shortened(text) + "\": " + problem + " (position " + position + ")");
        this.position = position;
        this.problem = problem;
    }

    /** Where in the text, counted in characters from 1. */
    public int position() {
        return position;
    }

    /** What is wrong, without the text and the position. */
    public String problem() {
        return problem;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
