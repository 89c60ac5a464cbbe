package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;

/**
 * What a frame would get of a host on which nothing else ran: for those who say why a frame waits, and who make room for it.
 * Stateless.
 */
final class IdleHost {
    private IdleHost() {}

    /**
     * Core units of a layer's frame there.
     *
     * @param memoryKib that the frame asks for
     * @param room core units that caps leave
     * @return 0 or less: it does not fit
     */
    static int coreUnits(CellState state, int layer, int host, long memoryKib, long room) {
        return CoreRule.coreUnits(
                state.hosts.coreUnits(host),
                state.hosts.coreUnits(host),
                state.hosts.memoryKib(host),
                true,
                state.hosts.threadMode(host),
                state.layers.minCoreUnits(layer),
                state.layers.maxCoreUnits(layer),
                memoryKib,
                state.layers.threadable(layer),
                state.layers.selfish(layer),
                room);
    }
}
