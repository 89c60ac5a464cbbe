package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.partition.PartitionTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.HostOwners;
import io.cuegrid.core.sbe.PartitionChangedDecoder;
import io.cuegrid.core.sbe.PartitionRemovedDecoder;

/**
 * Render partitions. One goes with its job, when its host is unlocked or forgotten, and when the host's owner is another one.
 * What runs in it goes on.
 *
 * <p>Threading: that of the cell. Costs one comparison an event while there is no partition.
 */
final class PartitionEvents {
    private final CellState state;
    private final HostOwners owners;

    PartitionEvents(CellState state) {
        this.state = state;
        owners = new HostOwners(state);
    }

    void apply(PartitionChangedDecoder event) {
        PartitionTable table = state.partitions;
        int row = table.row(event.partitionNumber());
        state.time(event.timeMillis());
        if (row < 0) {
            row = table.add(event.partitionNumber());
            state.globals.nextPartition(event.partitionNumber() + 1);
            table.begin(
                    row,
                    event.hostNumber(),
                    event.jobNumber(),
                    event.layerIndex(),
                    event.frameOrdinal(),
                    event.ownerNumber(),
                    event.threads());
        }
        table.resize(row, event.maxCoreUnits(), event.maxMemoryKib(), event.maxGpus(), event.maxGpuMemoryKib());
    }

    void apply(PartitionRemovedDecoder event) {
        state.time(event.timeMillis());
        state.partitions.end(state.partitions.row(event.partitionNumber()));
    }

    /** A proc takes from its partition (1), or gives back (-1). */
    void change(int proc, int sign) {
        int row = state.partitions.row(state.procs.partitionNumber(proc));
        if (row >= 0) {
            state.partitions.addUsed(
                    row,
                    state.procs.coreUnits(proc) * sign,
                    state.procs.memoryKib(proc) * sign,
                    state.procs.gpus(proc) * sign,
                    state.procs.gpuMemoryKib(proc) * sign);
        }
    }

    void jobEnded(long jobNumber) {
        PartitionTable table = state.partitions;
        for (int row = 0; row < table.rowCount() && table.live() > 0; row++) {
            if (table.number(row) != 0 && table.jobNumber(row) == jobNumber) {
                table.end(row);
            }
        }
    }

    /** A host is unlocked or forgotten. */
    void hostOpened(long hostNumber) {
        PartitionTable table = state.partitions;
        for (int row = 0; row < table.rowCount() && table.live() > 0; row++) {
            if (table.number(row) != 0 && table.hostNumber(row) == hostNumber) {
                table.end(row);
            }
        }
    }

    /** Deeds or owners have changed. */
    void ownersChanged() {
        PartitionTable table = state.partitions;
        for (int row = 0; row < table.rowCount() && table.live() > 0; row++) {
            if (table.number(row) != 0 && owners.ownerOf(table.hostNumber(row)) != table.ownerNumber(row)) {
                table.end(row);
            }
        }
    }
}
