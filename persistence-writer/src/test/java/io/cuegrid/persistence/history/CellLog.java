package io.cuegrid.persistence.history;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.directory.Allocation;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.Facility;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Show;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CatalogChangedEncoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.FrameStoppedEncoder;
import io.cuegrid.core.sbe.HostChangedEncoder;
import io.cuegrid.core.sbe.HostRegisteredEncoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobChangedEncoder;
import io.cuegrid.core.sbe.JobFinishedEncoder;
import io.cuegrid.core.sbe.JobKillRequestedEncoder;
import io.cuegrid.core.sbe.JobLaunchedEncoder;
import io.cuegrid.core.sbe.JobRemovedEncoder;
import io.cuegrid.core.sbe.JobRestartedEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.JobStagedEncoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LaunchDroppedEncoder;
import io.cuegrid.core.sbe.LayerFinishedEncoder;
import io.cuegrid.core.sbe.LayerType;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ProcVerdict;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.ThreadMode;
import io.cuegrid.core.sbe.UserActedEncoder;
import io.cuegrid.persistence.journal.JournalWriter;
import java.time.Instant;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes events of a cell as its machine would, and journals them in batches. */
final class CellLog {
    static final long START_MILLIS = Instant.parse("2026-03-31T23:00:00Z").toEpochMilli();
    static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageListWriter events = new MessageListWriter(4096);
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RecordCodec codec = new RecordCodec();
    private final UnsafeBuffer batchHeader = new UnsafeBuffer(new byte[HEADER + BatchHeaderEncoder.BLOCK_LENGTH]);
    private int items;
    private long sequence;
    private long nextProc = 1;
    long timeMillis = START_MILLIS;

    CellLog(long afterSequence) {
        sequence = afterSequence;
    }

    private CellLog add(int encodedLength) {
        events.append(scratch, 0, HEADER + encodedLength);
        items++;
        return this;
    }

    /** Ends the batch. @return its sequence */
    long commit(JournalWriter journal) {
        sequence++;
        new BatchHeaderEncoder()
                .wrapAndApplyHeader(batchHeader, 0, header)
                .epochNumber(1)
                .leaderHigh(0)
                .leaderLow(1)
                .sequence(sequence)
                .timeMillis(timeMillis)
                .acknowledgedSequence(sequence - 1)
                .items(items)
                .contentLength(events.length());
        journal.append(batchHeader, 0, batchHeader.capacity(), events.buffer(), 0, events.length());
        events.reset();
        items = 0;
        return sequence;
    }

    CellLog catalog(long version, CatalogRecord record) {
        byte[] bytes = codec.encode(record);
        CatalogChangedEncoder event = new CatalogChangedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .directoryVersion(version)
                .operation(CatalogOperation.PUT)
                .kind(record.kind())
                .number(record.number())
                .putRecord(bytes, 0, bytes.length);
        return add(event.encodedLength());
    }

    CellLog names() {
        return catalog(1, new Facility(1, 1, true, 3, "local"))
                .catalog(2, Show.named("testing", "").stamped(1, 2))
                .catalog(3, new Allocation(7, 3, 1, false, true, "local.general", "general"));
    }

    CellLog host(long number, String name) {
        HostRegisteredEncoder event = new HostRegisteredEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .hostNumber(number)
                .hostIdHigh(1)
                .hostIdLow(2)
                .incarnation(1)
                .allocationNumber(7)
                .coreUnits(800)
                .memoryKib(8 << 20)
                .gpus(0)
                .gpuMemoryKib(0)
                .totalMemoryKib(9 << 20)
                .totalSwapKib(0)
                .totalTempKib(0)
                .bootTimeSeconds(1)
                .nimbyEnabled(BooleanType.F)
                .threadMode(ThreadMode.AUTO)
                .rebooted(BooleanType.F)
                .timeMillis(timeMillis)
                .verdictsCount(1)
                .next()
                .procNumber(4)
                .verdict(ProcVerdict.END);
        event.name(name).bootId("boot-1").os("rhel9").tags("general");
        return add(event.encodedLength());
    }

    CellLog hostChanged(long number, HostSetting setting, long value, String reason) {
        HostChangedEncoder event = new HostChangedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .hostNumber(number)
                .setting(setting)
                .value(value)
                .timeMillis(timeMillis)
                .reason(reason);
        return add(event.encodedLength());
    }

    /** A job of two layers, render (1-10 by 2 frames a chunk) and comp (1-3). */
    CellLog staged(long jobNumber, long launchId, String name) {
        JobStagedEncoder event = new JobStagedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .launchId(launchId)
                .jobIndex(0)
                .showNumber(1)
                .folderNumber(1)
                .priority(50)
                .maxRetries(3)
                .minCoreUnits(0)
                .maxCoreUnits(-1)
                .minGpus(0)
                .maxGpus(-1)
                .uid(1000)
                .paused(BooleanType.F)
                .autoEat(BooleanType.F)
                .autoBook(BooleanType.T)
                .postJobOfNumber(0)
                .submittedMillis(timeMillis);
        JobStagedEncoder.LayersEncoder layers = event.layersCount(2);
        layer(layers.next(), "render", 10, 2);
        layer(layers.next(), "comp", 3, 1);
        event.name(name).shot("sh1").user("ann").os("").logDir("/logs/a b");
        event.putDocument(new byte[] {1, 2}, 0, 2);
        return add(event.encodedLength());
    }

    private static void layer(JobStagedEncoder.LayersEncoder layer, String name, int frames, int chunk) {
        layer.layerType(LayerType.RENDER)
                .minCoreUnits(100)
                .maxCoreUnits(0)
                .memoryKib(1 << 20)
                .minGpus(0)
                .maxGpus(0)
                .gpuMemoryKib(0)
                .chunkSize(chunk)
                .timeoutMinutes(0)
                .timeoutLluMinutes(0)
                .threadable(BooleanType.F)
                .selfish(BooleanType.F)
                .memoryIncreaseKib(0)
                .memoryGiven(BooleanType.T);
        layer.framesCount(1).next().firstFrame(1).step(1).frameCount(frames);
        layer.limitsCount(1).next().limitNumber(5);
        layer.name(name).rangeText("1-" + frames).tags("general").services("shell");
    }

    CellLog launched(long jobNumber) {
        JobLaunchedEncoder event = new JobLaunchedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .timeMillis(timeMillis)
                .jobState(JobState.PENDING)
                .layers(2)
                .frames(8);
        return add(event.encodedLength());
    }

    CellLog dropped(long launchId) {
        LaunchDroppedEncoder event = new LaunchDroppedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header).launchId(launchId);
        return add(event.encodedLength());
    }

    /** A run of ten seconds on two cores that ends now. */
    CellLog stopped(long jobNumber, int layerIndex, int frameIndex, int attempt, int exitStatus) {
        return stoppedOn(1, jobNumber, layerIndex, frameIndex, attempt, exitStatus);
    }

    /** As {@link #stopped} on any host. */
    CellLog stoppedOn(long hostNumber, long jobNumber, int layerIndex, int frameIndex, int attempt, int exitStatus) {
        FrameStoppedEncoder event = new FrameStoppedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .procNumber(nextProc++)
                .hostNumber(hostNumber)
                .jobNumber(jobNumber)
                .layerIndex(layerIndex)
                .frameIndex(frameIndex)
                .frameOrdinal(layerIndex * 5 + frameIndex)
                .frameNumber(layerIndex == 0 ? 1 + 2 * frameIndex : 1 + frameIndex)
                .attempt(attempt)
                .exitStatus(exitStatus)
                .exitSignal(0)
                .cause(StopCause.COMPLETED)
                .newState(exitStatus == 0 ? FrameState.SUCCEEDED : FrameState.WAITING)
                .startedMillis(timeMillis - 10_500)
                .timeMillis(timeMillis)
                .runMillis(10_000)
                .cpuMillis(9_000)
                .maxRssKib(1_000 + frameIndex)
                .maxPssKib(900)
                .maxGpuMemoryKib(0)
                .coreUnits(200)
                .memoryKib(1 << 20)
                .gpus(0)
                .gpuMemoryKib(0)
                .retries(0);
        return add(event.encodedLength());
    }

    CellLog layerFinished(long jobNumber, int layerIndex) {
        LayerFinishedEncoder event = new LayerFinishedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .layerIndex(layerIndex)
                .timeMillis(timeMillis);
        return add(event.encodedLength());
    }

    CellLog finished(long jobNumber, long runs, long failedRuns) {
        JobFinishedEncoder event = new JobFinishedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .timeMillis(timeMillis)
                .killed(BooleanType.F)
                .frames(8)
                .succeeded(7)
                .eaten(1)
                .dead(0)
                .waiting(0)
                .runs(runs)
                .failedRuns(failedRuns)
                .coreMillis(runs * 20_000)
                .failedCoreMillis(failedRuns * 20_000)
                .gpuMillis(0)
                .maxRssKib(1_004);
        return add(event.encodedLength());
    }

    CellLog restarted(long jobNumber) {
        JobRestartedEncoder event = new JobRestartedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header).jobNumber(jobNumber).timeMillis(timeMillis);
        return add(event.encodedLength());
    }

    CellLog removed(long jobNumber) {
        JobRemovedEncoder event = new JobRemovedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header).jobNumber(jobNumber).timeMillis(timeMillis);
        return add(event.encodedLength());
    }

    CellLog kill(long jobNumber, String user, String reason) {
        JobKillRequestedEncoder event = new JobKillRequestedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .timeMillis(timeMillis)
                .user(user)
                .reason(reason);
        return add(event.encodedLength());
    }

    /** What follows is what a user asked for; an empty user ends that. */
    CellLog acted(String user, String reason, int commandTemplate, int frameAction, long number) {
        UserActedEncoder event = new UserActedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .timeMillis(timeMillis)
                .commandTemplate(commandTemplate)
                .frameAction((short) frameAction)
                .number(number)
                .user(user)
                .reason(reason);
        return add(event.encodedLength());
    }

    CellLog jobChanged(long jobNumber, JobSetting setting, long value) {
        JobChangedEncoder event = new JobChangedEncoder();
        event.wrapAndApplyHeader(scratch, 0, header)
                .jobNumber(jobNumber)
                .setting(setting)
                .value(value);
        return add(event.encodedLength());
    }
}
