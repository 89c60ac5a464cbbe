package io.cuegrid.core.cell.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that may run the same layers: one allocation, the same operating systems and tags (their own name aside), one
 * thread mode, gpu or not. Its tree knows what its hosts have left.
 *
 * <p>Threading: that of the cell.
 */
final class HostClass {
    /** The largest memory has to be found out again. */
    static final long UNKNOWN = -1;

    final int allocationRow;
    final int osSet;
    final int tagSet;
    final int threadMode;
    final boolean gpu;
    /** The same on every replica: classes are looked through in this order. */
    final String canonicalKey;
    /** Tree of hosts by row. */
    final int tree;
    /** What none of its hosts has room for. */
    final NoRoom noRoom = new NoRoom();
    /** Hosts in it, bookable or not. */
    int hosts;
    /** Its hosts may have room that they had not when booking last settled. */
    boolean dirty;
    /** Scratch of a look at wide layers: its largest host that may be booked. */
    int largestHost;
    /** Memory of its largest host. */
    long largestMemoryKib;
    /** Lanes that fit, by the show's row. */
    private @Nullable LaneList[] lanesOfShow = new LaneList[0];

    HostClass(int allocationRow, int osSet, int tagSet, int threadMode, boolean gpu, String canonicalKey, int tree) {
        this.allocationRow = allocationRow;
        this.osSet = osSet;
        this.tagSet = tagSet;
        this.threadMode = threadMode;
        this.gpu = gpu;
        this.canonicalKey = canonicalKey;
        this.tree = tree;
    }

    /** Lanes of a show whose layers fit here; null when there are none. */
    @Nullable
    LaneList lanes(int showRow) {
        return showRow < lanesOfShow.length ? lanesOfShow[showRow] : null;
    }

    /** @param need the least that is asked for in the lane */
    void add(Lane lane, long need) {
        if (lane.showRow >= lanesOfShow.length) {
            lanesOfShow = Arrays.copyOf(lanesOfShow, lane.showRow + 1);
        }
        LaneList lanes = lanesOfShow[lane.showRow];
        if (lanes == null) {
            lanes = new LaneList();
            lanesOfShow[lane.showRow] = lanes;
        }
        lanes.add(lane, need);
    }

    void remove(Lane lane) {
        LaneList lanes = lanes(lane.showRow);
        if (lanes != null) {
            lanes.remove(lane);
            if (lanes.isEmpty()) {
                lanesOfShow[lane.showRow] = null;
            }
        }
    }
}
