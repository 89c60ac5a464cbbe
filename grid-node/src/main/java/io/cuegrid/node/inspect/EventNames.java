package io.cuegrid.node.inspect;

import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CellCreatedDecoder;
import io.cuegrid.core.sbe.DependChangedDecoder;
import io.cuegrid.core.sbe.DependCreatedDecoder;
import io.cuegrid.core.sbe.FrameChangedDecoder;
import io.cuegrid.core.sbe.FrameMemoryRaisedDecoder;
import io.cuegrid.core.sbe.FrameOrderChangedDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.FramesReleasedDecoder;
import io.cuegrid.core.sbe.FramesStagedDecoder;
import io.cuegrid.core.sbe.HostChangedDecoder;
import io.cuegrid.core.sbe.HostLostDeclaredDecoder;
import io.cuegrid.core.sbe.HostOsChangedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.HostRemovedDecoder;
import io.cuegrid.core.sbe.HostReportedDecoder;
import io.cuegrid.core.sbe.HostReservedDecoder;
import io.cuegrid.core.sbe.HostTagsChangedDecoder;
import io.cuegrid.core.sbe.JobChangedDecoder;
import io.cuegrid.core.sbe.JobFinishedDecoder;
import io.cuegrid.core.sbe.JobKillRequestedDecoder;
import io.cuegrid.core.sbe.JobLaunchedDecoder;
import io.cuegrid.core.sbe.JobRemovedDecoder;
import io.cuegrid.core.sbe.JobRestartedDecoder;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.LaunchDroppedDecoder;
import io.cuegrid.core.sbe.LayerChangedDecoder;
import io.cuegrid.core.sbe.LayerFinishedDecoder;
import io.cuegrid.core.sbe.LayerStartDelayedDecoder;
import io.cuegrid.core.sbe.LayerTagsChangedDecoder;
import io.cuegrid.core.sbe.LeaderTakenDecoder;
import io.cuegrid.core.sbe.OrderRepeatedDecoder;
import io.cuegrid.core.sbe.PartitionChangedDecoder;
import io.cuegrid.core.sbe.PartitionRemovedDecoder;
import io.cuegrid.core.sbe.ProcChangedDecoder;
import io.cuegrid.core.sbe.ProcConfirmedDecoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.TimeAdvancedDecoder;
import io.cuegrid.core.sbe.UserActedDecoder;
import io.cuegrid.core.sbe.WorkCursorMovedDecoder;
import java.util.Map;

/** Names of events for people. */
final class EventNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(UserActedDecoder.TEMPLATE_ID, "UserActed"),
            Map.entry(CatalogChangedDecoder.TEMPLATE_ID, "CatalogChanged"),
            Map.entry(CellCreatedDecoder.TEMPLATE_ID, "CellCreated"),
            Map.entry(LeaderTakenDecoder.TEMPLATE_ID, "LeaderTaken"),
            Map.entry(JobStagedDecoder.TEMPLATE_ID, "JobStaged"),
            Map.entry(FramesStagedDecoder.TEMPLATE_ID, "FramesStaged"),
            Map.entry(JobLaunchedDecoder.TEMPLATE_ID, "JobLaunched"),
            Map.entry(LaunchDroppedDecoder.TEMPLATE_ID, "LaunchDropped"),
            Map.entry(DependCreatedDecoder.TEMPLATE_ID, "DependCreated"),
            Map.entry(DependChangedDecoder.TEMPLATE_ID, "DependChanged"),
            Map.entry(FramesReleasedDecoder.TEMPLATE_ID, "FramesReleased"),
            Map.entry(FrameStartedDecoder.TEMPLATE_ID, "FrameStarted"),
            Map.entry(OrderRepeatedDecoder.TEMPLATE_ID, "OrderRepeated"),
            Map.entry(ProcConfirmedDecoder.TEMPLATE_ID, "ProcConfirmed"),
            Map.entry(ProcKillRequestedDecoder.TEMPLATE_ID, "ProcKillRequested"),
            Map.entry(FrameStoppedDecoder.TEMPLATE_ID, "FrameStopped"),
            Map.entry(FrameChangedDecoder.TEMPLATE_ID, "FrameChanged"),
            Map.entry(FrameMemoryRaisedDecoder.TEMPLATE_ID, "FrameMemoryRaised"),
            Map.entry(JobChangedDecoder.TEMPLATE_ID, "JobChanged"),
            Map.entry(LayerChangedDecoder.TEMPLATE_ID, "LayerChanged"),
            Map.entry(LayerTagsChangedDecoder.TEMPLATE_ID, "LayerTagsChanged"),
            Map.entry(JobKillRequestedDecoder.TEMPLATE_ID, "JobKillRequested"),
            Map.entry(LayerFinishedDecoder.TEMPLATE_ID, "LayerFinished"),
            Map.entry(JobFinishedDecoder.TEMPLATE_ID, "JobFinished"),
            Map.entry(JobRestartedDecoder.TEMPLATE_ID, "JobRestarted"),
            Map.entry(JobRemovedDecoder.TEMPLATE_ID, "JobRemoved"),
            Map.entry(HostRegisteredDecoder.TEMPLATE_ID, "HostRegistered"),
            Map.entry(HostChangedDecoder.TEMPLATE_ID, "HostChanged"),
            Map.entry(HostTagsChangedDecoder.TEMPLATE_ID, "HostTagsChanged"),
            Map.entry(HostOsChangedDecoder.TEMPLATE_ID, "HostOsChanged"),
            Map.entry(HostReportedDecoder.TEMPLATE_ID, "HostReported"),
            Map.entry(HostLostDeclaredDecoder.TEMPLATE_ID, "HostLostDeclared"),
            Map.entry(HostRemovedDecoder.TEMPLATE_ID, "HostRemoved"),
            Map.entry(ProcChangedDecoder.TEMPLATE_ID, "ProcChanged"),
            Map.entry(HostReservedDecoder.TEMPLATE_ID, "HostReserved"),
            Map.entry(PartitionChangedDecoder.TEMPLATE_ID, "PartitionChanged"),
            Map.entry(PartitionRemovedDecoder.TEMPLATE_ID, "PartitionRemoved"),
            Map.entry(FrameOrderChangedDecoder.TEMPLATE_ID, "FrameOrderChanged"),
            Map.entry(WorkCursorMovedDecoder.TEMPLATE_ID, "WorkCursorMoved"),
            Map.entry(TimeAdvancedDecoder.TEMPLATE_ID, "TimeAdvanced"),
            Map.entry(LayerStartDelayedDecoder.TEMPLATE_ID, "LayerStartDelayed"));

    private EventNames() {}

    static String of(int templateId) {
        return NAMES.getOrDefault(templateId, "template-" + templateId);
    }
}
