package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.Chooser;
import io.cuegrid.core.cell.book.WideLayers;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.reserve.ReservationTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.HostReservedEncoder;
import io.cuegrid.core.sbe.LayerBlockedEncoder;

/**
 * Keeps hosts for wide layers. A layer that asks for half of a host or more, that comes first on a class of hosts and still
 * finds no room there for some minutes, because smaller frames take each core that comes free, gets the host that will be
 * free first. Looked at by ticks, once every few seconds, when booking has settled.
 *
 * <p>Threading: that of the cell.
 */
final class ReservationDecisions {
    /** How often it is looked at, milliseconds. */
    static final long LOOK_MILLIS = 10_000;
    /** How long a wide layer is blocked before hosts are kept for it. */
    static final long BLOCKED_MILLIS = 300_000;
    /** Hosts kept at one time. */
    static final int RESERVATIONS_MAX = 8;

    private final CellState state;
    private final BookingIndex index;
    private final Emitter out;
    private final WideLayers wide;
    private final Chooser looker;
    private final HostReservedEncoder reserved = new HostReservedEncoder();
    private final LayerBlockedEncoder blocked = new LayerBlockedEncoder();

    ReservationDecisions(CellState state, BookingIndex index, Emitter out) {
        this.state = state;
        this.index = index;
        this.out = out;
        wide = new WideLayers(state, index);
        looker = index.looker();
    }

    /** Whether it is time to look. */
    boolean isDue() {
        return !state.globals.bookingWanted()
                && (index.hasWaiting() || state.reservations.live() > 0)
                && out.now() / LOOK_MILLIS != state.globals.dueMillis() / LOOK_MILLIS;
    }

    void look() {
        releaseStale();
        wide.look();
        forgetUnblocked();
        for (int i = 0; i < wide.count(); i++) {
            consider(wide.layer(i), wide.host(i));
        }
        out.step(1 + wide.count());
    }

    /** A reservation lasts while its layer would be the first on the host, and the host is not idle without taking it. */
    private void releaseStale() {
        ReservationTable table = state.reservations;
        for (int row = 0; row < table.rowCount(); row++) {
            if (!table.isReservation(row) || table.isHeld(row)) {
                continue;
            }
            int host = state.hosts.row(table.hostNumber(row));
            int job = state.jobs.row(table.jobNumber(row));
            boolean lasts = job >= 0
                    && index.isBookable(host)
                    && state.hosts.procCount(host) > 0
                    && looker.firstIfIdle(host) == state.jobs.layerBase(job) + table.layerIndex(row);
            if (!lasts) {
                reserve(table.hostNumber(row), 0, 0);
            }
        }
    }

    private void forgetUnblocked() {
        ReservationTable table = state.reservations;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.number(row) <= 0) {
                continue;
            }
            int job = state.jobs.row(table.jobNumber(row));
            int layer = job < 0 ? -1 : state.jobs.layerBase(job) + table.layerIndex(row);
            if (layer < 0 || (!wide.contains(layer) && reservationsOf(layer) == 0)) {
                block(table.jobNumber(row), table.layerIndex(row), false);
            }
        }
    }

    private void consider(int layer, int largestHost) {
        long job = state.jobs.number(state.layers.job(layer));
        int layerIndex = state.layers.layerIndex(layer);
        int row = state.reservations.ofLayer(job, layerIndex);
        if (row < 0) {
            block(job, layerIndex, true);
            return;
        }
        int kept = reservationsOf(layer);
        boolean may = out.now() - state.reservations.sinceMillis(row) >= BLOCKED_MILLIS
                && kept < state.layers.counts(layer, FrameStates.WAITING)
                && reservations() < RESERVATIONS_MAX;
        if (!may) {
            return;
        }
        int host = wide.freeFirst(layer, largestHost, kept);
        if (host >= 0) {
            reserve(state.hosts.number(host), job, layerIndex);
        }
    }

    private int reservations() {
        int count = 0;
        for (int row = 0; row < state.reservations.rowCount(); row++) {
            boolean wide = state.reservations.isReservation(row) && !state.reservations.isHeld(row);
            count += wide ? 1 : 0;
        }
        return count;
    }

    private int reservationsOf(int layer) {
        ReservationTable table = state.reservations;
        long job = state.jobs.number(state.layers.job(layer));
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            boolean its = table.isReservation(row)
                    && table.jobNumber(row) == job
                    && table.layerIndex(row) == state.layers.layerIndex(layer);
            count += its ? 1 : 0;
        }
        return count;
    }

    private void reserve(long host, long job, int layerIndex) {
        reserved.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .hostNumber(host)
                .jobNumber(job)
                .layerIndex(layerIndex)
                .timeMillis(out.now());
        out.emit(HostReservedEncoder.BLOCK_LENGTH);
    }

    private void block(long job, int layerIndex, boolean isBlocked) {
        blocked.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(job)
                .layerIndex(layerIndex)
                .blocked(isBlocked ? BooleanType.T : BooleanType.F)
                .timeMillis(out.now());
        out.emit(LayerBlockedEncoder.BLOCK_LENGTH);
    }
}
