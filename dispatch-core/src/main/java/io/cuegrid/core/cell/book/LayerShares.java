package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import org.agrona.collections.Long2LongHashMap;

/**
 * What each layer uses of each host, and how much more of it the layer may take while other work could use it: a part of the
 * host's cores, but always some procs. So one layer is spread over hosts, and one bad host or one that runs out of
 * bandwidth does not hold all of it. Counted only while a share is set.
 *
 * <p>Threading: that of the cell. Derived from procs.
 */
final class LayerShares {
    /** No share binds. */
    static final long UNBOUNDED = Long.MAX_VALUE;

    private static final int PERCENT = 100;
    private static final int PROC_SHIFT = 40;
    private static final long CORES = (1L << PROC_SHIFT) - 1;

    private final CellState state;
    /** By layer row and host row: procs above, core units below. */
    private final Long2LongHashMap used = new Long2LongHashMap(0);

    private boolean on;
    private int percent;
    private int leastProcs;

    LayerShares(CellState state) {
        this.state = state;
    }

    boolean isOn() {
        return on;
    }

    /** Core units that a layer may still take on a host; {@link #UNBOUNDED}: as many as there are. */
    long left(int layer, int host) {
        long now = used.get(key(layer, host));
        if (now >>> PROC_SHIFT < leastProcs) {
            return UNBOUNDED;
        }
        return Math.max(0, (long) state.hosts.coreUnits(host) * percent / PERCENT - (now & CORES));
    }

    void change(int proc, int sign) {
        long key = key(state.procs.layerRow(proc), state.procs.hostRow(proc));
        long now = used.get(key) + sign * (1L << PROC_SHIFT | state.procs.coreUnits(proc));
        if (now == 0) {
            used.remove(key);
        } else {
            used.put(key, now);
        }
    }

    /** Reads the setting and counts again. */
    void rebuild() {
        percent = state.globals.layerSharePercent();
        leastProcs = state.globals.layerShareProcs();
        on = percent > 0;
        used.clear();
        for (int proc = 0; on && proc < state.procs.rowCount(); proc++) {
            if (state.procs.number(proc) != 0) {
                change(proc, 1);
            }
        }
    }

    private static long key(int layer, int host) {
        return (long) layer << 32 | host;
    }
}
