package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.redirect.RedirectTable;
import io.cuegrid.core.cell.reserve.ReservationTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.ProcChangedDecoder;

/**
 * Procs that are unbooked or redirected. A redirect is over when its proc is, when the job or folder that it goes to is gone,
 * and when its host is lost or locked; with the job and the host also what is held for it there.
 *
 * <p>Threading: that of the cell. Costs one comparison a frame while there is no redirect.
 */
final class RedirectEvents {
    private final CellState state;
    private final BookingIndex index;

    RedirectEvents(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    void apply(ProcChangedDecoder event) {
        long number = event.procNumber();
        int proc = state.procs.row(number);
        state.time(event.timeMillis());
        state.procs.unbooked(proc, event.unbooked() == BooleanType.T);
        procEnded(number, state.procs.hostRow(proc));
        if (event.redirectJobNumber() != 0 || event.redirectFolderNumber() != 0) {
            state.redirects.put(
                    number,
                    event.redirectJobNumber(),
                    event.redirectFolderNumber(),
                    event.grouped() == BooleanType.T,
                    event.timeMillis());
        }
    }

    /** A proc is redirected no more; others of its group may have waited for it. */
    void procEnded(long procNumber, int host) {
        int redirect = state.redirects.ofProc(procNumber);
        if (redirect >= 0) {
            boolean grouped = state.redirects.grouped(redirect);
            state.redirects.remove(redirect);
            if (grouped) {
                index.wakeHost(host);
            }
        }
    }

    /** Nothing goes to a job any more. */
    void jobEnded(long jobNumber) {
        forget(jobNumber, 0);
        ReservationTable reservations = state.reservations;
        for (int row = 0; row < reservations.rowCount() && reservations.live() > 0; row++) {
            if (reservations.isHeld(row) && reservations.jobNumber(row) == jobNumber) {
                release(row);
            }
        }
    }

    /** Nothing goes to the jobs of a folder any more. */
    void folderRemoved(long folderNumber) {
        forget(0, folderNumber);
    }

    private void forget(long jobNumber, long folderNumber) {
        RedirectTable redirects = state.redirects;
        for (int row = 0; row < redirects.rowCount() && redirects.live() > 0; row++) {
            boolean its = redirects.number(row) != 0
                    && redirects.jobNumber(row) == jobNumber
                    && redirects.folderNumber(row) == folderNumber;
            if (its) {
                forget(state.procs.row(redirects.number(row)));
            }
        }
    }

    /** A host takes no frames: where the room of its procs was to go is forgotten. */
    void hostClosed(int host) {
        for (int next = state.hosts.procHead(host); next > 0 && state.redirects.live() > 0; ) {
            int proc = next - 1;
            next = state.hostProcs.next(proc);
            if (state.redirects.ofProc(state.procs.number(proc)) >= 0) {
                forget(proc);
            }
        }
        int reservation = state.reservations.ofHost(state.hosts.number(host));
        if (reservation >= 0 && state.reservations.isHeld(reservation)) {
            release(reservation);
        }
    }

    private void forget(int proc) {
        state.procs.unbooked(proc, false);
        procEnded(state.procs.number(proc), state.procs.hostRow(proc));
    }

    private void release(int reservation) {
        int host = state.hosts.row(state.reservations.hostNumber(reservation));
        state.reservations.end(reservation);
        index.reservationChanged(host);
    }
}
