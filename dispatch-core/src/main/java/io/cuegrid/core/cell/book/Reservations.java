package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;

/**
 * What follows from hosts that are kept for wide layers: such a host takes that layer, and until it can, only frames that
 * will have ended by then (backfill), as far as the longest run of their layer tells. And from hosts that are held for a job
 * because people redirected their procs there: such a host takes nothing until those have ended, and then that job.
 *
 * <p>Threading: that of the cell. Keeps nothing of its own.
 */
public final class Reservations {
    /** When the frames of a host end is not known. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private final CellState state;
    private long[] endMillis = new long[64];
    private int[] procs = new int[64];

    Reservations(CellState state) {
        this.state = state;
    }

    boolean isReserved(int host) {
        return state.reservations.keepsHosts() && state.reservations.ofHost(state.hosts.number(host)) >= 0;
    }

    /** Whether a host is kept for a job that its procs were redirected to: nothing else starts there. */
    public boolean isHeld(int host) {
        if (!state.reservations.keepsHosts()) {
            return false;
        }
        int row = state.reservations.ofHost(state.hosts.number(host));
        return row >= 0 && state.reservations.isHeld(row);
    }

    /** The job that a host is held for, its row; -1: none. */
    public int heldJob(int host) {
        return isHeld(host)
                ? state.jobs.row(state.reservations.jobNumber(state.reservations.ofHost(state.hosts.number(host))))
                : -1;
    }

    /** Whether all procs that a host is held for have ended: its room is the job's now. */
    public boolean isFreed(int host) {
        return grouped(host) < 0;
    }

    /** A proc of a host that has not ended and that others wait for; -1: none. */
    public int grouped(int host) {
        if (state.redirects.live() == 0) {
            return -1;
        }
        for (int next = state.hosts.procHead(host); next > 0; next = state.hostProcs.next(next - 1)) {
            int redirect = state.redirects.ofProc(state.procs.number(next - 1));
            if (redirect >= 0 && state.redirects.grouped(redirect)) {
                return next - 1;
            }
        }
        return -1;
    }

    /** The layer that a host is kept for; -1: none, one that is gone, or a whole job. */
    int layerOf(int host) {
        if (!state.reservations.keepsHosts()) {
            return -1;
        }
        int row = state.reservations.ofHost(state.hosts.number(host));
        int job = row < 0 || state.reservations.isHeld(row) ? -1 : state.jobs.row(state.reservations.jobNumber(row));
        return job < 0 ? -1 : state.jobs.layerBase(job) + state.reservations.layerIndex(row);
    }

    /** When a layer will fit a host if nothing more starts there; {@link #UNKNOWN} when a run has no time to go by. */
    long freeMillis(int host, int layer) {
        int count = 0;
        for (int next = state.hosts.procHead(host); next > 0; next = state.hostProcs.next(next - 1)) {
            if (count == procs.length) {
                procs = Arrays.copyOf(procs, count * 2);
                endMillis = Arrays.copyOf(endMillis, count * 2);
            }
            long longest = state.layerTotals.highMillis(state.procs.layerRow(next - 1));
            procs[count] = next - 1;
            endMillis[count++] = longest == 0 ? UNKNOWN : state.procs.startedMillis(next - 1) + longest;
        }
        int cores =
                state.layers.minCoreUnits(layer) > 0 ? state.layers.minCoreUnits(layer) : state.hosts.coreUnits(host);
        int idleCores = state.hosts.idleCoreUnits(host);
        long idleMemory = state.hosts.idleMemoryKib(host);
        long free = state.globals.timeMillis();
        while (count > 0 && (idleCores < cores || idleMemory < state.layers.memoryKib(layer))) {
            int first = 0;
            for (int i = 1; i < count; i++) {
                first = endMillis[i] < endMillis[first] ? i : first;
            }
            free = Math.max(free, endMillis[first]);
            idleCores += state.procs.coreUnits(procs[first]);
            idleMemory += state.procs.memoryKib(procs[first]);
            count--;
            procs[first] = procs[count];
            endMillis[first] = endMillis[count];
        }
        return free;
    }

    /** Whether a frame of a layer that starts now ends in time. */
    boolean endsBy(int layer, long millis) {
        long longest = state.layerTotals.highMillis(layer);
        return millis != UNKNOWN && longest > 0 && state.globals.timeMillis() + longest <= millis;
    }
}
