package io.cuegrid.persistence.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name of a frame: its number with four digits, a dash, its layer's name. */
record FrameName(int number, String layer) {

    /** @return null when it is not such a name */
    static @Nullable FrameName parse(String name) {
        int dash = name.indexOf('-', 1);
        if (dash < 0 || dash == name.length() - 1) {
            return null;
        }
        try {
            return new FrameName(Integer.parseInt(name.substring(0, dash)), name.substring(dash + 1));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04d-%s", number, layer);
    }
}
