package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;

/**
 * A farm for tests: a cell that is told what a directory, people and daemons would tell it.
 *
 * <pre>
 *   FarmCell       the cell, its backup, what was decided
 *   FarmReads      rows
 *   FarmDirectory  the directory's commands
 *   FarmHosts      the daemons' commands
 *   FarmFixture    people's commands: jobs
 * </pre>
 */
final class FarmFixture extends FarmHosts {
    private static final long BURST = 1_000_000;

    private long launches;

    FarmFixture() {
        this(1_000, 10_000, 5_000_000);
    }

    FarmFixture(int maxHosts, int maxJobs, long maxFrames) {
        this(maxHosts, maxJobs, maxFrames, Cell::new);
    }

    /** @param machines makes cells, whole or with a planted bug */
    FarmFixture(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
        super(maxHosts, maxJobs, maxFrames, machines);
    }

    /** A farm with one allocation, one show with a root folder and a wide subscription. */
    static FarmFixture simple() {
        FarmFixture farm = new FarmFixture();
        farm.allocation(ALLOCATION, "main.general", "general", true);
        farm.show(SHOW, "testing", ROOT);
        farm.subscription(SHOW, ALLOCATION, BURST, BURST);
        return farm;
    }

    JobSpec job(String name) {
        return new JobSpec(name).show(SHOW, ROOT);
    }

    /** Launches one job. @return its number */
    long launch(JobSpec spec) {
        return launch(List.of(spec), depends -> {}).get(0);
    }

    /** A depend of a launch, jobs by index. */
    record LaunchDepend(
            DependType type, int erJob, int erLayer, int erOrdinal, int onJob, int onLayer, int onOrdinal) {}

    List<Long> launch(List<JobSpec> specs, Consumer<List<LaunchDepend>> depends) {
        long launch = ++launches;
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Answer staged = stage(launch, i, specs.get(i));
            assertThat(staged.code()).as(staged.detail()).isEqualTo(ReplyCode.OK);
            numbers.add(staged.number());
        }
        List<LaunchDepend> list = new ArrayList<>();
        depends.accept(list);
        Answer committed = commit(launch, specs.size(), list);
        assertThat(committed.code()).as(committed.detail()).isEqualTo(ReplyCode.OK);
        return numbers;
    }

    Answer stage(long launch, int index, JobSpec spec) {
        return send(b -> encode(b, launch, index, spec));
    }

    int encode(MutableDirectBuffer b, long launch, int index, JobSpec spec) {
        LaunchJobEncoder command = new LaunchJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .launchId(launch)
                .jobIndex(index)
                .showNumber(spec.show)
                .folderNumber(spec.folder)
                .priority(spec.priority)
                .maxRetries(spec.maxRetries)
                .minCoreUnits(100)
                .maxCoreUnits(spec.maxCoreUnits)
                .minGpus(0)
                .maxGpus(spec.maxGpus)
                .uid(1000)
                .paused(spec.paused ? BooleanType.T : BooleanType.F)
                .autoEat(spec.autoEat ? BooleanType.T : BooleanType.F)
                .autoBook(BooleanType.T)
                .postJobOf(spec.postJobOf);
        LaunchJobEncoder.LayersEncoder layers = command.layersCount(spec.layers.size());
        for (JobSpec.LayerSpec layer : spec.layers) {
            layers.next()
                    .layerType(LayerType.RENDER)
                    .minCoreUnits(layer.minCoreUnits)
                    .maxCoreUnits(layer.maxCoreUnits)
                    .memoryKib(layer.memoryKib)
                    .minGpus(layer.gpus)
                    .maxGpus(0)
                    .gpuMemoryKib(layer.gpuMemoryKib)
                    .chunkSize(layer.chunk)
                    .timeoutMinutes(layer.timeoutMinutes)
                    .timeoutLluMinutes(0)
                    .threadable(layer.threadable ? BooleanType.T : BooleanType.F)
                    .selfish(layer.selfish ? BooleanType.T : BooleanType.F)
                    .memoryIncreaseKib(layer.memoryIncreaseKib)
                    .memoryGiven(layer.memoryGiven ? BooleanType.T : BooleanType.F);
            LaunchJobEncoder.LayersEncoder.FramesEncoder runs = layers.framesCount(layer.runs.size());
            for (int[] run : layer.runs) {
                runs.next().firstFrame(run[0]).step(run[1]).frameCount(run[2]);
            }
            LaunchJobEncoder.LayersEncoder.LimitsEncoder limits = layers.limitsCount(layer.limits.size());
            for (long limit : layer.limits) {
                limits.next().limitNumber(limit);
            }
            layers.name(layer.name).rangeText("range").tags(layer.tags).services("shell");
        }
        return command.name(spec.name)
                .shot("sh010")
                .user("ann")
                .os(spec.os)
                .logDir("/logs")
                .putDocument(spec.document, 0, spec.document.length)
                .encodedLength();
    }

    Answer commit(long launch, int jobs, List<LaunchDepend> depends) {
        return send(b -> {
            LaunchCommitEncoder command = new LaunchCommitEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .launchId(launch)
                    .jobCount(jobs);
            LaunchCommitEncoder.DependsEncoder group = command.dependsCount(depends.size());
            for (LaunchDepend depend : depends) {
                group.next()
                        .dependType(depend.type())
                        .anyFrame(BooleanType.F)
                        .erJobIndex(depend.erJob())
                        .erJobNumber(0)
                        .erLayerIndex(depend.erLayer())
                        .erFrameOrdinal(depend.erOrdinal())
                        .onJobIndex(depend.onJob())
                        .onJobNumber(0)
                        .onLayerIndex(depend.onLayer())
                        .onFrameOrdinal(depend.onOrdinal());
            }
            return command.encodedLength();
        });
    }

    Answer change(long job, JobSetting setting, long value) {
        return send(b -> new ChangeJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .setting(setting)
                .value(value)
                .encodedLength());
    }

    Answer change(long job, int layer, LayerSetting setting, long value) {
        return send(b -> new ChangeLayerEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .layerIndex(layer)
                .setting(setting)
                .value(value)
                .reason("because")
                .encodedLength());
    }

    Answer kill(long job) {
        return send(b -> new KillJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .user("ann")
                .reason("test")
                .encodedLength());
    }

    /** Acts on all frames of a job whose state is in the mask; 0: any. */
    Answer act(long job, FrameAction action, int mask, int... fromTo) {
        return send(b -> {
            ActOnFramesEncoder command = new ActOnFramesEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .jobNumber(job)
                    .action(action)
                    .stateMask(mask);
            ActOnFramesEncoder.RangesEncoder ranges = command.rangesCount(fromTo.length / 2);
            for (int i = 0; i < fromTo.length; i += 2) {
                ranges.next().fromOrdinal(fromTo[i]).toOrdinal(fromTo[i + 1]);
            }
            return command.user("ann").reason("test").encodedLength();
        });
    }

    Answer checkpoint(long job, int ordinal, CheckpointState said) {
        return send(b -> new SetCheckpointEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .frameOrdinal(ordinal)
                .checkpoint(said)
                .encodedLength());
    }

    Answer depend(
            DependType type,
            boolean any,
            long erJob,
            int erLayer,
            int erOrdinal,
            long onJob,
            int onLayer,
            int onOrdinal) {
        return send(b -> new CreateDependEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .dependType(type)
                .anyFrame(any ? BooleanType.T : BooleanType.F)
                .erJobNumber(erJob)
                .erLayerIndex(erLayer)
                .erFrameOrdinal(erOrdinal)
                .onJobNumber(onJob)
                .onLayerIndex(onLayer)
                .onFrameOrdinal(onOrdinal)
                .encodedLength());
    }
}
