package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;

/**
 * Whether room on a host could go to a job or a folder: something of it waits that the host could run if it were idle. Caps
 * that are full now do not count, for the procs that will end may be what fills them; a subscription there must be.
 *
 * <p>Threading: that of the cell. Looks only.
 */
public final class RedirectTargets {
    private final CellState state;
    private final BookingIndex index;

    public RedirectTargets(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    /** Whether some job of a folder, its row in the catalog, has such a frame. */
    public boolean folderFits(int folder, int host) {
        for (int job = 0; job < state.jobs.rowCount(); job++) {
            if (state.jobs.number(job) != 0 && state.jobs.folderRow(job) == folder && fits(job, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a job has such a frame. */
    public boolean fits(int job, int host) {
        boolean bookable = state.jobs.state(job) == JobStates.PENDING
                && !state.jobs.paused(job)
                && state.jobs.autoBook(job)
                && state.jobs.pendingHolds(job) == 0;
        HostClass hostClass = index.eligibility.classOf(host);
        int show = state.jobs.showRow(job);
        if (!bookable || hostClass == null || !state.catalog.present(show) || !state.catalog.bookable(show)) {
            return false;
        }
        int share = state.catalogIndex.share(show, hostClass.allocationRow);
        if (share < 0 || !state.catalog.present(share)) {
            return false;
        }
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            if (layerFits(layer, host, hostClass)) {
                return true;
            }
        }
        return false;
    }

    private boolean layerFits(int layer, int host, HostClass hostClass) {
        Lane lane = index.laneOfLayer(layer);
        return lane != null
                && state.layers.counts(layer, FrameStates.WAITING) > 0
                && state.layers.startAfterMillis(layer) <= state.globals.dueMillis()
                && index.eligibility.mayRun(lane, hostClass, host)
                && isLargeEnough(layer, host);
    }

    private boolean isLargeEnough(int layer, int host) {
        long memory = leastMemoryKib(layer);
        return memory <= state.hosts.memoryKib(host)
                && state.layers.minGpus(layer) <= state.hosts.gpus(host)
                && state.layers.gpuMemoryKib(layer) <= state.hosts.gpuMemoryKib(host)
                && state.layers.minCoreUnits(layer) <= state.hosts.coreUnits(host)
                && HostCores.ifIdle(state, layer, host, memory, Long.MAX_VALUE) > 0;
    }

    /** What the waiting frame of a layer that needs least asks for: single frames may need more than their layer. */
    private long leastMemoryKib(int layer) {
        long ofLayer = state.layers.memoryKib(layer);
        if (state.layers.memoryFailedFrames(layer) == 0 || index.firstWaiting(layer) >= 0) {
            return ofLayer;
        }
        long least = Long.MAX_VALUE;
        int base = state.jobs.frameBase(state.layers.job(layer)) + state.layers.firstOrdinal(layer);
        for (int frame = base; frame < base + state.layers.frameCount(layer); frame++) {
            if (state.frames.state(frame) == FrameStates.WAITING) {
                long raised = state.frames.raisedMemoryKib(frame);
                least = Math.min(least, Math.max(ofLayer, raised));
            }
        }
        return least;
    }
}
