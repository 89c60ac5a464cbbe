package io.cuegrid.persistence.history;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.sbe.ActOnFramesDecoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.JobChangedDecoder;
import io.cuegrid.core.sbe.JobFinishedDecoder;
import io.cuegrid.core.sbe.JobKillRequestedDecoder;
import io.cuegrid.core.sbe.JobLaunchedDecoder;
import io.cuegrid.core.sbe.JobRemovedDecoder;
import io.cuegrid.core.sbe.JobRestartedDecoder;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LaunchDroppedDecoder;
import io.cuegrid.core.sbe.LayerChangedDecoder;
import io.cuegrid.core.sbe.LayerFinishedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.UserActedDecoder;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of a batch into rows. Events that history does not keep are passed over, those of later versions too.
 *
 * <p>Threading: one thread, the writer's.
 */
final class HistoryEvents {
    private static final long MILLIS_OF_DAY = TimeUnit.DAYS.toMillis(1);
    private static final int CORE_UNITS_OF_CORE = 100;

    private final int incarnation;
    private final int machine;
    private final HistoryRows rows;
    private final HostEvents hostEvents;
    private final MessageListReader list = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RecordCodec codec = new RecordCodec();
    private final CatalogChangedDecoder catalogChanged = new CatalogChangedDecoder();
    private final JobStagedDecoder jobStaged = new JobStagedDecoder();
    private final JobLaunchedDecoder jobLaunched = new JobLaunchedDecoder();
    private final LaunchDroppedDecoder launchDropped = new LaunchDroppedDecoder();
    private final FrameStoppedDecoder frameStopped = new FrameStoppedDecoder();
    private final LayerFinishedDecoder layerFinished = new LayerFinishedDecoder();
    private final JobFinishedDecoder jobFinished = new JobFinishedDecoder();
    private final JobRestartedDecoder jobRestarted = new JobRestartedDecoder();
    private final JobRemovedDecoder jobRemoved = new JobRemovedDecoder();
    private final JobKillRequestedDecoder jobKill = new JobKillRequestedDecoder();
    private final ProcKillRequestedDecoder procKill = new ProcKillRequestedDecoder();
    private final JobChangedDecoder jobChanged = new JobChangedDecoder();
    private final LayerChangedDecoder layerChanged = new LayerChangedDecoder();
    private final UserActedDecoder userActed = new UserActedDecoder();
    private final UserChanges userChanges = new UserChanges();
    private String actor = "";
    private String actorReason = "";

    HistoryEvents(int incarnation, int machine, HistoryRows rows) {
        this.incarnation = incarnation;
        this.machine = machine;
        this.rows = rows;
        this.hostEvents = new HostEvents(incarnation, machine, rows);
    }

    /** @param timeMillis of the batch, for events without a time of their own */
    void onBatch(DirectBuffer content, int length, long timeMillis) {
        actor = "";
        actorReason = "";
        list.wrap(content, 0, length);
        while (list.next()) {
            onEvent(list.buffer(), list.offset(), timeMillis);
        }
    }

    private void onEvent(DirectBuffer buffer, int offset, long timeMillis) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case FrameStoppedDecoder.TEMPLATE_ID ->
                onFrameStopped(frameStopped.wrapAndApplyHeader(buffer, offset, header));
            case JobStagedDecoder.TEMPLATE_ID -> onJobStaged(jobStaged.wrapAndApplyHeader(buffer, offset, header));
            case JobLaunchedDecoder.TEMPLATE_ID ->
                onJobLaunched(jobLaunched.wrapAndApplyHeader(buffer, offset, header));
            case LaunchDroppedDecoder.TEMPLATE_ID ->
                onLaunchDropped(
                        launchDropped.wrapAndApplyHeader(buffer, offset, header).launchId());
            case LayerFinishedDecoder.TEMPLATE_ID -> {
                layerFinished.wrapAndApplyHeader(buffer, offset, header);
                rows.layerEnds.add(new HistoryRows.LayerEnd(
                        layerFinished.jobNumber(), layerFinished.layerIndex(), layerFinished.timeMillis()));
            }
            case JobFinishedDecoder.TEMPLATE_ID ->
                onJobFinished(jobFinished.wrapAndApplyHeader(buffer, offset, header));
            case JobRestartedDecoder.TEMPLATE_ID -> {
                JobRow job = rows.job(
                        jobRestarted.wrapAndApplyHeader(buffer, offset, header).jobNumber());
                job.state = JobState.PENDING;
                job.isFinished = false;
                job.isRestarted = true;
            }
            case JobRemovedDecoder.TEMPLATE_ID -> {
                jobRemoved.wrapAndApplyHeader(buffer, offset, header);
                rows.job(jobRemoved.jobNumber()).removedMillis = jobRemoved.timeMillis();
            }
            case JobKillRequestedDecoder.TEMPLATE_ID -> {
                jobKill.wrapAndApplyHeader(buffer, offset, header);
                audit(
                        jobKill.timeMillis(),
                        "KILL_JOB",
                        "JOB",
                        jobKill.jobNumber(),
                        jobKill.user(),
                        jobKill.reason(),
                        "");
            }
            case ProcKillRequestedDecoder.TEMPLATE_ID -> {
                procKill.wrapAndApplyHeader(buffer, offset, header);
                String user = procKill.user();
                String reason = procKill.reason();
                if (!user.isEmpty() || procKill.cause() == StopCause.KILLED_BY_USER) {
                    String cause = procKill.cause().name();
                    audit(procKill.timeMillis(), "KILL_RUN", "PROC", procKill.procNumber(), user, reason, cause);
                }
            }
            case JobChangedDecoder.TEMPLATE_ID -> {
                jobChanged.wrapAndApplyHeader(buffer, offset, header);
                String detail = jobChanged.setting() + " = " + jobChanged.value();
                audit(timeMillis, "SET", "JOB", jobChanged.jobNumber(), actor, actorReason, detail);
            }
            case LayerChangedDecoder.TEMPLATE_ID -> {
                layerChanged.wrapAndApplyHeader(buffer, offset, header);
                String detail = "layer " + layerChanged.layerIndex() + ": " + layerChanged.setting() + " = "
                        + layerChanged.value();
                String said = layerChanged.reason();
                String reason = said.isEmpty() ? actorReason : said;
                audit(timeMillis, "SET", "LAYER", layerChanged.jobNumber(), actor, reason, detail);
            }
            case CatalogChangedDecoder.TEMPLATE_ID ->
                onCatalogChanged(catalogChanged.wrapAndApplyHeader(buffer, offset, header), timeMillis);
            case UserActedDecoder.TEMPLATE_ID -> onUserActed(userActed.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                if (!actor.isEmpty() && userChanges.read(buffer, offset)) {
                    audit(
                            timeMillis,
                            userChanges.what(),
                            userChanges.targetKind(),
                            userChanges.targetNumber(),
                            actor,
                            actorReason,
                            userChanges.detail());
                }
                hostEvents.onEvent(buffer, offset, timeMillis);
            }
        }
    }

    /** From here to the next one the events are what this user asked for. */
    private void onUserActed(UserActedDecoder event) {
        actor = event.user();
        actorReason = event.reason();
        if (!actor.isEmpty() && event.commandTemplate() == ActOnFramesDecoder.TEMPLATE_ID) {
            String what = FrameAction.get((short) event.frameAction()) + "_FRAMES";
            audit(event.timeMillis(), what, "JOB", event.number(), actor, actorReason, "");
        }
    }

    private void onFrameStopped(FrameStoppedDecoder event) {
        long stoppedMillis = event.timeMillis();
        boolean succeeded = event.cause() == StopCause.COMPLETED && event.exitStatus() == 0 && event.exitSignal() == 0;
        rows.noteTime(stoppedMillis);
        rows.frameRuns
                .row()
                .putTime(stoppedMillis)
                .putTime(event.startedMillis())
                .putLong(event.jobNumber())
                .putLong(event.procNumber())
                .putLong(event.hostNumber())
                .putLong(event.runMillis())
                .putLong(event.cpuMillis())
                .putLong(event.memoryKib())
                .putLong(event.gpuMemoryKib())
                .putLong(event.maxRssKib())
                .putLong(event.maxPssKib())
                .putLong(event.maxGpuMemoryKib())
                .putInt(incarnation)
                .putInt(machine)
                .putInt(event.layerIndex())
                .putInt(event.frameIndex())
                .putInt(event.frameOrdinal())
                .putInt(event.frameNumber())
                .putInt(event.attempt())
                .putInt(event.coreUnits())
                .putInt(event.gpus())
                .putInt(event.exitStatus())
                .putInt(event.exitSignal())
                .putText(event.newState().name())
                .putText(event.cause().name());
        HistoryRows.UsageKey key = new HistoryRows.UsageKey(
                Math.floorDiv(stoppedMillis, MILLIS_OF_DAY), event.jobNumber(), event.hostNumber());
        HistoryRows.Usage usage = rows.usage.computeIfAbsent(key, unused -> new HistoryRows.Usage());
        long coreMillis = event.coreUnits() * event.runMillis() / CORE_UNITS_OF_CORE;
        usage.runs++;
        usage.coreMillis += coreMillis;
        usage.gpuMillis += event.gpus() * event.runMillis();
        if (!succeeded) {
            usage.failedRuns++;
            usage.failedCoreMillis += coreMillis;
        }
    }

    private void onJobStaged(JobStagedDecoder event) {
        long jobNumber = event.jobNumber();
        long submittedMillis = event.submittedMillis();
        long launchId = event.launchId();
        long show = event.showNumber();
        long folder = event.folderNumber();
        long parent = event.postJobOfNumber();
        int priority = event.priority();
        int maxRetries = event.maxRetries();
        rows.noteTime(submittedMillis);
        int layers = 0;
        for (JobStagedDecoder.LayersDecoder layer : event.layers()) {
            putLayer(layer, jobNumber, layers++, submittedMillis);
        }
        rows.job(jobNumber).staged = new JobRow.Staged(
                submittedMillis,
                launchId,
                show,
                folder,
                parent,
                event.name(),
                event.shot(),
                event.user(),
                event.os(),
                event.logDir(),
                priority,
                maxRetries,
                layers);
    }

    private void putLayer(JobStagedDecoder.LayersDecoder layer, long jobNumber, int index, long submittedMillis) {
        String type = layer.layerType().name();
        int minCoreUnits = layer.minCoreUnits();
        int maxCoreUnits = layer.maxCoreUnits();
        long memoryKib = layer.memoryKib();
        int minGpus = layer.minGpus();
        long gpuMemoryKib = layer.gpuMemoryKib();
        int chunkSize = Math.max(1, layer.chunkSize());
        long numbers = 0;
        for (JobStagedDecoder.LayersDecoder.FramesDecoder run : layer.frames()) {
            numbers += run.frameCount();
        }
        for (JobStagedDecoder.LayersDecoder.LimitsDecoder limit : layer.limits()) {
            limit.limitNumber();
        }
        rows.layers
                .row()
                .putInt(incarnation)
                .putInt(machine)
                .putLong(jobNumber)
                .putInt(index)
                .putTime(submittedMillis)
                .putText(layer.name())
                .putText(type)
                .putText(layer.rangeText())
                .putInt(chunkSize)
                .putInt((int) ((numbers + chunkSize - 1) / chunkSize))
                .putInt(minCoreUnits)
                .putInt(maxCoreUnits)
                .putLong(memoryKib)
                .putInt(minGpus)
                .putLong(gpuMemoryKib)
                .putText(layer.tags())
                .putText(layer.services())
                .putTime(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0)
                .putLong(0);
    }

    private void onJobLaunched(JobLaunchedDecoder event) {
        JobRow job = rows.job(event.jobNumber());
        job.isLaunched = true;
        job.state = event.jobState();
        job.launchedMillis = event.timeMillis();
        job.layers = event.layers();
        job.frames = event.frames();
    }

    private void onLaunchDropped(long launchId) {
        rows.droppedLaunches.add(launchId);
    }

    private void onJobFinished(JobFinishedDecoder event) {
        JobRow job = rows.job(event.jobNumber());
        job.state = JobState.FINISHED;
        job.isFinished = true;
        job.isRestarted = false;
        job.finishedMillis = event.timeMillis();
        job.killed = event.killed() == BooleanType.T;
        job.frames = event.frames();
        job.succeeded = event.succeeded();
        job.eaten = event.eaten();
        job.dead = event.dead();
        job.waiting = event.waiting();
        job.runs = event.runs();
        job.failedRuns = event.failedRuns();
        job.coreMillis = event.coreMillis();
        job.failedCoreMillis = event.failedCoreMillis();
        job.gpuMillis = event.gpuMillis();
        job.maxRssKib = event.maxRssKib();
    }

    private void onCatalogChanged(CatalogChangedDecoder event, long timeMillis) {
        RecordKind kind = event.kind();
        boolean isPut = event.operation() == CatalogOperation.PUT;
        int at = event.limit() + CatalogChangedDecoder.recordHeaderLength();
        @Nullable CatalogRecord record = isPut ? codec.decode(kind, event.buffer(), at) : null;
        if (kind == RecordKind.FACILITY || kind == RecordKind.SHOW || kind == RecordKind.ALLOCATION) {
            rows.catalog.add(new HistoryRows.CatalogRow(kind, event.number(), event.directoryVersion(), record));
        }
        boolean isRoutine = kind == RecordKind.JOB_NAME || kind == RecordKind.HOST_NAME;
        if (machine == 0 && !isRoutine) {
            String name = record == null ? "" : record.name();
            audit(timeMillis, isPut ? "PUT" : "REMOVE", kind.name(), event.number(), actor, actorReason, name);
        }
    }

    private void audit(
            long timeMillis, String what, String kind, long number, String user, String reason, String detail) {
        rows.noteTime(timeMillis);
        rows.audit
                .row()
                .putTime(timeMillis)
                .putInt(incarnation)
                .putInt(machine)
                .putText(what)
                .putText(kind)
                .putLong(number)
                .putText(user)
                .putText(reason)
                .putText(detail);
    }
}
