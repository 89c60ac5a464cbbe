package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.Limits;
import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RecordKind;

/**
 * The counters of what is in use: host, subscription, job, layer, folder with all its ancestors, limits. Taken and given
 * back together, by events alone.
 *
 * <p>Threading: that of the cell.
 */
final class Usage {
    private final CellState state;
    private final BookingIndex index;
    private final PartitionEvents partitions;

    Usage(CellState state, BookingIndex index, PartitionEvents partitions) {
        this.partitions = partitions;
        this.state = state;
        this.index = index;
    }

    /** A proc takes what it reserves. */
    void take(int proc) {
        change(proc, 1);
        index.capsTaken();
    }

    /** A proc that ends gives it back. */
    void give(int proc) {
        change(proc, -1);
    }

    private void change(int proc, int sign) {
        int cores = state.procs.coreUnits(proc) * sign;
        int gpus = state.procs.gpus(proc) * sign;
        int job = state.procs.jobRow(proc);
        int layer = state.procs.layerRow(proc);
        int host = state.procs.hostRow(proc);
        state.hosts.addIdleCoreUnits(host, -cores);
        state.hosts.addIdleMemoryKib(host, -state.procs.memoryKib(proc) * sign);
        state.hosts.addProcCount(host, sign);
        long gpuMemory = state.procs.gpuMemoryKib(proc) * sign;
        if (gpus != 0 || gpuMemory != 0) {
            state.hosts.addIdleGpus(host, -gpus);
            state.hosts.addIdleGpuMemoryKib(host, -gpuMemory);
            state.layers.addUsedGpus(layer, gpus);
        }
        index.hostRoomChanged(host);
        index.procChanged(proc, sign);
        state.layers.addUsedCoreUnits(layer, cores);
        if (state.procs.partitionNumber(proc) == 0) {
            changeCaps(proc, job, cores, gpus, sign);
        } else {
            partitions.change(proc, sign);
            state.jobs.addLocalCoreUnits(job, cores);
            state.jobs.addLocalGpus(job, gpus);
            changeFolders(state.jobs.folderRow(job), 0, 0, sign);
        }
        int limits = Limits.count(state, layer);
        for (int i = 0; i < limits; i++) {
            long limit = Limits.number(state, layer, i);
            changeLimit(limit, sign);
            int row = state.catalogIndex.row(RecordKind.LIMIT, limit);
            if (state.catalog.perHost(row)) {
                index.hostLimitChanged(row, host, sign);
            }
        }
    }

    /** What local dispatch leaves aside. */
    private void changeCaps(int proc, int job, int cores, int gpus, int sign) {
        state.jobs.addUsedCoreUnits(job, cores);
        if (gpus != 0) {
            state.jobs.addUsedGpus(job, gpus);
        }
        index.jobUsageChanged(job, sign < 0);
        int share = state.procs.shareRow(proc);
        add(share, cores, gpus, sign);
        if (sign < 0 && isTight(share, cores, gpus)) {
            index.capReleased(state.catalog.showRow(share));
        }
        changeFolders(state.jobs.folderRow(job), cores, gpus, sign);
    }

    /** The usage of a folder and of all above it. */
    void changeFolders(int folderRow, int cores, int gpus, int running) {
        for (int folder = folderRow; folder >= 0; folder = state.catalog.parentRow(folder)) {
            add(folder, cores, gpus, running);
            if (running <= 0 && isTight(folder, cores, gpus)) {
                index.capReleased(folder);
            }
        }
    }

    /** Running frames of a limit. */
    void changeLimit(long limitNumber, int running) {
        int row = state.catalogIndex.row(RecordKind.LIMIT, limitNumber);
        long before = state.catalog.running(row);
        state.catalog.addRunning(row, running);
        if (running < 0 && before >= state.catalog.capCoreUnits(row)) {
            index.capReleased(row);
        }
    }

    private void add(int row, int cores, int gpus, int running) {
        state.catalog.addUsedCoreUnits(row, cores);
        if (gpus != 0) {
            state.catalog.addUsedGpus(row, gpus);
        }
        state.catalog.addRunning(row, running);
    }

    /** Whether somebody may have waited for room in a cap that has just been released. */
    private boolean isTight(int row, int cores, int gpus) {
        CatalogTable catalog = state.catalog;
        long cap = catalog.capCoreUnits(row);
        long gpuCap = catalog.capGpus(row);
        return (cap >= 0 && cap - catalog.usedCoreUnits(row) + cores < BookingIndex.TIGHT_CORE_UNITS)
                || (gpuCap >= 0 && catalog.usedGpus(row) - gpus > gpuCap - BookingIndex.TIGHT_GPUS);
    }
}
