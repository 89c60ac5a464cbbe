package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.LayerSpec;
import io.cuegrid.core.batch.MessageBlock;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogUpdateEncoder;
import io.cuegrid.core.sbe.ChangeJobEncoder;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.FrameCompleteEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LaunchCommitEncoder;
import io.cuegrid.core.sbe.LaunchJobEncoder;
import io.cuegrid.core.sbe.LayerType;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ProcStartedEncoder;
import io.cuegrid.core.sbe.RegisterHostEncoder;
import io.cuegrid.core.sbe.TickEncoder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes the commands of a benchmark and appends them to a list. Allocates nothing for completions. */
final class Commands {
    /** A compressed document of a job of this kind is about so large; the cell keeps it and does not look into it. */
    private static final int DOCUMENT_BYTES = 600;

    /** More than the longest command without texts and groups. */
    private static final int BLOCK_BYTES = 256;

    private static final int MAX_RETRIES = 3;
    private static final int NO_CAP = -1;
    private static final int LARGEST_LAUNCH_BYTES = 1 << 20;
    private static final long CORRELATED = 1;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FrameCompleteEncoder complete = new FrameCompleteEncoder();
    private final ProcStartedEncoder started = new ProcStartedEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final MessageBlock block = new MessageBlock(BLOCK_BYTES);
    private final byte[] document = new byte[DOCUMENT_BYTES];
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(LARGEST_LAUNCH_BYTES);
    private long launchId;

    /** The process of a proc runs. */
    void started(MessageListWriter list, long hostNumber, long procNumber) {
        started.wrapAndApplyHeader(block, 0, header)
                .correlationId(0)
                .hostNumber(hostNumber)
                .procNumber(procNumber);
        list.append(block, 0, MessageHeaderEncoder.ENCODED_LENGTH + ProcStartedEncoder.BLOCK_LENGTH);
    }

    /** Time has passed. */
    void tick(MessageListWriter list) {
        tick.wrapAndApplyHeader(block, 0, header);
        list.append(block, 0, MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.BLOCK_LENGTH);
    }

    /** A frame ended well. */
    void complete(MessageListWriter list, long hostNumber, long procNumber, long runMillis, long rssKib) {
        complete.wrapAndApplyHeader(block, 0, header)
                .correlationId(0)
                .hostNumber(hostNumber)
                .procNumber(procNumber)
                .exitStatus(0)
                .exitSignal(0)
                .runMillis(runMillis)
                .cpuMillis(runMillis)
                .maxRssKib(rssKib)
                .maxPssKib(rssKib)
                .maxGpuMemoryKib(0)
                .killedByOrder(BooleanType.F);
        list.append(block, 0, MessageHeaderEncoder.ENCODED_LENGTH + FrameCompleteEncoder.BLOCK_LENGTH);
    }

    /** One record of the directory goes to the cell. */
    void catalogUpdate(MessageListWriter list, byte[] catalogChanged) {
        UnsafeBuffer event = new UnsafeBuffer(catalogChanged);
        CatalogChangedDecoder decoder = new CatalogChangedDecoder();
        decoder.wrapAndApplyHeader(event, 0, new MessageHeaderDecoder());
        byte[] content = new byte[decoder.recordLength()];
        decoder.getRecord(content, 0, content.length);
        CatalogUpdateEncoder update = new CatalogUpdateEncoder();
        update.wrapAndApplyHeader(scratch, 0, header)
                .correlationId(CORRELATED)
                .directoryVersion(decoder.directoryVersion())
                .operation(decoder.operation())
                .kind(decoder.kind())
                .number(decoder.number())
                .putRecord(content, 0, content.length);
        list.append(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + update.encodedLength());
    }

    /** A daemon says hello for the first time. */
    void registerHost(MessageListWriter list, HostSpec host, long id, long timeMillis) {
        RegisterHostEncoder register = new RegisterHostEncoder();
        register.wrapAndApplyHeader(scratch, 0, header)
                .correlationId(CORRELATED)
                .hostIdHigh(id)
                .hostIdLow(id)
                .incarnation(1)
                .coreUnits(host.coreUnits())
                .memoryKib(host.memoryKib())
                .gpus(0)
                .gpuMemoryKib(0)
                .totalMemoryKib(host.memoryKib())
                .totalSwapKib(HostSpec.GIB_IN_KIB)
                .totalTempKib(100 * HostSpec.GIB_IN_KIB)
                .bootTimeSeconds(timeMillis / 1000)
                .nimbyEnabled(BooleanType.F);
        register.procsCount(0);
        register.name(host.name()).bootId("boot").os("linux").tags(String.join(" ", host.tags()));
        list.append(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + register.encodedLength());
    }

    /** Jobs that are launched together: one command a job and the commit. */
    void launch(MessageListWriter list, List<JobSpec> jobs, FarmCatalog catalog, boolean paused, boolean frameByFrame) {
        launchId++;
        for (int index = 0; index < jobs.size(); index++) {
            stage(list, jobs.get(index), index, catalog, paused);
        }
        LaunchCommitEncoder commit = new LaunchCommitEncoder();
        commit.wrapAndApplyHeader(scratch, 0, header)
                .correlationId(CORRELATED)
                .launchId(launchId)
                .jobCount(jobs.size());
        int waiting = (int) jobs.stream().filter(job -> job.parentIndex() >= 0).count();
        LaunchCommitEncoder.DependsEncoder depends = commit.dependsCount(waiting + (frameByFrame ? 1 : 0));
        for (int index = 0; index < jobs.size(); index++) {
            int parent = jobs.get(index).parentIndex();
            if (parent >= 0) {
                depend(depends, DependType.JOB_ON_JOB, index, -1, parent, -1);
            }
        }
        if (frameByFrame) {
            depend(depends, DependType.FRAME_BY_FRAME, 0, 1, 0, 0);
        }
        list.append(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + commit.encodedLength());
    }

    /** Lets a paused job begin. */
    void resume(MessageListWriter list, long jobNumber) {
        ChangeJobEncoder change = new ChangeJobEncoder();
        change.wrapAndApplyHeader(scratch, 0, header)
                .correlationId(CORRELATED)
                .jobNumber(jobNumber)
                .setting(JobSetting.PAUSED)
                .value(0);
        list.append(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + change.encodedLength());
    }

    private static void depend(
            LaunchCommitEncoder.DependsEncoder depends,
            DependType type,
            int erJob,
            int erLayer,
            int onJob,
            int onLayer) {
        depends.next()
                .dependType(type)
                .anyFrame(BooleanType.F)
                .erJobIndex(erJob)
                .erJobNumber(0)
                .erLayerIndex(erLayer)
                .erFrameOrdinal(-1)
                .onJobIndex(onJob)
                .onJobNumber(0)
                .onLayerIndex(onLayer)
                .onFrameOrdinal(-1);
    }

    private void stage(MessageListWriter list, JobSpec job, int index, FarmCatalog catalog, boolean paused) {
        LaunchJobEncoder launch = new LaunchJobEncoder();
        launch.wrapAndApplyHeader(scratch, 0, header)
                .correlationId(CORRELATED)
                .launchId(launchId)
                .jobIndex(index)
                .showNumber(catalog.showNumber(job.showIndex()))
                .folderNumber(catalog.folderNumber(job.showIndex(), job.folderIndex()))
                .priority(job.priority())
                .maxRetries(MAX_RETRIES)
                .minCoreUnits(0)
                .maxCoreUnits(NO_CAP)
                .minGpus(0)
                .maxGpus(NO_CAP)
                .uid(0)
                .paused(paused ? BooleanType.T : BooleanType.F)
                .autoEat(BooleanType.F)
                .autoBook(BooleanType.T)
                .postJobOf(-1);
        LaunchJobEncoder.LayersEncoder layers = launch.layersCount(job.layers().size());
        for (LayerSpec layer : job.layers()) {
            stageLayer(layers, layer, catalog);
        }
        launch.name(job.name()).shot("sh010").user("bench").os("").logDir("/var/empty");
        launch.putDocument(document, 0, document.length);
        list.append(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + launch.encodedLength());
    }

    private static void stageLayer(LaunchJobEncoder.LayersEncoder layers, LayerSpec layer, FarmCatalog catalog) {
        layers.next()
                .layerType(LayerType.RENDER)
                .minCoreUnits(layer.coreUnits())
                .maxCoreUnits(layer.maxCoreUnits())
                .memoryKib(layer.memoryKib())
                .minGpus(0)
                .maxGpus(0)
                .gpuMemoryKib(0)
                .chunkSize(1)
                .timeoutMinutes(0)
                .timeoutLluMinutes(0)
                .threadable(layer.threadable() ? BooleanType.T : BooleanType.F)
                .selfish(BooleanType.F)
                .memoryIncreaseKib(HostSpec.GIB_IN_KIB)
                .memoryGiven(BooleanType.T);
        layers.framesCount(1).next().firstFrame(1).step(1).frameCount(layer.frames());
        LaunchJobEncoder.LayersEncoder.LimitsEncoder limits = layers.limitsCount(layer.limited() ? 1 : 0);
        if (layer.limited()) {
            limits.next().limitNumber(catalog.limitNumber());
        }
        layers.name(layer.name())
                .rangeText("1-" + layer.frames())
                .tags(layer.tags())
                .services("shell");
    }
}
