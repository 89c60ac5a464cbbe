package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.job.RunTotals;
import io.cuegrid.core.cell.reserve.ReservationTable;
import java.util.List;

/**
 * Books: asks the chooser again and again and has each choice said as an event before the next. Either for one host (its
 * frame has ended) or for all that may have become bookable since booking last settled.
 *
 * <p>Threading: that of the cell.
 */
public final class Booking {
    /** Frames booked on one host before others are looked at. */
    private static final int HOST_BATCH = 16;

    /** Says that a frame starts; the state shows it when this returns. */
    public interface Starter {
        void start(int host, int layer, int frameIndex, int coreUnits, long memoryKib);
    }

    private final BookingIndex index;
    private final Chooser chooser;
    private final Starter starter;
    private int booked;

    public Booking(BookingIndex index, Starter starter) {
        this.index = index;
        this.starter = starter;
        chooser = new Chooser(index.state, index);
    }

    /** Frames booked by the last call. */
    public int booked() {
        return booked;
    }

    /**
     * Books what fits on one host.
     *
     * @return whether the host was looked through; false when there may be more
     */
    public boolean book(int host, int most) {
        booked = 0;
        return bookOn(host, most);
    }

    /**
     * Books what fits on one host from one job, or from the jobs of one folder, whatever else waits.
     *
     * @param job its row; -1: by folder
     * @param folder its row in the catalog; -1: by job
     * @return whether nothing more of it fits; false when there may be more
     */
    public boolean bookOf(int host, int job, int folder, int most) {
        booked = 0;
        while (booked < most) {
            if (!chooser.chooseOf(host, job, folder)) {
                return true;
            }
            starter.start(host, chooser.layer(), chooser.frameIndex(), chooser.coreUnits(), chooser.memoryKib());
            booked++;
        }
        return false;
    }

    private boolean bookOn(int host, int most) {
        int before = booked;
        while (booked - before < most) {
            if (!chooser.choose(host)) {
                return true;
            }
            starter.start(host, chooser.layer(), chooser.frameIndex(), chooser.coreUnits(), chooser.memoryKib());
            booked++;
        }
        return false;
    }

    /**
     * Looks through everything that may have become bookable.
     *
     * @param most frames to book before it stops
     * @return whether nothing is left to be booked; false when it stopped because of {@code most}
     */
    public boolean bookAll(int most) {
        booked = 0;
        if (index.state.procs.isFull()) {
            // nothing has settled: it is looked at again as long as no proc has ended
            return false;
        }
        boolean gpuWork = index.hasGpuWork();
        index.spreadDirtyCaps();
        boolean done;
        if (index.layerShares.isOn()) {
            chooser.sharesYield(false);
            done = bookEverywhere(most);
            chooser.sharesYield(true);
            done = done && (!chooser.sharesBound() || bookEverywhere(most));
        } else {
            done = bookEverywhere(most);
        }
        // what was booked may have been the last gpu work, or closed a cap on it: it keeps no host then, so look again
        return done && (booked == 0 || !(gpuWork || index.hasGpuWork()));
    }

    private boolean bookEverywhere(int most) {
        if (!bookHolders(most)) {
            return false;
        }
        List<HostClass> classes = index.eligibility.hostClasses;
        for (int i = 0; i < classes.size(); i++) {
            if (!bookClass(classes.get(i), most)) {
                return false;
            }
        }
        return bookHolders(most) && bookReserved(most) && bookPinned(most);
    }

    private boolean bookClass(HostClass hostClass, int most) {
        chooser.begin(hostClass);
        index.rooms.flush();
        while (chooser.candidate(hostClass)) {
            if (booked >= most) {
                return false;
            }
            if (!bookCandidate(hostClass, chooser.need(), most)) {
                chooser.failed();
            }
            index.rooms.flush();
        }
        return true;
    }

    private boolean bookCandidate(HostClass hostClass, long need, int most) {
        if (bookWhereItRan(hostClass, need, most)) {
            return true;
        }
        boolean any = false;
        int position = index.rooms.first(hostClass, need);
        while (position >= 0) {
            int before = booked;
            int host = index.rooms.hostAt(position);
            if (index.layerShares.isOn()) {
                // a share may leave room behind: the next look must not begin with the same hosts again
                if (!bookOn(host, most - booked)) {
                    return true;
                }
                any |= booked > before;
            } else {
                bookOn(host, Math.min(HOST_BATCH, most - booked));
                if (booked > before) {
                    return true;
                }
            }
            position = index.rooms.next(position, need);
        }
        return any;
    }

    /**
     * Of several hosts that have room, one on which a run of the layer has succeeded comes first: what its frames read is there
     * already. Which frame comes next does not depend on it, and a host where other work comes first is not asked here: a copy
     * that was restored must not place that work otherwise.
     */
    private boolean bookWhereItRan(HostClass hostClass, long need, int most) {
        if (index.layerShares.isOn()) {
            // what a share leaves says which host comes first
            return false;
        }
        RunTotals totals = index.state.layerTotals;
        int layer = chooser.candidateLayer();
        for (int back = 0; back < RunTotals.RECENT_MAX; back++) {
            int host = totals.recentHost(layer, back);
            if (host < 0) {
                return false;
            }
            int before = booked;
            boolean first =
                    index.rooms.offers(host, hostClass, need) && chooser.choose(host) && chooser.layer() == layer;
            if (first) {
                bookOn(host, Math.min(HOST_BATCH, most - booked));
            }
            if (booked > before) {
                return true;
            }
        }
        return false;
    }

    /** Hosts that hold a token of a limit that counts hosts come first: there its frames cost nothing. */
    private boolean bookHolders(int most) {
        for (int limit : index.hostLimits.limits()) {
            for (int i = 0; i < index.hostLimits.seats(limit); i++) {
                int host = index.hostLimits.holder(limit, i);
                if (mayHaveWork(limit, host) && !bookHolder(limit, host, most)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Only what the token is for: whether a host was asked at all must not say where other work goes. */
    private boolean bookHolder(int limit, int host, int most) {
        while (chooser.choose(host)) {
            Lane lane = index.laneOfLayer(chooser.layer());
            if (lane == null || !has(lane, limit)) {
                return true;
            }
            starter.start(host, chooser.layer(), chooser.frameIndex(), chooser.coreUnits(), chooser.memoryKib());
            if (++booked >= most) {
                return false;
            }
        }
        return true;
    }

    /** Hosts that are kept for a layer stand in no tree: they are asked one by one. */
    private boolean bookReserved(int most) {
        ReservationTable reservations = index.state.reservations;
        for (int row = 0; row < reservations.rowCount() && reservations.live() > 0; row++) {
            int host = reservations.isReservation(row) ? index.state.hosts.row(reservations.hostNumber(row)) : -1;
            if (host >= 0 && !bookOn(host, Math.max(1, most - booked))) {
                return false;
            }
        }
        return true;
    }

    private boolean mayHaveWork(int limit, int host) {
        HostClass hostClass = index.rooms.classOf(host);
        List<Lane> lanes = index.eligibility.lanes;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            boolean asked = lane.dirty || (hostClass != null && hostClass.dirty);
            if (asked && index.groupForest.size(lane.tree) > 0 && has(lane, limit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Lane lane, int limit) {
        for (int row : lane.limitRows) {
            if (row == limit) {
                return true;
            }
        }
        return false;
    }

    /** Layers that name their hosts: few hosts each, so each host is asked. */
    private boolean bookPinned(int most) {
        if (!index.eligibility.hasPins()) {
            return true;
        }
        for (int host = 0; host < index.state.hosts.rowCount(); host++) {
            if (isWorthALook(host) && !bookOn(host, Math.max(1, most - booked))) {
                return false;
            }
        }
        return true;
    }

    private boolean isWorthALook(int host) {
        List<Lane> pinned = index.eligibility.pinned(host);
        HostClass hostClass = index.rooms.classOf(host);
        for (int i = 0; i < pinned.size(); i++) {
            Lane lane = pinned.get(i);
            if (index.groupForest.size(lane.tree) > 0 && (lane.dirty || (hostClass != null && hostClass.dirty))) {
                return true;
            }
        }
        return false;
    }
}
