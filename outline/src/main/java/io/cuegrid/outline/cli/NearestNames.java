package io.cuegrid.outline.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that someone who mistyped may have meant. */
final class NearestNames {
    private static final int NAMES_MAX = 3;
    /** A name is near when at most this share of the longer text differs. */
    private static final double DIFFERENCE_MAX = 0.4;

    private NearestNames() {}

    /** @return at most three names, the nearest first */
    static List<String> of(String typed, List<String> names) {
        String text = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(text, name) <= DIFFERENCE_MAX * Math.max(text.length(), name.length()))
                .sorted(Comparator.<String>comparingInt(name -> distance(text, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NAMES_MAX)
                .toList();
    }

    /** How many letters must be changed, added or left out. */
    static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int changed = previous[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(changed, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
