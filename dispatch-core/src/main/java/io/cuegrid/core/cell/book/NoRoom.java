package io.cuegrid.core.cell.book;

/**
 * Needs that no host of a class has room for, as a search has found: the next search for as much or more is answered at
 * once. A need is forgotten as soon as some host of the class has room for it.
 *
 * <p>A tree of many hosts that have cores left but no memory, or memory but no cores, is searched in vain from one end to
 * the other; without this it would be searched again in every batch.
 *
 * <p>Threading: that of the cell. Derived: it saves time and decides nothing.
 */
final class NoRoom {
    private static final int MOST = 16;

    private final long[] needs = new long[MOST];
    private int count;
    private int oldest;

    /** Whether it is known that nobody has room for a need. */
    boolean covers(long need) {
        for (int i = 0; i < count; i++) {
            if (Need.fits(needs[i], need)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody has room for a need that was not covered. */
    void add(long need) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!Need.fits(need, needs[i])) {
                needs[kept++] = needs[i];
            }
        }
        count = kept;
        if (count < MOST) {
            needs[count++] = need;
        } else {
            oldest = (oldest + 1) % MOST;
            needs[oldest] = need;
        }
    }

    /** Some host has this room now. */
    void offered(long room) {
        for (int i = count - 1; i >= 0; i--) {
            if (Need.fits(needs[i], room)) {
                needs[i] = needs[--count];
            }
        }
    }
}
