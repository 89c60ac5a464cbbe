package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.partition.PartitionTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.RecordKind;

/**
 * Chooses the next frame for a render partition: of its job, layer or frame the one that comes first and fits what the
 * partition and its host have left. Tags and every cap but limits are left aside: the host's owner has said who may use it.
 *
 * <p>Threading: that of the cell. The result is in the fields until the next call. Looks only.
 */
public final class LocalChooser {
    private static final long NOTHING = Long.MAX_VALUE;

    private final CellState state;
    private final BookingIndex index;
    private int layer;
    private int frameIndex;
    private int coreUnits;
    private long memoryKib;
    private long bestKey;

    private long roomMemoryKib;
    private int roomGpus;
    private long roomGpuMemoryKib;

    public LocalChooser(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    /** The layer's row. */
    public int layer() {
        return layer;
    }

    public int frameIndex() {
        return frameIndex;
    }

    public int coreUnits() {
        return coreUnits;
    }

    public long memoryKib() {
        return memoryKib;
    }

    /** Chooses for a partition. @return whether there is something */
    public boolean choose(int partition) {
        PartitionTable table = state.partitions;
        int host = state.hosts.row(table.hostNumber(partition));
        int job = state.jobs.row(table.jobNumber(partition));
        if (!takesFrames(host) || !isBookable(job, host) || state.procs.isFull()) {
            return false;
        }
        int room = Math.min(
                state.hosts.idleCoreUnits(host), table.maxCoreUnits(partition) - table.usedCoreUnits(partition));
        coreUnits = Math.min(table.threads(partition), room / CoreRule.CORE) * CoreRule.CORE;
        if (coreUnits <= 0) {
            return false;
        }
        roomMemoryKib = Math.min(
                state.hosts.idleMemoryKib(host), table.maxMemoryKib(partition) - table.usedMemoryKib(partition));
        roomGpus = Math.min(state.hosts.idleGpus(host), table.maxGpus(partition) - table.usedGpus(partition));
        roomGpuMemoryKib = Math.min(
                state.hosts.idleGpuMemoryKib(host),
                table.maxGpuMemoryKib(partition) - table.usedGpuMemoryKib(partition));
        bestKey = NOTHING;
        int ordinal = table.frameOrdinal(partition);
        int only = ordinal >= 0 ? state.layerOf(job, ordinal) : -1;
        if (only < 0 && table.layerIndex(partition) >= 0) {
            only = state.jobs.layerBase(job) + table.layerIndex(partition);
        }
        int first = only >= 0 ? only : state.jobs.layerBase(job);
        int last = only >= 0 ? only : first + state.jobs.layerCount(job) - 1;
        for (int row = first; row <= last; row++) {
            if (mayRun(row, host)) {
                search(job, row, ordinal);
            }
        }
        return bestKey != NOTHING;
    }

    private boolean takesFrames(int host) {
        return host >= 0
                && state.hosts.hardwareState(host) == HardwareState.UP.value()
                && !state.hosts.lost(host)
                && !state.hosts.tempFull(host)
                && !state.hosts.memoryShort(host)
                && state.hosts.bookAfterMillis(host) <= state.globals.dueMillis();
    }

    private boolean isBookable(int job, int host) {
        if (job < 0
                || state.jobs.state(job) != JobStates.PENDING
                || state.jobs.paused(job)
                || state.jobs.pendingHolds(job) > 0) {
            return false;
        }
        int show = state.jobs.showRow(job);
        return runsOs(job, host) && state.catalog.present(show) && state.catalog.bookable(show);
    }

    /** Whether the host has the operating system of the job, which is that of each of its layers. */
    private boolean runsOs(int job, int host) {
        JobGroup group = index.firstGroup(job);
        HostClass hostClass = index.eligibility.classOf(host);
        if (group == null || hostClass == null) {
            return false;
        }
        int os = group.lane.layerClass.osSymbol;
        return os == LayerClass.ANY_OS || index.eligibility.tags.contains(hostClass.osSet, os);
    }

    private boolean mayRun(int row, int host) {
        return state.layers.counts(row, FrameStates.WAITING) > 0
                && state.layers.startAfterMillis(row) <= state.globals.dueMillis()
                && state.layers.memoryKib(row) <= roomMemoryKib
                && state.layers.minGpus(row) <= roomGpus
                && state.layers.gpuMemoryKib(row) <= roomGpuMemoryKib
                && hasLimits(row, host);
    }

    private boolean hasLimits(int row, int host) {
        for (int i = 0; i < Limits.count(state, row); i++) {
            int limit = state.catalogIndex.row(RecordKind.LIMIT, Limits.number(state, row, i));
            boolean room = !state.catalog.present(limit)
                    || (state.catalog.perHost(limit)
                            ? index.hostLimits.mayRun(limit, host)
                            : state.catalog.running(limit) < state.catalog.capCoreUnits(limit));
            if (!room) {
                return false;
            }
        }
        return true;
    }

    /** Looks at one frame of a layer, or at the first that waits and at those that need more than it. */
    private void search(int job, int row, int ordinal) {
        if (ordinal >= 0) {
            consider(job, row, ordinal - state.layers.firstOrdinal(row));
            return;
        }
        int first = index.firstWaiting(row);
        if (first >= 0) {
            consider(job, row, first);
        }
        for (int entry = index.firstOwn(row); entry != OwnNeeds.NONE; entry = index.nextOwn(entry)) {
            consider(job, row, index.frameIndexOfEntry(entry));
        }
    }

    private void consider(int job, int row, int at) {
        int frame = state.jobs.frameBase(job) + state.layers.firstOrdinal(row) + at;
        if (state.frames.state(frame) != FrameStates.WAITING) {
            return;
        }
        long memory = Math.max(state.layers.memoryKib(row), state.frames.raisedMemoryKib(frame));
        long key = LayerFiling.key(state, row, frame);
        boolean first = key < bestKey || (key == bestKey && row == layer && at < frameIndex);
        if (memory <= roomMemoryKib && first) {
            bestKey = key;
            layer = row;
            frameIndex = at;
            memoryKib = memory;
        }
    }
}
