package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.book.HostTags;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.depend.DependTypes;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.DependRowEncoder;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostRowEncoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.ThreadMode;

/**
 * Hosts and depends as rows.
 *
 * <p>Threading: that of the cell.
 */
final class HostRows {
    private final CellState state;
    private final RowSink sink;
    private final HostRowEncoder host = new HostRowEncoder();
    private final DependRowEncoder depend = new DependRowEncoder();

    HostRows(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void host(int row) {
        byte[] texts = state.hostTexts.get(row);
        host.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .hostNumber(state.hosts.number(row))
                .hostIdHigh(state.hosts.idHigh(row))
                .hostIdLow(state.hosts.idLow(row))
                .incarnation(state.hosts.incarnation(row))
                .allocationNumber(state.catalog.number(state.hosts.allocationRow(row)))
                .hardwareState(HardwareState.get((short) state.hosts.hardwareState(row)))
                .lockState(LockState.get((short) state.hosts.lockState(row)))
                .threadMode(ThreadMode.get((short) state.hosts.threadMode(row)))
                .nimbyEnabled(JobRows.flag(state.hosts.nimbyEnabled(row)))
                .coreUnits(state.hosts.coreUnits(row))
                .idleCoreUnits(state.hosts.idleCoreUnits(row))
                .memoryKib(state.hosts.memoryKib(row))
                .idleMemoryKib(state.hosts.idleMemoryKib(row))
                .gpus(state.hosts.gpus(row))
                .idleGpus(state.hosts.idleGpus(row))
                .gpuMemoryKib(state.hosts.gpuMemoryKib(row))
                .idleGpuMemoryKib(state.hosts.idleGpuMemoryKib(row))
                .totalMemoryKib(state.hosts.totalMemoryKib(row))
                .totalSwapKib(state.hosts.totalSwapKib(row))
                .totalTempKib(state.hosts.totalTempKib(row))
                .bootTimeSeconds(state.hosts.bootTimeSeconds(row))
                .procs(state.hosts.procCount(row))
                .stateMillis(state.hosts.stateMillis(row))
                .reservedJobNumber(reservedJob(row))
                .name(Texts.get(texts, CellState.HOST_NAME))
                .os(Texts.get(texts, CellState.HOST_OS))
                .tags(HostTags.all(state, row))
                .bootId(Texts.get(texts, CellState.HOST_BOOT_ID));
        sink.commit(host.encodedLength());
    }

    private long reservedJob(int host) {
        int reservation = state.reservations.ofHost(state.hosts.number(host));
        return reservation < 0 ? 0 : state.reservations.jobNumber(reservation);
    }

    void depend(int row) {
        depend.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .dependNumber(state.depends.number(row))
                .dependType(DependTypes.of(state.depends.type(row)))
                .anyFrame(JobRows.flag(state.depends.anyFrame(row)))
                .active(JobRows.flag(state.depends.active(row)))
                .erJobNumber(state.jobs.number(state.depends.erJobRow(row)))
                .erLayerIndex(state.depends.erLayerIndex(row))
                .erFrameOrdinal(state.depends.erFrameOrdinal(row))
                .onJobNumber(state.jobs.number(state.depends.onJobRow(row)))
                .onLayerIndex(state.depends.onLayerIndex(row))
                .onFrameOrdinal(state.depends.onFrameOrdinal(row));
        sink.commit(DependRowEncoder.BLOCK_LENGTH);
    }
}
