package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.range.FrameRun;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.LaunchAbortEncoder;
import io.cuegrid.core.sbe.LaunchCommitEncoder;
import io.cuegrid.core.sbe.LaunchJobEncoder;
import io.cuegrid.core.sbe.LaunchJobEncoder.LayersEncoder;
import io.cuegrid.core.sbe.LayerType;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.service.client.Sbe;
import io.cuegrid.node.service.mapping.Units;
import org.agrona.MutableDirectBuffer;

/** The commands of a launch. */
final class LaunchCommands {
    /** What a job is entitled to before others; OpenCue's value for a new job. */
    private static final int MIN_CORE_UNITS = Units.CORE;
    /** Of a job, and of each layer, beside document, frames and range. */
    private static final long REST_BYTES = 512;

    private LaunchCommands() {}

    static CommandEncoding job(long launchId, long showNumber, long folderNumber, PlannedJob job) {
        return (buffer, offset, correlationId) ->
                encode(buffer, offset, correlationId, launchId, showNumber, folderNumber, job);
    }

    /** About the bytes of a job's command: what can be large in it, and a good measure for the rest. */
    static long bytes(PlannedJob job) {
        long bytes = REST_BYTES + job.stored().length;
        for (PlannedLayer layer : job.layers()) {
            bytes += REST_BYTES
                    + (long) layer.frames().runs().size() * LayersEncoder.FramesEncoder.sbeBlockLength()
                    + layer.document().getRange().length();
        }
        return bytes;
    }

    private static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long correlationId,
            long launchId,
            long showNumber,
            long folderNumber,
            PlannedJob planned) {
        JobDocument job = planned.document();
        LaunchJobEncoder command = new LaunchJobEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .launchId(launchId)
                .jobIndex(planned.index())
                .showNumber(showNumber)
                .folderNumber(folderNumber)
                .priority(job.getPriority())
                .maxRetries(job.getMaxRetries())
                .minCoreUnits(MIN_CORE_UNITS)
                .maxCoreUnits(job.hasMaxCoreUnits() ? job.getMaxCoreUnits() : Units.NONE)
                .minGpus(0)
                .maxGpus(job.hasMaxGpus() ? job.getMaxGpus() : Units.NONE)
                .uid(job.hasUid() ? job.getUid() : 0)
                .paused(Sbe.of(job.getPaused()))
                .autoEat(Sbe.of(job.getAutoEat()))
                .autoBook(BooleanType.T)
                .postJobOf(planned.postJobOf());
        LayersEncoder layers = command.layersCount(planned.layers().size());
        for (PlannedLayer layer : planned.layers()) {
            encode(layers.next(), layer);
        }
        command.name(job.getName())
                .shot(job.getShot())
                .user(job.getUser())
                .os(job.getOs())
                .logDir(job.getLogDir())
                .putDocument(planned.stored(), 0, planned.stored().length);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private static void encode(LayersEncoder encoder, PlannedLayer planned) {
        LayerDocument layer = planned.document();
        encoder.layerType(LayerType.get((short) layer.getKindValue()))
                .minCoreUnits(layer.getMinCoreUnits())
                .maxCoreUnits(layer.getMaxCoreUnits())
                .memoryKib(layer.getMemoryKib())
                .minGpus(layer.getMinGpus())
                .maxGpus(layer.getMaxGpus())
                .gpuMemoryKib(layer.getGpuMemoryKib())
                .chunkSize(layer.getChunkSize())
                .timeoutMinutes(layer.getTimeoutMinutes())
                .timeoutLluMinutes(layer.getTimeoutLluMinutes())
                .threadable(Sbe.of(layer.getThreadable()))
                .selfish(Sbe.of(planned.selfish()))
                .memoryIncreaseKib(planned.memoryIncreaseKib())
                .memoryGiven(Sbe.of(planned.memoryGiven()));
        LayersEncoder.FramesEncoder frames =
                encoder.framesCount(planned.frames().runs().size());
        for (FrameRun run : planned.frames().runs()) {
            frames.next().firstFrame(run.first()).step(run.step()).frameCount(run.count());
        }
        LayersEncoder.LimitsEncoder limits =
                encoder.limitsCount(planned.limits().size());
        for (long limit : planned.limits()) {
            limits.next().limitNumber(limit);
        }
        encoder.name(layer.getName())
                .rangeText(layer.getRange())
                .tags(String.join(" ", layer.getTagsList()))
                .services(String.join(",", layer.getServicesList()));
    }

    static CommandEncoding commit(long launchId, LaunchPlan plan) {
        return (buffer, offset, correlationId) -> {
            LaunchCommitEncoder command = new LaunchCommitEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .launchId(launchId)
                    .jobCount(plan.jobs().size());
            LaunchCommitEncoder.DependsEncoder depends =
                    command.dependsCount(plan.depends().size());
            for (PlannedDepend depend : plan.depends()) {
                depends.next()
                        .dependType(depend.type())
                        .anyFrame(Sbe.of(depend.anyFrame()))
                        .erJobIndex(depend.waiting().jobIndex())
                        .erJobNumber(depend.waiting().jobNumber())
                        .erLayerIndex(depend.waiting().layer())
                        .erFrameOrdinal(depend.waiting().frame())
                        .onJobIndex(depend.on().jobIndex())
                        .onJobNumber(depend.on().jobNumber())
                        .onLayerIndex(depend.on().layer())
                        .onFrameOrdinal(depend.on().frame());
            }
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding abort(long launchId) {
        return (buffer, offset, correlationId) -> MessageHeaderEncoder.ENCODED_LENGTH
                + new LaunchAbortEncoder()
                        .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                        .correlationId(correlationId)
                        .launchId(launchId)
                        .encodedLength();
    }
}
