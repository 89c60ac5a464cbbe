package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What may have become bookable since booking last settled: lanes that were offered work, host classes with more room, caps
 * that were released. Booking looks at these only.
 *
 * <p>Threading: that of the cell. Derived; no decision depends on a mark too many.
 */
final class Wakes {
    private final CellState state;
    private final Eligibility eligibility;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<HostClass> hostClasses = new ArrayList<>();
    private boolean[] caps = new boolean[16];
    private boolean anyCap;

    Wakes(CellState state, Eligibility eligibility) {
        this.state = state;
        this.eligibility = eligibility;
    }

    /** A lane was offered work. */
    void lane(Lane lane) {
        mark(lane);
        want();
    }

    private void mark(Lane lane) {
        if (!lane.dirty) {
            lane.dirty = true;
            lanes.add(lane);
        }
    }

    /** Hosts of a class may have more room. */
    void hostClass(HostClass hostClass) {
        if (!hostClass.dirty) {
            hostClass.dirty = true;
            hostClasses.add(hostClass);
        }
        want();
    }

    void allHostClasses() {
        for (int i = 0; i < eligibility.hostClasses.size(); i++) {
            hostClass(eligibility.hostClasses.get(i));
        }
        want();
    }

    /** Gpu work has run out somewhere: hosts with gpus may take other work. */
    void gpuHostClasses() {
        for (int i = 0; i < eligibility.hostClasses.size(); i++) {
            HostClass hostClass = eligibility.hostClasses.get(i);
            if (hostClass.gpu) {
                hostClass(hostClass);
            }
        }
    }

    /** A cap of the catalog (folder, limit, show) has more room. */
    void cap(int catalogRow) {
        if (catalogRow >= caps.length) {
            caps = Arrays.copyOf(caps, Math.max(catalogRow + 1, caps.length * 2));
        }
        caps[catalogRow] = true;
        anyCap = true;
        want();
    }

    void want() {
        if (!state.globals.bookingWanted()) {
            state.globals.bookingWanted(true);
        }
    }

    /** Passes released caps on to the lanes below them. Part of deciding: changes marks only. */
    void spreadCaps() {
        if (!anyCap) {
            return;
        }
        for (int i = 0; i < eligibility.lanes.size(); i++) {
            Lane lane = eligibility.lanes.get(i);
            if (!lane.dirty && isCapReleased(lane)) {
                mark(lane);
            }
        }
    }

    private boolean isCapReleased(Lane lane) {
        if (isReleased(lane.showRow)) {
            return true;
        }
        for (int folder : lane.cappedFolders) {
            if (isReleased(folder)) {
                return true;
            }
        }
        for (int limit : lane.limitRows) {
            if (isReleased(limit)) {
                return true;
            }
        }
        return false;
    }

    private boolean isReleased(int catalogRow) {
        return catalogRow < caps.length && caps[catalogRow];
    }

    /** Booking has settled: nothing more can be booked until something changes. */
    void settled() {
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).dirty = false;
        }
        lanes.clear();
        for (int i = 0; i < hostClasses.size(); i++) {
            hostClasses.get(i).dirty = false;
        }
        hostClasses.clear();
        if (anyCap) {
            Arrays.fill(caps, false);
            anyCap = false;
        }
    }
}
