package io.cuegrid.api.spec;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of depends, by the names and numbers of OpenCue's {@code DependType}. The first end waits for the second.
 */
public enum DependKind {
    JOB_ON_JOB(End.JOB, End.JOB),
    JOB_ON_LAYER(End.JOB, End.LAYER),
    JOB_ON_FRAME(End.JOB, End.FRAME),
    LAYER_ON_JOB(End.LAYER, End.JOB),
    LAYER_ON_LAYER(End.LAYER, End.LAYER),
    LAYER_ON_FRAME(End.LAYER, End.FRAME),
    FRAME_ON_JOB(End.FRAME, End.JOB),
    FRAME_ON_LAYER(End.FRAME, End.LAYER),
    FRAME_ON_FRAME(End.FRAME, End.FRAME),
    /** Each frame on the frame of the same number. */
    FRAME_BY_FRAME(End.LAYER, End.LAYER),
    /** Each frame on the one before it in the other layer. */
    PREVIOUS_FRAME(End.LAYER, End.LAYER),
    /** All frames of a layer on one frame. */
    LAYER_ON_SIM_FRAME(End.LAYER, End.FRAME);

    /** What stands at one end of a depend. */
    public enum End {
        JOB,
        LAYER,
        FRAME
    }

    private final End waiting;
    private final End on;

    DependKind(End waiting, End on) {
        this.waiting = waiting;
        this.on = on;
    }

    /** What waits. */
    public End waiting() {
        return waiting;
    }

    /** What it waits for. */
    public End on() {
        return on;
    }

    /** The number of {@code depend.DependType} and of a depend document. */
    public int number() {
        return ordinal();
    }

    /** The kind of a depend document's number. */
    public static DependKind of(int number) {
        return values()[number];
    }

    /** The kind by name, in any case, or null. */
    public static @Nullable DependKind named(String text) {
        for (DependKind kind : values()) {
            if (kind.name().equalsIgnoreCase(text.strip())) {
                return kind;
            }
        }
        return null;
    }
}
