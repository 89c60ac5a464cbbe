package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * Sets of ints as small numbers: equal sets have equal numbers. Derived; grows with the number of different sets, and
 * allocates nothing for a set that is known.
 */
final class IntSets {
    /** The set without members. */
    static final int EMPTY = 0;

    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    /** The newest set of each hash; older ones follow. */
    private final Long2LongHashMap newest = new Long2LongHashMap(-1);

    private final List<int[]> members = new ArrayList<>();
    private int[] older = new int[16];
    private int[] sorted = new int[16];

    IntSets() {
        intern(new int[0], 0);
    }

    /** The number of a set; order and repetition do not matter. */
    int intern(int[] unsorted, int count) {
        if (count > sorted.length) {
            sorted = new int[count * 2];
        }
        System.arraycopy(unsorted, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        int distinct = 0;
        long hash = PRIME;
        for (int i = 0; i < count; i++) {
            if (distinct == 0 || sorted[i] != sorted[distinct - 1]) {
                sorted[distinct++] = sorted[i];
                hash = (hash ^ sorted[i]) * PRIME;
            }
        }
        int first = (int) newest.get(hash);
        for (int set = first; set >= 0; set = older[set]) {
            int[] known = members.get(set);
            if (Arrays.equals(known, 0, known.length, sorted, 0, distinct)) {
                return set;
            }
        }
        return add(hash, first, Arrays.copyOf(sorted, distinct));
    }

    private int add(long hash, int first, int[] distinct) {
        int set = members.size();
        if (set == older.length) {
            older = Arrays.copyOf(older, set * 2);
        }
        older[set] = first;
        newest.put(hash, set);
        members.add(distinct);
        return set;
    }

    /** In rising order. Not to be changed. */
    int[] members(int set) {
        return members.get(set);
    }
}
