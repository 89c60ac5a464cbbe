package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.HostReservedDecoder;
import io.cuegrid.core.sbe.LayerBlockedDecoder;

/**
 * Hosts that are kept for wide layers, or held for jobs that their procs were redirected to, and wide layers that are
 * blocked.
 *
 * <p>Threading: that of the cell.
 */
final class ReservationEvents {
    private final CellState state;
    private final BookingIndex index;

    ReservationEvents(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    void apply(HostReservedDecoder event) {
        long host = event.hostNumber();
        remove(state.reservations.ofHost(host));
        if (event.jobNumber() != 0) {
            state.reservations.reserve(host, event.jobNumber(), event.layerIndex(), event.timeMillis());
        }
        index.reservationChanged(state.hosts.row(host));
    }

    void apply(LayerBlockedDecoder event) {
        remove(state.reservations.ofLayer(event.jobNumber(), event.layerIndex()));
        if (event.blocked() == BooleanType.T) {
            state.reservations.block(event.jobNumber(), event.layerIndex(), event.timeMillis());
        }
    }

    /** A frame starts: its layer has what was kept for it, or is blocked no more. Cheap when nothing is kept. */
    void started(long jobNumber, int layerIndex, int host) {
        if (state.reservations.live() == 0) {
            return;
        }
        int reservation = state.reservations.ofHost(state.hosts.number(host));
        boolean kept = reservation >= 0
                && state.reservations.jobNumber(reservation) == jobNumber
                && state.reservations.layerIndex(reservation) == layerIndex;
        if (kept) {
            state.reservations.end(reservation);
            index.reservationChanged(host);
        } else {
            remove(state.reservations.ofLayer(jobNumber, layerIndex));
        }
    }

    /** A host is forgotten. */
    void hostRemoved(long hostNumber) {
        remove(state.reservations.ofHost(hostNumber));
    }

    private void remove(int row) {
        if (row >= 0) {
            state.reservations.end(row);
        }
    }
}
