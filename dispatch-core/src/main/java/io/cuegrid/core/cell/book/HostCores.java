package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;

/**
 * What a frame would get of a host: for those who book, who say why a frame waits, and who make room for it. Stateless; gpus are
 * looked at by the caller.
 */
final class HostCores {
    private HostCores() {}

    /**
     * Core units of a layer's frame beside what runs there.
     *
     * @param memoryKib that the frame asks for
     * @param room core units that caps leave
     * @return 0 or less: it does not fit
     */
    static int now(CellState state, HostRooms rooms, int layer, int host, long memoryKib, long room) {
        return coreUnits(
                state,
                layer,
                host,
                rooms.idleCoreUnits(host),
                state.hosts.idleMemoryKib(host),
                rooms.isIdle(host),
                memoryKib,
                room);
    }

    /** The same on a host on which nothing else ran. */
    static int ifIdle(CellState state, int layer, int host, long memoryKib, long room) {
        return coreUnits(
                state, layer, host, state.hosts.coreUnits(host), state.hosts.memoryKib(host), true, memoryKib, room);
    }

    private static int coreUnits(
            CellState state,
            int layer,
            int host,
            int idleCoreUnits,
            long idleMemoryKib,
            boolean idle,
            long memoryKib,
            long room) {
        return CoreRule.coreUnits(
                state.hosts.coreUnits(host),
                idleCoreUnits,
                idleMemoryKib,
                idle,
                state.hosts.threadMode(host),
                state.layers.minCoreUnits(layer),
                state.layers.maxCoreUnits(layer),
                memoryKib,
                state.layers.threadable(layer),
                state.layers.selfish(layer),
                room);
    }
}
