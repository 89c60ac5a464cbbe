package io.cuegrid.core.cell.apply;

import io.cuegrid.core.batch.MessageBlock;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.*;
import org.agrona.DirectBuffer;

/**
 * Applies events: the only code that changes a cell. It cannot fail for an event that a cell emitted.
 *
 * <p>Threading: that of the cell. Allocates nothing for the events of a frame's life.
 */
public final class Applier {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameEvents frames;
    private final JobEvents jobs;
    private final JobStaging staging;
    private final LayerEvents layers;
    private final HostEvents hosts;
    private final DependEvents depends;
    private final CatalogEvents catalog;
    private final CellEvents cell;
    private final ReservationEvents reservations;
    private final RedirectEvents redirects;
    private final PartitionEvents partitions;
    private final CellState state;

    private final FrameStartedDecoder frameStarted = new FrameStartedDecoder();
    /** Of the event that is applied, when it is one of a frame's life. */
    private final MessageBlock view = new MessageBlock(0);

    private final FrameStoppedDecoder frameStopped = new FrameStoppedDecoder();
    private final ProcConfirmedDecoder procConfirmed = new ProcConfirmedDecoder();
    private final ProcKillRequestedDecoder procKillRequested = new ProcKillRequestedDecoder();
    private final ProcChangedDecoder procChanged = new ProcChangedDecoder();
    private final FrameChangedDecoder frameChanged = new FrameChangedDecoder();
    private final FrameMemoryRaisedDecoder frameMemoryRaised = new FrameMemoryRaisedDecoder();
    private final FramesReleasedDecoder framesReleased = new FramesReleasedDecoder();
    private final FrameOrderChangedDecoder frameOrderChanged = new FrameOrderChangedDecoder();
    private final JobStagedDecoder jobStaged = new JobStagedDecoder();
    private final FramesStagedDecoder framesStaged = new FramesStagedDecoder();
    private final JobLaunchedDecoder jobLaunched = new JobLaunchedDecoder();
    private final LaunchDroppedDecoder launchDropped = new LaunchDroppedDecoder();
    private final JobChangedDecoder jobChanged = new JobChangedDecoder();
    private final JobKillRequestedDecoder jobKillRequested = new JobKillRequestedDecoder();
    private final LayerFinishedDecoder layerFinished = new LayerFinishedDecoder();
    private final JobFinishedDecoder jobFinished = new JobFinishedDecoder();
    private final JobRestartedDecoder jobRestarted = new JobRestartedDecoder();
    private final JobRemovedDecoder jobRemoved = new JobRemovedDecoder();
    private final LayerChangedDecoder layerChanged = new LayerChangedDecoder();
    private final LayerTagsChangedDecoder layerTagsChanged = new LayerTagsChangedDecoder();
    private final LayerStartDelayedDecoder layerStartDelayed = new LayerStartDelayedDecoder();
    private final HostRegisteredDecoder hostRegistered = new HostRegisteredDecoder();
    private final HostChangedDecoder hostChanged = new HostChangedDecoder();
    private final HostTagsChangedDecoder hostTagsChanged = new HostTagsChangedDecoder();
    private final HostOsChangedDecoder hostOsChanged = new HostOsChangedDecoder();
    private final HostReportedDecoder hostReported = new HostReportedDecoder();
    private final HostLostDeclaredDecoder hostLostDeclared = new HostLostDeclaredDecoder();
    private final HostRemovedDecoder hostRemoved = new HostRemovedDecoder();
    private final DependCreatedDecoder dependCreated = new DependCreatedDecoder();
    private final DependChangedDecoder dependChanged = new DependChangedDecoder();
    private final CatalogChangedDecoder catalogChanged = new CatalogChangedDecoder();
    private final CellCreatedDecoder cellCreated = new CellCreatedDecoder();
    private final TimeAdvancedDecoder timeAdvanced = new TimeAdvancedDecoder();
    private final WorkCursorMovedDecoder workCursorMoved = new WorkCursorMovedDecoder();
    private final HostReservedDecoder hostReserved = new HostReservedDecoder();
    private final DelayRuleChangedDecoder delayRuleChanged = new DelayRuleChangedDecoder();
    private final PartitionChangedDecoder partitionChanged = new PartitionChangedDecoder();
    private final PartitionRemovedDecoder partitionRemoved = new PartitionRemovedDecoder();
    private final LayerBlockedDecoder layerBlocked = new LayerBlockedDecoder();
    private final CheckpointChangedDecoder checkpointChanged = new CheckpointChangedDecoder();
    private final LayerShareChangedDecoder layerShareChanged = new LayerShareChangedDecoder();
    private final WorkModeChangedDecoder workModeChanged = new WorkModeChangedDecoder();

    public Applier(CellState state, BookingIndex index) {
        this.state = state;
        partitions = new PartitionEvents(state);
        Usage usage = new Usage(state, index, partitions);
        Transitions transitions = new Transitions(state, index);
        reservations = new ReservationEvents(state, index);
        redirects = new RedirectEvents(state, index);
        frames = new FrameEvents(state, index, transitions, usage, reservations, redirects);
        depends = new DependEvents(state);
        jobs = new JobEvents(state, index, usage, depends, redirects, partitions);
        staging = new JobStaging(state);
        layers = new LayerEvents(state, index, usage);
        hosts = new HostEvents(state, index, reservations, redirects, partitions);
        catalog = new CatalogEvents(state, index, redirects, partitions);
        cell = new CellEvents(state, index);
        orders = new FrameOrderEvents(state, index);
    }

    private final FrameOrderEvents orders;

    /** @param offset of the header */
    public void apply(DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        int template = header.templateId();
        switch (template) {
            case FrameStoppedDecoder.TEMPLATE_ID ->
                frames.apply(frameStopped.wrap(
                        view.at(buffer, offset, FrameStoppedDecoder.BLOCK_LENGTH),
                        HEADER,
                        FrameStoppedDecoder.BLOCK_LENGTH,
                        header.version()));
            case FrameStartedDecoder.TEMPLATE_ID ->
                frames.apply(frameStarted.wrap(
                        view.at(buffer, offset, FrameStartedDecoder.BLOCK_LENGTH),
                        HEADER,
                        FrameStartedDecoder.BLOCK_LENGTH,
                        header.version()));
            case ProcConfirmedDecoder.TEMPLATE_ID ->
                frames.apply(procConfirmed.wrap(
                        view.at(buffer, offset, ProcConfirmedDecoder.BLOCK_LENGTH),
                        HEADER,
                        ProcConfirmedDecoder.BLOCK_LENGTH,
                        header.version()));
            case FramesReleasedDecoder.TEMPLATE_ID ->
                frames.apply(framesReleased.wrap(
                        view.at(buffer, offset, FramesReleasedDecoder.BLOCK_LENGTH),
                        HEADER,
                        FramesReleasedDecoder.BLOCK_LENGTH,
                        header.version()));
            case WorkCursorMovedDecoder.TEMPLATE_ID ->
                cell.apply(workCursorMoved.wrapAndApplyHeader(buffer, offset, header));
            default -> applyRare(buffer, offset);
        }
        if (state.partitions.live() > 0
                && (template != WorkCursorMovedDecoder.TEMPLATE_ID || workCursorMoved.workNumber() != 0)) {
            // what could run in a partition stands in no index: the next work looks, whatever happened but its own mark
            state.globals.partitionsWanted(true);
        }
    }

    private void applyRare(DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case ProcKillRequestedDecoder.TEMPLATE_ID ->
                frames.apply(procKillRequested.wrapAndApplyHeader(buffer, offset, header));
            case ProcChangedDecoder.TEMPLATE_ID ->
                redirects.apply(procChanged.wrapAndApplyHeader(buffer, offset, header));
            case FrameChangedDecoder.TEMPLATE_ID ->
                frames.apply(frameChanged.wrapAndApplyHeader(buffer, offset, header));
            case FrameMemoryRaisedDecoder.TEMPLATE_ID ->
                frames.apply(frameMemoryRaised.wrapAndApplyHeader(buffer, offset, header));
            case FrameOrderChangedDecoder.TEMPLATE_ID ->
                orders.apply(frameOrderChanged.wrapAndApplyHeader(buffer, offset, header));
            case JobStagedDecoder.TEMPLATE_ID -> staging.apply(jobStaged.wrapAndApplyHeader(buffer, offset, header));
            case FramesStagedDecoder.TEMPLATE_ID -> jobs.apply(framesStaged.wrapAndApplyHeader(buffer, offset, header));
            case JobLaunchedDecoder.TEMPLATE_ID -> jobs.apply(jobLaunched.wrapAndApplyHeader(buffer, offset, header));
            case LaunchDroppedDecoder.TEMPLATE_ID ->
                jobs.apply(launchDropped.wrapAndApplyHeader(buffer, offset, header));
            case JobChangedDecoder.TEMPLATE_ID -> jobs.apply(jobChanged.wrapAndApplyHeader(buffer, offset, header));
            case JobKillRequestedDecoder.TEMPLATE_ID ->
                jobs.apply(jobKillRequested.wrapAndApplyHeader(buffer, offset, header));
            case LayerFinishedDecoder.TEMPLATE_ID ->
                jobs.apply(layerFinished.wrapAndApplyHeader(buffer, offset, header));
            case JobFinishedDecoder.TEMPLATE_ID -> jobs.apply(jobFinished.wrapAndApplyHeader(buffer, offset, header));
            case JobRestartedDecoder.TEMPLATE_ID -> jobs.apply(jobRestarted.wrapAndApplyHeader(buffer, offset, header));
            case JobRemovedDecoder.TEMPLATE_ID -> jobs.apply(jobRemoved.wrapAndApplyHeader(buffer, offset, header));
            case LayerChangedDecoder.TEMPLATE_ID ->
                layers.apply(layerChanged.wrapAndApplyHeader(buffer, offset, header));
            case LayerTagsChangedDecoder.TEMPLATE_ID ->
                layers.apply(layerTagsChanged.wrapAndApplyHeader(buffer, offset, header));
            case LayerStartDelayedDecoder.TEMPLATE_ID ->
                layers.apply(layerStartDelayed.wrapAndApplyHeader(buffer, offset, header));
            case HostRegisteredDecoder.TEMPLATE_ID ->
                hosts.apply(hostRegistered.wrapAndApplyHeader(buffer, offset, header));
            case HostChangedDecoder.TEMPLATE_ID -> hosts.apply(hostChanged.wrapAndApplyHeader(buffer, offset, header));
            case HostTagsChangedDecoder.TEMPLATE_ID ->
                hosts.apply(hostTagsChanged.wrapAndApplyHeader(buffer, offset, header));
            case HostOsChangedDecoder.TEMPLATE_ID ->
                hosts.apply(hostOsChanged.wrapAndApplyHeader(buffer, offset, header));
            case HostReportedDecoder.TEMPLATE_ID ->
                hosts.apply(hostReported.wrapAndApplyHeader(buffer, offset, header));
            case HostLostDeclaredDecoder.TEMPLATE_ID ->
                hosts.apply(hostLostDeclared.wrapAndApplyHeader(buffer, offset, header));
            case HostRemovedDecoder.TEMPLATE_ID -> hosts.apply(hostRemoved.wrapAndApplyHeader(buffer, offset, header));
            case DependCreatedDecoder.TEMPLATE_ID ->
                depends.apply(dependCreated.wrapAndApplyHeader(buffer, offset, header));
            case DependChangedDecoder.TEMPLATE_ID ->
                depends.apply(dependChanged.wrapAndApplyHeader(buffer, offset, header));
            case CatalogChangedDecoder.TEMPLATE_ID ->
                catalog.apply(catalogChanged.wrapAndApplyHeader(buffer, offset, header));
            case CellCreatedDecoder.TEMPLATE_ID -> cell.apply(cellCreated.wrapAndApplyHeader(buffer, offset, header));
            case TimeAdvancedDecoder.TEMPLATE_ID -> cell.apply(timeAdvanced.wrapAndApplyHeader(buffer, offset, header));
            case DelayRuleChangedDecoder.TEMPLATE_ID ->
                cell.apply(delayRuleChanged.wrapAndApplyHeader(buffer, offset, header));
            case HostReservedDecoder.TEMPLATE_ID ->
                reservations.apply(hostReserved.wrapAndApplyHeader(buffer, offset, header));
            case PartitionChangedDecoder.TEMPLATE_ID ->
                partitions.apply(partitionChanged.wrapAndApplyHeader(buffer, offset, header));
            case PartitionRemovedDecoder.TEMPLATE_ID ->
                partitions.apply(partitionRemoved.wrapAndApplyHeader(buffer, offset, header));
            case LayerBlockedDecoder.TEMPLATE_ID ->
                reservations.apply(layerBlocked.wrapAndApplyHeader(buffer, offset, header));
            case WorkModeChangedDecoder.TEMPLATE_ID ->
                cell.apply(workModeChanged.wrapAndApplyHeader(buffer, offset, header));
            case CheckpointChangedDecoder.TEMPLATE_ID ->
                frames.apply(checkpointChanged.wrapAndApplyHeader(buffer, offset, header));
            case LayerShareChangedDecoder.TEMPLATE_ID ->
                cell.apply(layerShareChanged.wrapAndApplyHeader(buffer, offset, header));
            case LeaderTakenDecoder.TEMPLATE_ID, OrderRepeatedDecoder.TEMPLATE_ID, UserActedDecoder.TEMPLATE_ID -> {
                // for the journal, hosts and history; nothing of the cell changes
            }
            default ->
                throw new IllegalArgumentException("template " + header.templateId() + " is not an event of a cell");
        }
    }
}
