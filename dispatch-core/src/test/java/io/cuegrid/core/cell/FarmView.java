package io.cuegrid.core.cell;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that reads tell about a cell at one moment, as plain values: what invariants and the naive chooser look at. */
final class FarmView {
    record Host(
            long number,
            String name,
            long allocation,
            HardwareState hardware,
            LockState lock,
            ThreadMode mode,
            int cores,
            int idleCores,
            long memory,
            long idleMemory,
            int gpus,
            int idleGpus,
            long gpuMemory,
            long idleGpuMemory,
            int procs,
            long reservedJob,
            List<String> tags,
            List<String> os) {}

    record Job(
            long number,
            JobState state,
            boolean paused,
            long show,
            long folder,
            int maxCores,
            int maxGpus,
            int usedCores,
            int usedGpus,
            int localCores,
            int localGpus,
            int[] counts,
            int priority,
            int minCores,
            long submitted,
            String os) {}

    record Layer(
            long job,
            int index,
            int first,
            int frames,
            int minCores,
            long memory,
            int gpus,
            long gpuMemory,
            boolean threadable,
            long startAfter,
            int usedCores,
            int usedGpus,
            int[] counts,
            int order,
            List<Long> limits,
            List<String> tags) {}

    record Frame(long job, int layer, int ordinal, int order, FrameState state, long proc) {}

    record Proc(
            long number,
            long host,
            long job,
            int layer,
            int ordinal,
            int cores,
            long memory,
            int gpus,
            long gpuMemory,
            boolean unbooked,
            long redirectJob,
            long redirectFolder,
            long partition) {}

    record Partition(
            long number,
            long host,
            long job,
            int layer,
            int ordinal,
            int threads,
            int maxCores,
            long maxMemory,
            int maxGpus,
            long maxGpuMemory,
            int cores,
            long memory,
            int gpus,
            long gpuMemory) {}

    record Usage(long cores, long gpus, long running) {}

    final Map<Long, Host> hosts = new LinkedHashMap<>();
    final Map<Long, Job> jobs = new LinkedHashMap<>();
    final List<Layer> layers = new ArrayList<>();
    final List<Frame> frames = new ArrayList<>();
    final Map<Long, Proc> procs = new LinkedHashMap<>();
    final Map<Long, Partition> partitions = new LinkedHashMap<>();
    final Map<List<Long>, Usage> usage = new HashMap<>();

    static FarmView of(StateMachine cell) {
        FarmView view = new FarmView();
        FarmFixture.read(cell, q -> q.kind(QueryKind.HOSTS), view::host);
        FarmFixture.read(cell, q -> q.kind(QueryKind.JOBS), view::job);
        for (long job : view.jobs.keySet()) {
            FarmFixture.read(cell, q -> q.kind(QueryKind.LAYERS).jobNumber(job), view::layer);
            FarmFixture.read(cell, q -> q.kind(QueryKind.FRAMES).jobNumber(job), view::frame);
        }
        FarmFixture.read(cell, q -> q.kind(QueryKind.PROCS), view::proc);
        FarmFixture.read(cell, q -> q.kind(QueryKind.PARTITIONS), view::partition);
        FarmFixture.read(cell, q -> q.kind(QueryKind.USAGE), view::used);
        return view;
    }

    private void host(MessageListReader r) {
        HostRowDecoder d = new HostRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        String name = d.name();
        List<String> os = List.of(d.os().split("[,]"));
        List<String> tags = List.of(d.tags().split(" "));
        hosts.put(
                d.hostNumber(),
                new Host(
                        d.hostNumber(),
                        name,
                        d.allocationNumber(),
                        d.hardwareState(),
                        d.lockState(),
                        d.threadMode(),
                        d.coreUnits(),
                        d.idleCoreUnits(),
                        d.memoryKib(),
                        d.idleMemoryKib(),
                        d.gpus(),
                        d.idleGpus(),
                        d.gpuMemoryKib(),
                        d.idleGpuMemoryKib(),
                        d.procs(),
                        d.reservedJobNumber(),
                        tags,
                        os));
    }

    private void job(MessageListReader r) {
        JobRowDecoder d = new JobRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        d.skipName();
        d.skipShot();
        d.skipUser();
        int[] counts = {d.waiting(), 0, d.running(), d.succeeded(), d.depend(), d.dead(), d.eaten(), d.checkpoint()};
        jobs.put(
                d.jobNumber(),
                new Job(
                        d.jobNumber(),
                        d.jobState(),
                        d.paused() == BooleanType.T,
                        d.showNumber(),
                        d.folderNumber(),
                        d.maxCoreUnits(),
                        d.maxGpus(),
                        d.reservedCoreUnits(),
                        d.reservedGpus(),
                        d.localCoreUnits(),
                        d.localGpus(),
                        counts,
                        d.priority(),
                        d.minCoreUnits(),
                        d.submittedMillis(),
                        d.os()));
    }

    private void layer(MessageListReader r) {
        LayerRowDecoder d =
                new LayerRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        int[] counts = {d.waiting(), 0, d.running(), d.succeeded(), d.depend(), d.dead(), d.eaten(), d.checkpoint()};
        List<Long> limits = new ArrayList<>();
        for (LayerRowDecoder.LimitsDecoder limit : d.limits()) {
            limits.add(limit.limitNumber());
        }
        d.skipName();
        d.skipRangeText();
        List<String> tags = List.of(d.tags().split(" "));
        layers.add(new Layer(
                d.jobNumber(),
                d.layerIndex(),
                d.firstOrdinal(),
                d.frames(),
                d.minCoreUnits(),
                d.memoryKib(),
                d.minGpus(),
                d.gpuMemoryKib(),
                d.threadable() == BooleanType.T,
                d.startAfterMillis(),
                d.reservedCoreUnits(),
                d.reservedGpus(),
                counts,
                d.dispatchOrder(),
                limits,
                tags));
    }

    private void frame(MessageListReader r) {
        FrameRowDecoder d =
                new FrameRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        frames.add(new Frame(
                d.jobNumber(), d.layerIndex(), d.frameOrdinal(), d.dispatchOrder(), d.frameState(), d.procNumber()));
    }

    private void proc(MessageListReader r) {
        ProcRowDecoder d = new ProcRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        procs.put(
                d.procNumber(),
                new Proc(
                        d.procNumber(),
                        d.hostNumber(),
                        d.jobNumber(),
                        d.layerIndex(),
                        d.frameOrdinal(),
                        d.coreUnits(),
                        d.memoryKib(),
                        d.gpus(),
                        d.gpuMemoryKib(),
                        d.unbooked() == BooleanType.T,
                        d.redirectJobNumber(),
                        d.redirectFolderNumber(),
                        d.partitionNumber()));
    }

    private void partition(MessageListReader r) {
        PartitionRowDecoder d =
                new PartitionRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        partitions.put(
                d.partitionNumber(),
                new Partition(
                        d.partitionNumber(),
                        d.hostNumber(),
                        d.jobNumber(),
                        d.layerIndex(),
                        d.frameOrdinal(),
                        d.threads(),
                        d.maxCoreUnits(),
                        d.maxMemoryKib(),
                        d.maxGpus(),
                        d.maxGpuMemoryKib(),
                        d.coreUnits(),
                        d.memoryKib(),
                        d.gpus(),
                        d.gpuMemoryKib()));
    }

    private void used(MessageListReader r) {
        UsageRowDecoder d =
                new UsageRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
        usage.put(List.of((long) d.kind().value(), d.number()), new Usage(d.coreUnits(), d.gpus(), d.running()));
    }

    Usage usage(RecordKind kind, long number) {
        return usage.getOrDefault(List.of((long) kind.value(), number), new Usage(0, 0, 0));
    }
}
