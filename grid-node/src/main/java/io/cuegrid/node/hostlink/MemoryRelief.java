package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.Heartbeat;

/**
 * Says of a heartbeat how much memory its host is short of, so that the cell ends runs before the host's kernel ends
 * something else. A host is short when nearly all of its memory is in use and it swaps, or when all but the last bit is in
 * use. A desktop whose user is at it is left alone: its runs end for the user's sake.
 *
 * <p>Stateless: as long as a host stays short each heartbeat says so, and the cell counts what it ended already as freed.
 */
final class MemoryRelief {
    /** In use, percent of the physical memory, of a host that swaps. */
    static final int USED_PERCENT_MAX = 90;
    /** In use, percent of the swap, that does not count as swapping yet. */
    static final int USED_SWAP_PERCENT_MAX = 5;
    /** In use, percent of the physical memory, whether the host swaps or not. */
    static final int FULL_PERCENT = 96;
    /** Runs are ended until no more than this is in use, so that it is not the same again at once. */
    static final int RELIEVED_PERCENT = 88;

    private static final int PERCENT = 100;

    private MemoryRelief() {}

    /** @return KiB that must become free, 0 when the host is not short */
    static long missingKib(Heartbeat heartbeat, HostTotals totals) {
        if (totals.memoryKib() <= 0
                || heartbeat.getNimbyLocked()
                || heartbeat.getProcColumns().isEmpty()) {
            return 0;
        }
        long usedKib = totals.memoryKib() - heartbeat.getFreeMemoryKib();
        long usedSwapKib = Math.max(0, totals.swapKib() - heartbeat.getFreeSwapKib());
        boolean swaps = totals.swapKib() > 0 && usedSwapKib * PERCENT > totals.swapKib() * USED_SWAP_PERCENT_MAX;
        boolean full = usedKib * PERCENT > totals.memoryKib() * FULL_PERCENT;
        boolean nearlyFull = usedKib * PERCENT > totals.memoryKib() * USED_PERCENT_MAX;
        return full || (nearlyFull && swaps) ? usedKib - totals.memoryKib() * RELIEVED_PERCENT / PERCENT : 0;
    }
}
