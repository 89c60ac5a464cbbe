package io.cuegrid.node.service.mapping;

import org.jspecify.annotations.Nullable;

/** Frame names: the number with at least four digits, a dash, the layer's name. */
public final class FrameNames {
    private static final int DIGITS = 4;

    private FrameNames() {}

    public static String of(int number, String layer) {
        StringBuilder name = new StringBuilder(layer.length() + DIGITS + 2);
        String digits = Long.toString(Math.abs((long) number));
        if (number < 0) {
            name.append('-');
        }
        for (int i = digits.length() + (number < 0 ? 1 : 0); i < DIGITS; i++) {
            name.append('0');
        }
        return name.append(digits).append('-').append(layer).toString();
    }

    /** A name taken apart, or null when it is none. */
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
