package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.UsageRowEncoder;

/**
 * What is in use of each subscription, folder, limit, allocation and show. Sums over jobs and hosts are made when a read
 * begins, in one pass over both.
 *
 * <p>Threading: that of the cell.
 */
final class UsageRows {
    private static final int WAITING = 0;
    private static final int DEAD = 1;
    private static final int DEPEND = 2;
    private static final int JOBS = 3;
    private static final int HOSTS = 4;
    private static final int IDLE_CORES = 5;
    private static final int LOCKED_CORES = 6;
    private static final int LOCKED_HOSTS = 7;
    private static final int DOWN_HOSTS = 8;
    private static final int TOTAL_GPUS = 9;
    private static final int IDLE_GPUS = 10;
    private static final int TOTAL_CORES = 11;
    private static final int AVAILABLE_CORES = 12;
    private static final int USED_CORES = 13;
    private static final int USED_GPUS = 14;
    private static final int RUNNING = 15;
    private static final int SUMS = 16;

    private final CellState state;
    private final BookingIndex index;
    private final RowSink sink;
    private final UsageRowEncoder usage = new UsageRowEncoder();
    private long[] sums = new long[0];

    UsageRows(CellState state, BookingIndex index, RowSink sink) {
        this.state = state;
        this.index = index;
        this.sink = sink;
    }

    /** Makes the sums. */
    void begin() {
        sums = new long[state.catalog.rowCount() * SUMS];
        for (int job = 0; job < state.jobs.rowCount(); job++) {
            int now = state.jobs.state(job);
            boolean alive = state.jobs.number(job) != 0 && now != JobStates.FINISHED && now != JobStates.STARTUP;
            if (alive) {
                addJob(job);
            }
        }
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            if (state.hosts.number(host) != 0) {
                addHost(host);
            }
        }
        for (int row = 0; row < state.catalog.rowCount(); row++) {
            if (state.catalog.kind(row) == CatalogTable.SHARE) {
                int allocation = state.catalog.parentRow(row);
                add(allocation, USED_CORES, state.catalog.usedCoreUnits(row));
                add(allocation, USED_GPUS, state.catalog.usedGpus(row));
                add(allocation, RUNNING, state.catalog.running(row));
            }
        }
    }

    private void addJob(int job) {
        addJob(job, state.jobs.showRow(job));
        add(state.jobs.showRow(job), USED_CORES, state.jobs.usedCoreUnits(job));
        add(state.jobs.showRow(job), USED_GPUS, state.jobs.usedGpus(job));
        add(state.jobs.showRow(job), RUNNING, state.jobs.counts(job, FrameStates.RUNNING));
        addJob(job, state.jobs.folderRow(job));
    }

    private void addJob(int job, int row) {
        add(row, WAITING, state.jobs.counts(job, FrameStates.WAITING));
        add(row, DEAD, state.jobs.counts(job, FrameStates.DEAD));
        add(row, DEPEND, state.jobs.counts(job, FrameStates.DEPEND));
        add(row, JOBS, 1);
    }

    private void addHost(int host) {
        int row = state.hosts.allocationRow(host);
        boolean up = state.hosts.hardwareState(host) == HardwareState.UP.value();
        boolean open = state.hosts.lockState(host) == LockState.OPEN.value();
        add(row, HOSTS, 1);
        add(row, TOTAL_CORES, state.hosts.coreUnits(host));
        add(row, TOTAL_GPUS, state.hosts.gpus(host));
        if (!up) {
            add(row, DOWN_HOSTS, 1);
        } else if (!open) {
            add(row, LOCKED_HOSTS, 1);
            add(row, LOCKED_CORES, state.hosts.coreUnits(host));
        } else {
            add(row, AVAILABLE_CORES, state.hosts.coreUnits(host));
            add(row, IDLE_CORES, state.hosts.idleCoreUnits(host));
            add(row, IDLE_GPUS, state.hosts.idleGpus(host));
        }
    }

    private void add(int row, int sum, long value) {
        sums[row * SUMS + sum] += value;
    }

    /** Whether a catalog row has usage. */
    boolean isCounted(int row) {
        int kind = state.catalog.kind(row);
        return state.catalog.present(row)
                && (kind == RecordKind.SUBSCRIPTION.value()
                        || kind == RecordKind.FOLDER.value()
                        || kind == RecordKind.LIMIT.value()
                        || kind == RecordKind.ALLOCATION.value()
                        || kind == RecordKind.SHOW.value());
    }

    void row(int row) {
        int kind = state.catalog.kind(row);
        boolean summed = kind == RecordKind.SHOW.value() || kind == RecordKind.ALLOCATION.value();
        int counted = kind == RecordKind.SUBSCRIPTION.value()
                ? state.catalogIndex.share(state.catalog.showRow(row), state.catalog.parentRow(row))
                : row;
        usage.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .kind(RecordKind.get((short) kind))
                .number(state.catalog.number(row))
                .coreUnits(summed ? sum(row, USED_CORES) : state.catalog.usedCoreUnits(counted))
                .gpus(summed ? sum(row, USED_GPUS) : state.catalog.usedGpus(counted))
                .running(summed ? sum(row, RUNNING) : running(kind, counted))
                .waiting(sum(row, WAITING))
                .dead(sum(row, DEAD))
                .depend(sum(row, DEPEND))
                .jobs(sum(row, JOBS))
                .hosts((int) sum(row, HOSTS))
                .idleCoreUnits(sum(row, IDLE_CORES))
                .availableCoreUnits(sum(row, AVAILABLE_CORES))
                .lockedCoreUnits(sum(row, LOCKED_CORES))
                .lockedHosts((int) sum(row, LOCKED_HOSTS))
                .downHosts((int) sum(row, DOWN_HOSTS))
                .totalGpus(sum(row, TOTAL_GPUS))
                .idleGpus(sum(row, IDLE_GPUS))
                .totalCoreUnits(sum(row, TOTAL_CORES));
        sink.commit(UsageRowEncoder.BLOCK_LENGTH);
    }

    /** Frames; of a limit that counts hosts: hosts. */
    private long running(int kind, int row) {
        boolean hosts = kind == RecordKind.LIMIT.value() && state.catalog.perHost(row);
        return hosts ? index.seats(row) : state.catalog.running(row);
    }

    private long sum(int row, int sum) {
        return sums[row * SUMS + sum];
    }
}
