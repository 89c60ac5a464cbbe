package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import java.util.List;

/**
 * Wide layers that come first on some class of hosts though booking has settled: they found no room. A layer is wide when it
 * asks for half of the class's largest host or more, in cores or in memory.
 *
 * <p>Threading: that of the cell. Looks only.
 */
public final class WideLayers {
    private final CellState state;
    private final BookingIndex index;
    private final Chooser chooser;
    private int[] layers = new int[16];
    private int[] hosts = new int[16];
    private int count;

    public WideLayers(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
        chooser = new Chooser(state, index);
    }

    /** Looks at each class of hosts, and at each host that layers name, if it may be booked and is not kept for somebody. */
    public void look() {
        count = 0;
        List<HostClass> classes = index.eligibility.hostClasses;
        for (int i = 0; i < classes.size(); i++) {
            classes.get(i).largestHost = -1;
        }
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            HostClass hostClass = index.eligibility.classOf(host);
            if (hostClass != null && isFree(host) && isLarger(host, hostClass.largestHost)) {
                hostClass.largestHost = host;
            }
        }
        for (int i = 0; i < classes.size(); i++) {
            int host = classes.get(i).largestHost;
            consider(host < 0 ? -1 : chooser.firstOfClassIfIdle(host), host);
        }
        for (int host = 0; index.eligibility.hasPins() && host < state.hosts.rowCount(); host++) {
            boolean named = index.eligibility.classOf(host) != null
                    && !index.eligibility.pinned(host).isEmpty()
                    && isFree(host);
            if (named) {
                consider(chooser.firstIfIdle(host), host);
            }
        }
    }

    private void consider(int layer, int host) {
        if (layer >= 0 && isWide(layer, host) && !contains(layer)) {
            add(layer, host);
        }
    }

    private boolean isLarger(int host, int other) {
        return other < 0 || state.hosts.coreUnits(host) > state.hosts.coreUnits(other);
    }

    private boolean isFree(int host) {
        return index.rooms.isBookable(host) && !index.reservations.isReserved(host);
    }

    private boolean isWide(int layer, int host) {
        int cores = state.layers.minCoreUnits(layer);
        return cores <= 0
                || cores * 2 >= state.hosts.coreUnits(host)
                || state.layers.memoryKib(layer) * 2 >= state.hosts.memoryKib(host);
    }

    private void add(int layer, int host) {
        if (count == layers.length) {
            layers = Arrays.copyOf(layers, count * 2);
            hosts = Arrays.copyOf(hosts, count * 2);
        }
        layers[count] = layer;
        hosts[count++] = host;
    }

    public int count() {
        return count;
    }

    public int layer(int i) {
        return layers[i];
    }

    /** A host of the class where the layer comes first. */
    public int host(int i) {
        return hosts[i];
    }

    public boolean contains(int layer) {
        for (int i = 0; i < count; i++) {
            if (layers[i] == layer) {
                return true;
            }
        }
        return false;
    }

    /**
     * The host of a class, or of those that the layer names, that will be free first for a layer; -1 when so many as it has
     * now are half of those that fit.
     *
     * @param kept hosts kept for the layer already
     */
    public int freeFirst(int layer, int ofClass, int kept) {
        HostClass hostClass = index.eligibility.classOf(ofClass);
        int best = -1;
        long bestMillis = Reservations.UNKNOWN;
        int fitting = kept;
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            boolean ofItsKind =
                    isNamed(layer, ofClass) ? isNamed(layer, host) : index.eligibility.classOf(host) == hostClass;
            boolean fits = ofItsKind
                    && isFree(host)
                    && state.hosts.procCount(host) > 0
                    && state.layers.minCoreUnits(layer) <= state.hosts.coreUnits(host)
                    && state.layers.memoryKib(layer) <= state.hosts.memoryKib(host)
                    && state.layers.minGpus(layer) <= state.hosts.gpus(host)
                    && state.layers.gpuMemoryKib(layer) <= state.hosts.gpuMemoryKib(host);
            if (!fits) {
                continue;
            }
            fitting++;
            long free = index.reservations.freeMillis(host, layer);
            if (best < 0 || free < bestMillis) {
                best = host;
                bestMillis = free;
            }
        }
        return kept == 0 || (kept + 1) * 2 <= fitting ? best : -1;
    }

    /** Whether the layer fits the host only because it names it. */
    private boolean isNamed(int layer, int host) {
        Lane lane = index.laneOfLayer(layer);
        return lane != null && lane.pinnedHosts.containsInt(host);
    }
}
