package io.cuegrid.node.store;

/**
 * When a snapshot is begun, and how large its slices are.
 *
 * @param batches since the last one
 * @param bytes journaled since the last one
 * @param stepBudget pages written after one batch; small enough that no batch waits a millisecond for it
 */
public record SnapshotRule(long batches, long bytes, int stepBudget) {
    /** A cold start reads at most about 256 MiB of journal, a second or two. */
    public static final SnapshotRule DEFAULT = new SnapshotRule(200_000, 256L * 1024 * 1024, 16);
}
