package io.cuegrid.core.cell.decide;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.batch.MessageBlock;
import io.cuegrid.core.cell.apply.Applier;
import io.cuegrid.core.cell.book.Booking;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.*;
import org.agrona.DirectBuffer;

/**
 * Takes commands: each is handed to the class that decides it; a refusal becomes a reply.
 *
 * <p>Threading: that of the cell. Allocates nothing for the commands of a frame's life once warm.
 */
public final class Decider {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final BookingIndex index;
    private final Emitter out;
    private final JobEmitter jobEvents;
    private final FrameDecisions frames;
    private final LaunchDecisions launches;
    private final HostDecisions hosts;
    private final HostRegistration registration;
    private final CatalogDecisions catalog;
    private final SettingDecisions settings;
    private final ProcDecisions procs;
    private final DependDecisions depends;
    private final Actions actions;
    private final ReservationDecisions reservations;
    private final RedirectDecisions redirects;
    private final PartitionDecisions partitions;
    private final MemoryPressure pressure;
    private final CheckpointDecisions checkpoints;
    private final Leaving leaving;
    private final Work work;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    /** Of the command that is decided, when it is one of a frame's life. */
    private final MessageBlock view = new MessageBlock(0);

    private final FrameCompleteDecoder frameComplete = new FrameCompleteDecoder();
    private final ProcStartedDecoder procStarted = new ProcStartedDecoder();
    private final OrderRefusedDecoder orderRefused = new OrderRefusedDecoder();
    private final CatalogUpdateDecoder catalogUpdate = new CatalogUpdateDecoder();
    private final LaunchJobDecoder launchJob = new LaunchJobDecoder();
    private final LaunchCommitDecoder launchCommit = new LaunchCommitDecoder();
    private final LaunchAbortDecoder launchAbort = new LaunchAbortDecoder();
    private final RegisterHostDecoder registerHost = new RegisterHostDecoder();
    private final HostReportDecoder hostReport = new HostReportDecoder();
    private final HostLostDecoder hostLost = new HostLostDecoder();
    private final ChangeHostDecoder changeHost = new ChangeHostDecoder();
    private final ChangeHostTagsDecoder changeHostTags = new ChangeHostTagsDecoder();
    private final SetHostOsDecoder setHostOs = new SetHostOsDecoder();
    private final DeleteHostDecoder deleteHost = new DeleteHostDecoder();
    private final ChangeJobDecoder changeJob = new ChangeJobDecoder();
    private final KillJobDecoder killJob = new KillJobDecoder();
    private final ActOnFramesDecoder actOnFrames = new ActOnFramesDecoder();
    private final ChangeLayerDecoder changeLayer = new ChangeLayerDecoder();
    private final SetLayerTagsDecoder setLayerTags = new SetLayerTagsDecoder();
    private final ReorderFramesDecoder reorderFrames = new ReorderFramesDecoder();
    private final CreateDependDecoder createDepend = new CreateDependDecoder();
    private final SatisfyDependDecoder satisfyDepend = new SatisfyDependDecoder();
    private final DropDependsDecoder dropDepends = new DropDependsDecoder();
    private final UnbookProcDecoder unbookProc = new UnbookProcDecoder();
    private final StopProcDecoder stopProc = new StopProcDecoder();
    private final OnBehalfDecoder onBehalf = new OnBehalfDecoder();
    private final RelieveHostDecoder relieveHost = new RelieveHostDecoder();
    private final SetDelayRuleDecoder setDelayRule = new SetDelayRuleDecoder();
    private final SetCheckpointDecoder setCheckpoint = new SetCheckpointDecoder();
    private final SetLayerShareDecoder setLayerShare = new SetLayerShareDecoder();
    private final AddPartitionDecoder addPartition = new AddPartitionDecoder();
    private final SetPartitionDecoder setPartition = new SetPartitionDecoder();
    private final DeletePartitionDecoder deletePartition = new DeletePartitionDecoder();
    private final ClearRedirectDecoder clearRedirect = new ClearRedirectDecoder();
    private final RedirectHostDecoder redirectHost = new RedirectHostDecoder();
    private final SetWorkModeDecoder setWorkMode = new SetWorkModeDecoder();

    public Decider(CellState state, BookingIndex index, Applier applier) {
        this.index = index;
        out = new Emitter(applier);
        FrameEmitter frameEvents = new FrameEmitter(state, out);
        jobEvents = new JobEmitter(state, out);
        Booking booking = new Booking(index, frameEvents::started);
        Depends release = new Depends(state, out, frameEvents, jobEvents);
        Endings endings = new Endings(state, jobEvents, release);
        redirects = new RedirectDecisions(state, index, out, frameEvents, jobEvents, booking);
        partitions = new PartitionDecisions(state, index, out, frameEvents);
        frames = new FrameDecisions(state, index, out, frameEvents, jobEvents, endings, booking, redirects, partitions);
        hosts = new HostDecisions(state, out, frames);
        registration = new HostRegistration(state, out, frameEvents, frames);
        catalog = new CatalogDecisions(state, out);
        settings = new SettingDecisions(state, out, jobEvents);
        procs = new ProcDecisions(state, out, frameEvents, redirects);
        depends = new DependDecisions(state, out, jobEvents, release);
        actions = new Actions(state, out, frameEvents, jobEvents, release, endings);
        reservations = new ReservationDecisions(state, index, out);
        pressure = new MemoryPressure(state, out, frameEvents);
        checkpoints = new CheckpointDecisions(state, out);
        leaving = new Leaving(state, out, jobEvents);
        launches = new LaunchDecisions(
                state, out, jobEvents, depends, endings, new MemoryGuess(state, index, out), leaving);
        work = new Work(state, out, jobEvents, launches, release, actions, booking, redirects, partitions);
    }

    /** Decides one command. @return steps of work done */
    public int execute(DirectBuffer buffer, int offset, long timeMillis, DecisionSink sink) {
        out.begin(timeMillis, sink);
        header.wrap(buffer, offset);
        try {
            int template = header.templateId();
            if (template == OnBehalfDecoder.TEMPLATE_ID) {
                decideOnBehalf(buffer, offset);
            } else {
                decide(buffer, offset, template);
            }
        } catch (Refused refused) {
            // each command of the schema but Tick begins with its correlation id
            long correlationId = buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH);
            out.reply(correlationId, refused.code(), 0, String.valueOf(refused.getMessage()));
        }
        int steps = Math.max(1, out.steps());
        out.end();
        return steps;
    }

    private void decide(DirectBuffer buffer, int offset, int template) {
        switch (template) {
            case FrameCompleteDecoder.TEMPLATE_ID ->
                frames.decide(frameComplete.wrap(
                        view.at(buffer, offset, FrameCompleteDecoder.BLOCK_LENGTH),
                        HEADER,
                        FrameCompleteDecoder.BLOCK_LENGTH,
                        header.version()));
            case ProcStartedDecoder.TEMPLATE_ID ->
                frames.decide(procStarted.wrap(
                        view.at(buffer, offset, ProcStartedDecoder.BLOCK_LENGTH),
                        HEADER,
                        ProcStartedDecoder.BLOCK_LENGTH,
                        header.version()));
            case TickDecoder.TEMPLATE_ID -> tick();
            default -> decideRare(buffer, offset);
        }
    }

    private void decideOnBehalf(DirectBuffer buffer, int offset) {
        int command;
        try {
            command = out.onBehalf(onBehalf.wrapAndApplyHeader(buffer, offset, header), header);
        } catch (IllegalArgumentException broken) {
            throw Refused.invalid(String.valueOf(broken.getMessage()));
        }
        if (header.templateId() == ActOnFramesDecoder.TEMPLATE_ID) {
            actOnFrames.wrapAndApplyHeader(buffer, command, header);
            out.actsOnFrames(actOnFrames.action().value(), actOnFrames.jobNumber());
        }
        decide(buffer, command, header.templateId());
    }

    private void decideRare(DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case OrderRefusedDecoder.TEMPLATE_ID ->
                frames.decide(orderRefused.wrapAndApplyHeader(buffer, offset, header));
            case CatalogUpdateDecoder.TEMPLATE_ID ->
                catalog.decide(catalogUpdate.wrapAndApplyHeader(buffer, offset, header));
            case LaunchJobDecoder.TEMPLATE_ID -> launches.decide(launchJob.wrapAndApplyHeader(buffer, offset, header));
            case LaunchCommitDecoder.TEMPLATE_ID ->
                launches.decide(launchCommit.wrapAndApplyHeader(buffer, offset, header));
            case LaunchAbortDecoder.TEMPLATE_ID ->
                launches.decide(launchAbort.wrapAndApplyHeader(buffer, offset, header));
            case RegisterHostDecoder.TEMPLATE_ID ->
                registration.decide(registerHost.wrapAndApplyHeader(buffer, offset, header));
            case HostReportDecoder.TEMPLATE_ID -> hosts.decide(hostReport.wrapAndApplyHeader(buffer, offset, header));
            case HostLostDecoder.TEMPLATE_ID -> hosts.decide(hostLost.wrapAndApplyHeader(buffer, offset, header));
            case ChangeHostDecoder.TEMPLATE_ID -> hosts.decide(changeHost.wrapAndApplyHeader(buffer, offset, header));
            case ChangeHostTagsDecoder.TEMPLATE_ID ->
                hosts.decide(changeHostTags.wrapAndApplyHeader(buffer, offset, header));
            case SetHostOsDecoder.TEMPLATE_ID -> hosts.decide(setHostOs.wrapAndApplyHeader(buffer, offset, header));
            case DeleteHostDecoder.TEMPLATE_ID -> hosts.decide(deleteHost.wrapAndApplyHeader(buffer, offset, header));
            case ChangeJobDecoder.TEMPLATE_ID -> settings.decide(changeJob.wrapAndApplyHeader(buffer, offset, header));
            case ChangeLayerDecoder.TEMPLATE_ID ->
                settings.decide(changeLayer.wrapAndApplyHeader(buffer, offset, header));
            case SetLayerTagsDecoder.TEMPLATE_ID ->
                settings.decide(setLayerTags.wrapAndApplyHeader(buffer, offset, header));
            case ReorderFramesDecoder.TEMPLATE_ID ->
                settings.decide(reorderFrames.wrapAndApplyHeader(buffer, offset, header));
            case KillJobDecoder.TEMPLATE_ID -> actions.decide(killJob.wrapAndApplyHeader(buffer, offset, header));
            case ActOnFramesDecoder.TEMPLATE_ID ->
                actions.decide(actOnFrames.wrapAndApplyHeader(buffer, offset, header));
            case CreateDependDecoder.TEMPLATE_ID ->
                depends.decide(createDepend.wrapAndApplyHeader(buffer, offset, header));
            case SatisfyDependDecoder.TEMPLATE_ID ->
                depends.decide(satisfyDepend.wrapAndApplyHeader(buffer, offset, header));
            case DropDependsDecoder.TEMPLATE_ID ->
                depends.decide(dropDepends.wrapAndApplyHeader(buffer, offset, header));
            case UnbookProcDecoder.TEMPLATE_ID -> procs.decide(unbookProc.wrapAndApplyHeader(buffer, offset, header));
            case AddPartitionDecoder.TEMPLATE_ID ->
                partitions.decide(addPartition.wrapAndApplyHeader(buffer, offset, header));
            case SetPartitionDecoder.TEMPLATE_ID ->
                partitions.decide(setPartition.wrapAndApplyHeader(buffer, offset, header));
            case DeletePartitionDecoder.TEMPLATE_ID ->
                partitions.decide(deletePartition.wrapAndApplyHeader(buffer, offset, header));
            case ClearRedirectDecoder.TEMPLATE_ID ->
                redirects.decide(clearRedirect.wrapAndApplyHeader(buffer, offset, header));
            case RedirectHostDecoder.TEMPLATE_ID ->
                redirects.decide(redirectHost.wrapAndApplyHeader(buffer, offset, header));
            case SetDelayRuleDecoder.TEMPLATE_ID ->
                settings.decide(setDelayRule.wrapAndApplyHeader(buffer, offset, header));
            case SetWorkModeDecoder.TEMPLATE_ID ->
                settings.decide(setWorkMode.wrapAndApplyHeader(buffer, offset, header));
            case SetCheckpointDecoder.TEMPLATE_ID ->
                checkpoints.decide(setCheckpoint.wrapAndApplyHeader(buffer, offset, header));
            case SetLayerShareDecoder.TEMPLATE_ID ->
                settings.decide(setLayerShare.wrapAndApplyHeader(buffer, offset, header));
            case RelieveHostDecoder.TEMPLATE_ID ->
                pressure.decide(relieveHost.wrapAndApplyHeader(buffer, offset, header));
            case StopProcDecoder.TEMPLATE_ID -> procs.decide(stopProc.wrapAndApplyHeader(buffer, offset, header));
            default -> throw Refused.invalid("a cell does not take commands of template " + header.templateId());
        }
    }

    private void tick() {
        boolean look = reservations.isDue();
        boolean expire = redirects.isDue();
        boolean due = look || expire || index.nextDueMillis() <= out.now() || index.nextHostDueMillis() <= out.now();
        if (due || leaving.isDue()) {
            jobEvents.timeAdvanced();
            leaving.tick();
        }
        if (checkpoints.isDue()) {
            checkpoints.releaseStale();
        }
        if (look) {
            reservations.look();
        }
        if (expire) {
            redirects.look();
        }
    }

    public boolean hasWork() {
        return work.isWaiting();
    }

    /** Goes on with waiting work. @return steps done */
    public int work(long timeMillis, int stepBudget, DecisionSink sink) {
        out.begin(timeMillis, sink);
        work.run(stepBudget);
        int steps = out.steps();
        out.end();
        return steps;
    }
}
