package io.cuegrid.node.service.mapping;

import io.cuegrid.api.range.LayerFrames;
import org.jspecify.annotations.Nullable;

/** Frame names taken apart: the number with at least four digits, a dash, the layer's name. */
public final class FrameNames {
    private FrameNames() {}

    public static String of(int number, String layer) {
        return LayerFrames.frameName(number, layer);
    }

    /** The parts of a name, or null when it is none. */
    public static @Nullable Parts parse(String name) {
        int dash = name.indexOf('-', 1);
        if (dash < 0 || dash == name.length() - 1) {
            return null;
        }
        try {
            return new Parts(Integer.parseInt(name.substring(0, dash)), name.substring(dash + 1));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** @param layer the layer's name */
    public record Parts(int number, String layer) {}
}
