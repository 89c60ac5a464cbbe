package io.cuegrid.node.dispatch;

/**
 * Settings of a dispatch loop.
 *
 * @param tickMillis time is told to a cell so often; less often while nothing happens
 * @param stepBudget steps of waiting work a batch may do; about 2 ms
 * @param syncWhenAlone whether a batch is synced to disk before it counts as acknowledged when no backup has it
 */
public record LoopConfig(long tickMillis, int stepBudget, boolean syncWhenAlone) {
    public static final LoopConfig DEFAULT = new LoopConfig(100, 2_000, true);
}
