package io.cuegrid.node.service.mapping;

import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.core.sbe.HostRowDecoder;
import io.cuegrid.node.access.GridAccess.HostVitals;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Sbe;

/** A host's row as OpenCue's Host, with what its newest heartbeat says; without one, what heartbeats say is 0. */
public final class HostMapper {
    private HostMapper() {}

    /** Reads the row from its first field to its last. */
    public static Host map(View view, Cell cell, HostRowDecoder row) {
        String id = view.ids().host(cell.number(), row.hostNumber());
        Host.Builder host = Host.newBuilder()
                .setId(id)
                .setAllocName(view.catalog().allocationName(row.allocationNumber()))
                .setNimbyEnabled(Sbe.is(row.nimbyEnabled()))
                .setHasComment(view.comments().any(id))
                .setCores(Units.cores(row.coreUnits()))
                .setIdleCores(Units.cores(row.idleCoreUnits()))
                .setMemory(row.memoryKib())
                .setIdleMemory(row.idleMemoryKib())
                .setGpuMemory(row.gpuMemoryKib())
                .setIdleGpuMemory(row.idleGpuMemoryKib())
                .setTotalSwap(row.totalSwapKib())
                .setTotalMemory(row.totalMemoryKib())
                .setTotalGpuMemory(row.gpuMemoryKib())
                .setTotalMcp(row.totalTempKib())
                .setBootTime(Units.clamp(row.bootTimeSeconds()))
                .setStateValue(row.hardwareState().value())
                .setLockStateValue(row.lockState().value())
                .setThreadModeValue(row.threadMode().value())
                .setGpus(row.gpus())
                .setIdleGpus(row.idleGpus());
        HostVitals vitals = view.vitals().host(cell.number(), row.hostNumber());
        if (vitals == null) {
            host.setPingTime(Units.seconds(row.stateMillis()));
        } else {
            Heartbeat heartbeat = vitals.heartbeat();
            host.setPingTime(Units.seconds(vitals.heardMillis()))
                    .setFreeSwap(heartbeat.getFreeSwapKib())
                    .setFreeMemory(heartbeat.getFreeMemoryKib())
                    .setFreeMcp(heartbeat.getFreeTempKib())
                    .setFreeGpuMemory(heartbeat.getFreeGpuMemoryKib())
                    .setLoad(heartbeat.getLoadHundredths());
        }
        host.setName(row.name());
        host.setOs(row.os());
        host.addAllTags(Units.words(row.tags()));
        return host.build();
    }
}
