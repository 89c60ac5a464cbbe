package io.cuegrid.node.hostlink;

/**
 * What a host has in all, as it registered; 0: not known, or none.
 *
 * @param memoryKib physical
 */
record HostTotals(long memoryKib, long swapKib, long tempKib) {}
