package io.cuegrid.node.service.mapping;

import io.cuegrid.api.opencue.host.Proc;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.core.sbe.ProcRowDecoder;
import io.cuegrid.node.access.GridAccess.HostVitals;
import io.cuegrid.node.document.JobPaths;
import io.cuegrid.node.service.client.Cell;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.Lookups.JobFacts;
import io.cuegrid.node.service.mapping.Lookups.LayerFacts;

/** A proc's row as OpenCue's Proc. */
public final class ProcMapper {
    private ProcMapper() {}

    public static Proc map(View view, Cell cell, ProcRowDecoder row) {
        JobFacts job = view.lookups().job(cell, row.jobNumber());
        LayerFacts layer = view.lookups().layer(cell, row.jobNumber(), row.layerIndex());
        String frameName = FrameNames.of(row.frameNumber(), layer == null ? "" : layer.name());
        Proc.Builder proc = Proc.newBuilder()
                .setId(view.ids().proc(cell.number(), row.procNumber()))
                .setName(FrameMapper.resource(
                        view.lookups().hostName(cell, row.hostNumber()), row.coreUnits(), row.gpus()))
                .setShowName(view.catalog().showName(job.showNumber()))
                .setJobName(job.name())
                .setFrameName(frameName)
                .setGroupName(view.catalog().folderName(job.folderNumber()))
                .setBookedTime(Units.seconds(row.startedMillis()))
                .setDispatchTime(Units.seconds(row.startedMillis()))
                .setReservedMemory(row.memoryKib())
                .setReservedGpuMemory(row.gpuMemoryKib())
                .setReservedCores(Units.cores(row.coreUnits()))
                .setReservedGpus(row.gpus())
                .setUnbooked(Sbe.is(row.unbooked()))
                .setLogPath(JobPaths.frameLog(job.logDir(), job.name(), frameName))
                .setRedirectTarget(redirectTarget(view, cell, row));
        if (layer != null) {
            proc.addAllServices(layer.services());
        }
        HostVitals vitals = view.vitals().host(cell.number(), row.hostNumber());
        proc.setPingTime(Units.seconds(vitals == null ? row.startedMillis() : vitals.heardMillis()));
        RunningProc live = view.vitals().proc(cell.number(), row.hostNumber(), row.procNumber());
        if (live != null) {
            proc.setUsedMemory(live.rssKib()).setUsedGpuMemory(live.gpuMemoryKib());
        }
        return proc.build();
    }

    private static String redirectTarget(View view, Cell cell, ProcRowDecoder row) {
        if (row.redirectJobNumber() != 0) {
            return view.lookups().job(cell, row.redirectJobNumber()).name();
        }
        return row.redirectFolderNumber() == 0 ? "" : view.catalog().folderName(row.redirectFolderNumber());
    }
}
