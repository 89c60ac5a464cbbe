package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Object2IntHashMap;

/** Sets of ints as small numbers: equal sets have equal numbers. Derived; grows with the number of different sets. */
final class IntSets {
    /** The set without members. */
    static final int EMPTY = 0;

    private final Object2IntHashMap<String> known = new Object2IntHashMap<>(-1);
    private final List<int[]> members = new ArrayList<>();

    IntSets() {
        intern(new int[0]);
    }

    /** The number of a set; order and repetition do not matter. */
    int intern(int[] unsorted) {
        int[] sorted = Arrays.stream(unsorted).sorted().distinct().toArray();
        String key = Arrays.toString(sorted);
        int set = known.getValue(key);
        if (set < 0) {
            set = members.size();
            known.put(key, set);
            members.add(sorted);
        }
        return set;
    }

    /** In rising order. Not to be changed. */
    int[] members(int set) {
        return members.get(set);
    }
}
