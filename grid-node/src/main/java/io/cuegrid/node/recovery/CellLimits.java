package io.cuegrid.node.recovery;

import io.cuegrid.core.sbe.WorkMode;

/**
 * What a new cell is created with. Kept in the cell, so that every replica refuses alike.
 *
 * @param maxRetainedFrames of finished jobs; the oldest leave first
 * @param maxDocumentBytes of all job documents together
 */
public record CellLimits(
        WorkMode workMode, int maxHosts, int maxJobs, long maxFrames, long maxRetainedFrames, long maxDocumentBytes) {
    /**
     * A facility of 100,000 hosts and ten million waiting frames. So many frames take 1.4 GB of the memory that a node may take
     * outside of its heap, as {@code ./cuegrid} starts it; a layer takes as much as five of them, a job as six.
     */
    public static final CellLimits DEFAULT =
            new CellLimits(WorkMode.PRIORITY, 131_072, 1_000_000, 20_000_000L, 5_000_000L, 4L << 30);
}
