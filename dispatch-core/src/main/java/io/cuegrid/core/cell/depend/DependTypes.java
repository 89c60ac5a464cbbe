package io.cuegrid.core.cell.depend;

import io.cuegrid.core.sbe.DependType;

/** What the twelve kinds of depends mean: who waits, for what, and whether frames are paired. */
public final class DependTypes {
    /** What a side of a depend is. */
    public enum Side {
        /** A job as a whole. */
        JOB,
        /** A layer as a whole. */
        LAYER,
        /** One frame. */
        FRAME
    }

    private DependTypes() {}

    public static DependType of(int value) {
        return DependType.get((short) value);
    }

    /** The number of PREVIOUS_FRAME, for columns. */
    static int previousFrame() {
        return DependType.PREVIOUS_FRAME.value();
    }

    /** Whether each frame waits for frames of its own on the other side. */
    public static boolean isPairwise(DependType type) {
        return type == DependType.FRAME_BY_FRAME || type == DependType.PREVIOUS_FRAME;
    }

    /** The side that waits. */
    public static Side er(DependType type) {
        return switch (type) {
            case JOB_ON_JOB, JOB_ON_LAYER, JOB_ON_FRAME -> Side.JOB;
            case LAYER_ON_JOB, LAYER_ON_LAYER, LAYER_ON_FRAME, FRAME_BY_FRAME, PREVIOUS_FRAME, LAYER_ON_SIM_FRAME ->
                Side.LAYER;
            case FRAME_ON_JOB, FRAME_ON_LAYER, FRAME_ON_FRAME, NULL_VAL -> Side.FRAME;
        };
    }

    /** The side that is waited for. */
    public static Side on(DependType type) {
        return switch (type) {
            case JOB_ON_JOB, LAYER_ON_JOB, FRAME_ON_JOB -> Side.JOB;
            case JOB_ON_LAYER, LAYER_ON_LAYER, FRAME_ON_LAYER, FRAME_BY_FRAME, PREVIOUS_FRAME -> Side.LAYER;
            case JOB_ON_FRAME, LAYER_ON_FRAME, FRAME_ON_FRAME, LAYER_ON_SIM_FRAME, NULL_VAL -> Side.FRAME;
        };
    }

    /** Whether a retry of what was waited for makes the others wait again. */
    public static boolean isHeldAgain(DependType type) {
        return switch (type) {
            case FRAME_ON_FRAME, LAYER_ON_SIM_FRAME, LAYER_ON_LAYER, FRAME_BY_FRAME, PREVIOUS_FRAME -> true;
            case JOB_ON_JOB,
                    JOB_ON_LAYER,
                    JOB_ON_FRAME,
                    LAYER_ON_JOB,
                    LAYER_ON_FRAME,
                    FRAME_ON_JOB,
                    FRAME_ON_LAYER,
                    NULL_VAL -> false;
        };
    }
}
