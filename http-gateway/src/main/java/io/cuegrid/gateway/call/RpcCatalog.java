package io.cuegrid.gateway.call;

import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.GridInterfaceGrpc;
import io.cuegrid.api.grid.HistoryInterfaceGrpc;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.WhyInterfaceGrpc;
import io.cuegrid.api.hostlink.HostLinkGrpc;
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
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every method of every service that clients call, by its path: OpenCue's 28 services and cuegrid's own. A path is
 * {@code /package.Service/Method}. What nodes say among themselves (NodeLink) is not here. Immutable.
 */
public final class RpcCatalog {
    private static final List<ServiceDescriptor> SERVICES = List.of(
            ActionInterfaceGrpc.getServiceDescriptor(),
            AllocationInterfaceGrpc.getServiceDescriptor(),
            CommentInterfaceGrpc.getServiceDescriptor(),
            CueInterfaceGrpc.getServiceDescriptor(),
            DeedInterfaceGrpc.getServiceDescriptor(),
            DepartmentInterfaceGrpc.getServiceDescriptor(),
            DependInterfaceGrpc.getServiceDescriptor(),
            FacilityInterfaceGrpc.getServiceDescriptor(),
            FilterInterfaceGrpc.getServiceDescriptor(),
            FrameInterfaceGrpc.getServiceDescriptor(),
            GridInterfaceGrpc.getServiceDescriptor(),
            GroupInterfaceGrpc.getServiceDescriptor(),
            HistoryInterfaceGrpc.getServiceDescriptor(),
            HostInterfaceGrpc.getServiceDescriptor(),
            HostLinkGrpc.getServiceDescriptor(),
            JobInterfaceGrpc.getServiceDescriptor(),
            LaunchInterfaceGrpc.getServiceDescriptor(),
            LayerInterfaceGrpc.getServiceDescriptor(),
            LimitInterfaceGrpc.getServiceDescriptor(),
            MatcherInterfaceGrpc.getServiceDescriptor(),
            MonitoringInterfaceGrpc.getServiceDescriptor(),
            OwnerInterfaceGrpc.getServiceDescriptor(),
            ProcInterfaceGrpc.getServiceDescriptor(),
            RenderPartitionInterfaceGrpc.getServiceDescriptor(),
            RqdInterfaceGrpc.getServiceDescriptor(),
            RqdReportInterfaceGrpc.getServiceDescriptor(),
            RunningFrameGrpc.getServiceDescriptor(),
            ServiceInterfaceGrpc.getServiceDescriptor(),
            ServiceOverrideInterfaceGrpc.getServiceDescriptor(),
            ShowInterfaceGrpc.getServiceDescriptor(),
            SubscriptionInterfaceGrpc.getServiceDescriptor(),
            TaskInterfaceGrpc.getServiceDescriptor(),
            DispatchInterfaceGrpc.getServiceDescriptor(),
            WhyInterfaceGrpc.getServiceDescriptor());

    private final Map<String, RpcMethod> byPath = new TreeMap<>();

    public RpcCatalog() {
        for (ServiceDescriptor service : SERVICES) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                RpcMethod rpc = RpcMethod.of(method);
                byPath.put("/" + rpc.name(), rpc);
            }
        }
    }

    /** All services that clients call. */
    public static List<ServiceDescriptor> services() {
        return SERVICES;
    }

    /** The method behind a path, or null. */
    public @Nullable RpcMethod find(String path) {
        return byPath.get(path);
    }

    /** In order of path. */
    public Collection<RpcMethod> methods() {
        return Collections.unmodifiableCollection(byPath.values());
    }
}
