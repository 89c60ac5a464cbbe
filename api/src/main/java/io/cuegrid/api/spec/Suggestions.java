package io.cuegrid.api.spec;

import java.util.Collection;
import java.util.Locale;

/** Finds what was probably meant by a word that is not known. */
public final class Suggestions {
    private static final int MAX_DISTANCE = 3;
    private static final int MAX_LENGTH = 64;

    private Suggestions() {}

    /** {@code ; did you mean "range"?}, or an empty text when no word is near. */
    public static String didYouMean(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Math.min(MAX_DISTANCE, Math.max(1, word.length() / 2)) + 1;
        if (word.length() <= MAX_LENGTH) {
            for (String candidate : known) {
                int distance = distance(plain(word), plain(candidate));
                if (distance < bestDistance) {
                    bestDistance = distance;
                    best = candidate;
                }
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Letters to insert, drop, change or swap with their neighbour. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cost(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cost(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
