package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The lanes of one show whose layers fit one class of hosts, and the least that any of them asks for: a show that has
 * nothing for a host is passed over without a look at its lanes.
 *
 * <p>Threading: that of the cell.
 */
final class LaneList {
    private final List<Lane> lanes = new ArrayList<>();
    /** At most the least need of the lanes' trees; made exact by a search that found nothing. */
    private long leastNeed = Need.CLOSED;

    void add(Lane lane, long need) {
        lanes.add(lane);
        lane.lists.add(this);
        offered(need);
    }

    void remove(Lane lane) {
        lanes.remove(lane);
        lane.lists.remove(this);
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    int size() {
        return lanes.size();
    }

    Lane get(int i) {
        return lanes.get(i);
    }

    /** A lane of the list asks for so much, which may be less than before. */
    void offered(long need) {
        leastNeed = Need.min(leastNeed, need);
    }

    /** Whether some lane may have something for a room. */
    boolean mayFit(long room) {
        return Need.fits(leastNeed, room);
    }

    /** Finds out what the lanes ask for now. */
    void recount(FitForest groups) {
        long least = Need.CLOSED;
        for (int i = 0; i < lanes.size(); i++) {
            least = Need.min(least, groups.need(lanes.get(i).tree));
        }
        leastNeed = least;
    }
}
