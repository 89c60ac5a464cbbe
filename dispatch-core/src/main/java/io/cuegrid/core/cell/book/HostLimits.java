package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RecordKind;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits that count hosts (licences with one token a machine): which hosts hold a token because a frame of the limit runs
 * there, and with how many frames. A host that holds one runs more frames at no charge.
 *
 * <p>Threading: that of the cell. Derived from procs.
 */
final class HostLimits {
    private static final int[] NO_LIMITS = new int[0];

    private final CellState state;
    /** Frames by limit row and host row. */
    private final Long2LongHashMap running = new Long2LongHashMap(0);
    /** Rows of the limits that count hosts, ascending. */
    private int[] limits = NO_LIMITS;
    /** Hosts that hold a token, ascending, by limit row. */
    private @Nullable IntArrayList[] holders = new IntArrayList[0];

    HostLimits(CellState state) {
        this.state = state;
    }

    /** Rows of the limits that count hosts, ascending. Not to be changed. */
    int[] limits() {
        return limits;
    }

    int seats(int limitRow) {
        IntArrayList list = limitRow < holders.length ? holders[limitRow] : null;
        return list == null ? 0 : list.size();
    }

    /** The host with the n-th token. */
    int holder(int limitRow, int n) {
        IntArrayList list = holders[limitRow];
        if (list == null) {
            throw new IllegalStateException("limit " + limitRow + " has no holders");
        }
        return list.getInt(n);
    }

    boolean holds(int limitRow, int host) {
        return running.get(key(limitRow, host)) > 0;
    }

    /** Whether a limit lets a host begin one more frame. While more tokens are out than there are, nobody begins. */
    boolean mayRun(int limitRow, int host) {
        long cap = state.catalog.capCoreUnits(limitRow);
        int seats = seats(limitRow);
        return seats < cap || (seats == cap && holds(limitRow, host));
    }

    /** Whether some host that holds no token could begin a frame. */
    boolean hasFreeSeat(int limitRow) {
        return seats(limitRow) < state.catalog.capCoreUnits(limitRow);
    }

    /** @return whether a token came back */
    boolean change(int limitRow, int host, int sign) {
        long key = key(limitRow, host);
        long now = running.get(key) + sign;
        if (now > 0) {
            running.put(key, now);
        } else {
            running.remove(key);
        }
        IntArrayList list = list(limitRow);
        if (sign > 0 && now == 1) {
            int at = 0;
            while (at < list.size() && list.getInt(at) < host) {
                at++;
            }
            list.addInt(at, host);
        } else if (now == 0) {
            list.removeInt(host);
            return true;
        }
        return false;
    }

    /** Counts the procs of one limit again. */
    void recount(int limitRow) {
        if (seats(limitRow) > 0) {
            IntArrayList list = list(limitRow);
            for (int i = 0; i < list.size(); i++) {
                running.remove(key(limitRow, list.getInt(i)));
            }
            list.clear();
        }
        limits = Arrays.stream(limits).filter(row -> row != limitRow).toArray();
        boolean counts = state.catalog.present(limitRow) && state.catalog.perHost(limitRow);
        if (counts) {
            limits = Arrays.copyOf(limits, limits.length + 1);
            limits[limits.length - 1] = limitRow;
            Arrays.sort(limits);
            countProcs(limitRow);
        }
    }

    private void countProcs(int limitRow) {
        long number = state.catalog.number(limitRow);
        for (int proc = 0; proc < state.procs.rowCount(); proc++) {
            if (state.procs.number(proc) == 0) {
                continue;
            }
            int layer = state.procs.layerRow(proc);
            for (int i = 0; i < Limits.count(state, layer); i++) {
                if (Limits.number(state, layer, i) == number) {
                    change(limitRow, state.procs.hostRow(proc), 1);
                }
            }
        }
    }

    void rebuild() {
        running.clear();
        limits = NO_LIMITS;
        holders = new IntArrayList[0];
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            if (state.catalog.kind(row) == RecordKind.LIMIT.value()) {
                recount(row);
            }
        }
    }

    private IntArrayList list(int limitRow) {
        if (limitRow >= holders.length) {
            holders = Arrays.copyOf(holders, limitRow + 8);
        }
        IntArrayList list = holders[limitRow];
        if (list == null) {
            list = new IntArrayList();
            holders[limitRow] = list;
        }
        return list;
    }

    private static long key(int limitRow, int host) {
        return (long) limitRow << 32 | host;
    }
}
