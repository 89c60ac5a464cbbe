package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.collections.Object2IntHashMap;

/**
 * Words (tags, operating systems, host names) as small numbers, and sets of words as small numbers, so that classes of
 * hosts and layers compare ints. Case does not matter. Derived: the numbers differ between replicas and are never part
 * of a decision.
 *
 * <p>Threading: that of the cell.
 */
final class TagSets {
    /** The set without words. */
    static final int EMPTY = IntSets.EMPTY;

    private final Object2IntHashMap<String> symbols = new Object2IntHashMap<>(-1);
    private final IntSets sets = new IntSets();
    private final Object2IntHashMap<String> texts = new Object2IntHashMap<>(-1);
    private final List<String> words = new ArrayList<>();

    /** The number of a word. */
    int symbol(String word) {
        String folded = word.toLowerCase(Locale.ROOT);
        int symbol = symbols.getValue(folded);
        if (symbol < 0) {
            symbol = symbols.size();
            symbols.put(folded, symbol);
            words.add(folded);
        }
        return symbol;
    }

    /** The set of the words of a text; blanks, commas and bars separate them. */
    int set(String text) {
        int known = texts.getValue(text);
        if (known >= 0) {
            return known;
        }
        int[] found = new int[4];
        int count = 0;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean separator = i == text.length() || isSeparator(text.charAt(i));
            if (!separator && start < 0) {
                start = i;
            } else if (separator && start >= 0) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = symbol(text.substring(start, i));
                start = -1;
            }
        }
        int set = sets.intern(found, count);
        texts.put(text, set);
        return set;
    }

    /** The set of one word more. */
    int with(int set, int symbol) {
        int[] all = members(set);
        int[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = symbol;
        return sets.intern(more, more.length);
    }

    /** The words of a set in order of their numbers. Not to be changed. */
    int[] members(int set) {
        return sets.members(set);
    }

    boolean contains(int set, int symbol) {
        return Arrays.binarySearch(members(set), symbol) >= 0;
    }

    boolean intersect(int a, int b) {
        int[] left = members(a);
        int[] right = members(b);
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            if (left[i] == right[j]) {
                return true;
            }
            if (left[i] < right[j]) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    /** The words of a set in alphabetical order: the same on every replica. */
    String canonical(int set) {
        List<String> sorted = new ArrayList<>();
        for (int symbol : members(set)) {
            sorted.add(words.get(symbol));
        }
        sorted.sort(null);
        return String.join(" ", sorted);
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == ',' || c == '|' || c == '\t' || c == '\n' || c == '\r';
    }
}
