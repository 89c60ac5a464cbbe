package io.cuegrid.outline;

import io.cuegrid.api.spec.DependKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a layer waits for another. */
public enum DependType {
    /** Each frame for the frame of the same number. */
    FRAME_BY_FRAME("frame", DependKind.FRAME_BY_FRAME),
    /** Every frame for all of the layer. */
    LAYER_ON_LAYER("all", DependKind.LAYER_ON_LAYER),
    /** Every frame for any one of the layer. */
    LAYER_ON_ANY("any", DependKind.LAYER_ON_LAYER),
    /** Each frame for the one before it; a layer may wait for itself. */
    PREVIOUS_FRAME("previous", DependKind.PREVIOUS_FRAME),
    /** Every frame for the first frame of the layer. */
    LAYER_ON_SIM_FRAME("sim", DependKind.LAYER_ON_SIM_FRAME);

    private final String word;
    private final DependKind kind;

    DependType(String word, DependKind kind) {
        this.word = word;
        this.kind = kind;
    }

    /** As job files write it. */
    public String word() {
        return word;
    }

    /** OpenCue's kind; LAYER_ON_ANY is a layer on layer with any frame. */
    public DependKind kind() {
        return kind;
    }

    /** By its word, its name, OpenCue's name (LayerOnLayer) or {@code prev}; null: not known. */
    public static @Nullable DependType of(String text) {
        String plain = text.strip().toUpperCase(Locale.ROOT).replace("_", "");
        for (DependType type : values()) {
            if (plain.equals(type.word.toUpperCase(Locale.ROOT))
                    || plain.equals(type.name().replace("_", ""))) {
                return type;
            }
        }
        return plain.equals("PREV") ? PREVIOUS_FRAME : null;
    }
}
