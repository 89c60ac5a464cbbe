package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.comment.CommentInterfaceGrpc;
import io.cuegrid.api.opencue.cue.CueInterfaceGrpc;
import io.cuegrid.api.opencue.department.DepartmentInterfaceGrpc;
import io.cuegrid.api.opencue.depend.DependInterfaceGrpc;
import io.cuegrid.api.opencue.facility.AllocationInterfaceGrpc;
import io.cuegrid.api.opencue.facility.FacilityInterfaceGrpc;
import io.cuegrid.api.opencue.filter.ActionInterfaceGrpc;
import io.cuegrid.api.opencue.filter.FilterInterfaceGrpc;
import io.cuegrid.api.opencue.filter.MatcherInterfaceGrpc;
import io.cuegrid.api.opencue.host.DeedInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.OwnerInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.LayerInterfaceGrpc;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.monitoring.MonitoringInterfaceGrpc;
import io.cuegrid.api.opencue.renderpartition.RenderPartitionInterfaceGrpc;
import io.cuegrid.api.opencue.report.RqdReportInterfaceGrpc;
import io.cuegrid.api.opencue.rqd.RqdInterfaceGrpc;
import io.cuegrid.api.opencue.rqd.RunningFrameGrpc;
import io.cuegrid.api.opencue.service.ServiceInterfaceGrpc;
import io.cuegrid.api.opencue.service.ServiceOverrideInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.opencue.subscription.SubscriptionInterfaceGrpc;
import io.cuegrid.api.opencue.task.TaskInterfaceGrpc;
import io.cuegrid.node.service.client.Farm;
import io.cuegrid.node.service.rpc.MethodTable;
import java.util.List;

/** Puts all servants together: which class answers for which service. */
public final class Servants {
    private Servants() {}

    /** OpenCue's 28 services and cuegrid's launches. */
    public static List<MethodTable> of(Farm farm) {
        MethodTable job = new MethodTable(JobInterfaceGrpc.getServiceDescriptor());
        MethodTable layer = new MethodTable(LayerInterfaceGrpc.getServiceDescriptor());
        MethodTable frame = new MethodTable(FrameInterfaceGrpc.getServiceDescriptor());
        MethodTable group = new MethodTable(GroupInterfaceGrpc.getServiceDescriptor());
        MethodTable host = new MethodTable(HostInterfaceGrpc.getServiceDescriptor());
        MethodTable proc = new MethodTable(ProcInterfaceGrpc.getServiceDescriptor());
        MethodTable show = new MethodTable(ShowInterfaceGrpc.getServiceDescriptor());
        MethodTable launch = new MethodTable(LaunchInterfaceGrpc.getServiceDescriptor());

        new JobReads(farm).register(job);
        new JobSettings(farm).register(job);
        new FrameReads(farm).register(job, layer, frame);
        new FrameActions(farm).register(job, layer, frame);
        new HostReads(farm).register(host);
        new HostSettings(farm).register(host);
        new ProcServant(farm).register(proc);
        new ShowServant(farm).register(show);
        new LaunchServant(farm).register(launch);

        return List.of(
                job,
                layer,
                frame,
                group,
                host,
                proc,
                show,
                launch,
                new MethodTable(DeedInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(OwnerInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(CommentInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(FacilityInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(AllocationInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(ActionInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(FilterInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(MatcherInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(DependInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(SubscriptionInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(LimitInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(ServiceInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(ServiceOverrideInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(TaskInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(DepartmentInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RenderPartitionInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(CueInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(MonitoringInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RqdReportInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RqdInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RunningFrameGrpc.getServiceDescriptor()));
    }
}
