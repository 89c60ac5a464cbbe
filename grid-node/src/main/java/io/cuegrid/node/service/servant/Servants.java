package io.cuegrid.node.service.servant;

import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.WhyInterfaceGrpc;
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

    /** OpenCue's 28 services, cuegrid's launches, reasons and rules of booking. */
    public static List<MethodTable> of(Farm farm) {
        MethodTable job = new MethodTable(JobInterfaceGrpc.getServiceDescriptor());
        MethodTable layer = new MethodTable(LayerInterfaceGrpc.getServiceDescriptor());
        MethodTable frame = new MethodTable(FrameInterfaceGrpc.getServiceDescriptor());
        MethodTable group = new MethodTable(GroupInterfaceGrpc.getServiceDescriptor());
        MethodTable host = new MethodTable(HostInterfaceGrpc.getServiceDescriptor());
        MethodTable proc = new MethodTable(ProcInterfaceGrpc.getServiceDescriptor());
        MethodTable partition = new MethodTable(RenderPartitionInterfaceGrpc.getServiceDescriptor());
        MethodTable show = new MethodTable(ShowInterfaceGrpc.getServiceDescriptor());
        MethodTable owner = new MethodTable(OwnerInterfaceGrpc.getServiceDescriptor());
        MethodTable deed = new MethodTable(DeedInterfaceGrpc.getServiceDescriptor());
        MethodTable comment = new MethodTable(CommentInterfaceGrpc.getServiceDescriptor());
        MethodTable facility = new MethodTable(FacilityInterfaceGrpc.getServiceDescriptor());
        MethodTable allocation = new MethodTable(AllocationInterfaceGrpc.getServiceDescriptor());
        MethodTable depend = new MethodTable(DependInterfaceGrpc.getServiceDescriptor());
        MethodTable subscription = new MethodTable(SubscriptionInterfaceGrpc.getServiceDescriptor());
        MethodTable limit = new MethodTable(LimitInterfaceGrpc.getServiceDescriptor());
        MethodTable service = new MethodTable(ServiceInterfaceGrpc.getServiceDescriptor());
        MethodTable override = new MethodTable(ServiceOverrideInterfaceGrpc.getServiceDescriptor());
        MethodTable cue = new MethodTable(CueInterfaceGrpc.getServiceDescriptor());
        MethodTable dispatch = new MethodTable(DispatchInterfaceGrpc.getServiceDescriptor());
        MethodTable why = new MethodTable(WhyInterfaceGrpc.getServiceDescriptor());
        MethodTable launch = new MethodTable(LaunchInterfaceGrpc.getServiceDescriptor());

        new JobReads(farm).register(job);
        new JobSettings(farm).register(job);
        new FrameReads(farm).register(job, layer, frame);
        new FrameActions(farm).register(job, layer, frame);
        new FrameOrders(farm).register(job, layer);
        new UpdatedFrames(farm).register(job);
        new LayerServant(farm).register(layer);
        new LayerSettings(farm).register(layer);
        new DependServant(farm).register(job, layer, frame, depend);
        new CommentServant(farm).register(job, host, comment);
        new GroupServant(farm).register(group);
        new GroupSettings(farm).register(group, job);
        new HostReads(farm).register(host);
        new HostSettings(farm).register(host);
        new ProcServant(farm).register(proc);
        new RedirectServant(farm).register(proc, host);
        new RenderPartitionServant(farm).register(job, layer, frame, host, partition);
        new ShowServant(farm).register(show);
        new ShowSettings(farm).register(show);
        new SubscriptionServant(farm).register(subscription, show);
        new ServiceServant(farm).register(service, override, show);
        new OwnerServant(farm).register(owner, deed, host, show);
        new FacilityServant(farm).register(facility);
        new AllocationServant(farm).register(allocation);
        new LimitServant(farm).register(limit);
        new WhyServant(farm).register(why);
        new DispatchServant(farm).register(dispatch);
        new CueServant(farm).register(cue);
        new LaunchServant(farm).register(job, launch);

        return List.of(
                job,
                layer,
                frame,
                group,
                host,
                proc,
                show,
                launch,
                why,
                dispatch,
                deed,
                owner,
                comment,
                facility,
                allocation,
                new MethodTable(ActionInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(FilterInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(MatcherInterfaceGrpc.getServiceDescriptor()),
                depend,
                subscription,
                limit,
                service,
                override,
                new MethodTable(TaskInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(DepartmentInterfaceGrpc.getServiceDescriptor()),
                partition,
                cue,
                new MethodTable(MonitoringInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RqdReportInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RqdInterfaceGrpc.getServiceDescriptor()),
                new MethodTable(RunningFrameGrpc.getServiceDescriptor()));
    }
}
