package io.cuegrid.core.cell;

import io.cuegrid.core.cell.SimulatedHost.FrameProcess;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Artists and wranglers of a simulated farm: they launch jobs, interfere with them and change how the farm is set up. */
final class SimulatedPeople {
    private static final int[] SHARES = {0, 10, 25, 25, 50};

    private final FarmFixture farm;
    private final FarmConfig config;
    private final SplittableRandom random;
    private final List<SimulatedHost> hosts;
    /** Nobody gives a layer a share of a host: the order of bookings is looked at. */
    private final boolean ordered;

    private final List<Long> jobs = new ArrayList<>();
    private final List<Long> partitions = new ArrayList<>();
    private final Set<String> namesOfLaunch = new HashSet<>();
    private int jobNames;

    SimulatedPeople(
            FarmFixture farm, FarmConfig config, SplittableRandom random, List<SimulatedHost> hosts, boolean ordered) {
        this.farm = farm;
        this.config = config;
        this.random = random;
        this.hosts = hosts;
        this.ordered = ordered;
    }

    /** All that were ever launched. */
    List<Long> jobs() {
        return jobs;
    }

    /** Launches a job or two. */
    void submit() {
        if (jobs.size() >= 30) {
            return;
        }
        long show = 1L + random.nextInt(3);
        namesOfLaunch.clear();
        List<JobSpec> specs = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            specs.add(spec(show));
        }
        if (random.nextInt(4) == 0) {
            specs.add(spec(show).postOf(0));
        }
        jobs.addAll(farm.launch(specs, depends -> {
            for (int i = 0; i < specs.size(); i++) {
                if (specs.get(i).layers.size() > 1 && random.nextInt(2) == 0) {
                    depends.add(layerDepend(i));
                }
            }
            if (count > 1 && random.nextInt(2) == 0) {
                depends.add(new FarmFixture.LaunchDepend(DependType.JOB_ON_JOB, 1, -1, -1, 0, -1, -1));
            }
        }));
    }

    private FarmFixture.LaunchDepend layerDepend(int job) {
        return switch (random.nextInt(4)) {
            case 0 -> new FarmFixture.LaunchDepend(DependType.LAYER_ON_LAYER, job, 1, -1, job, 0, -1);
            case 1 -> new FarmFixture.LaunchDepend(DependType.PREVIOUS_FRAME, job, 1, -1, job, 1, -1);
            default -> new FarmFixture.LaunchDepend(DependType.FRAME_BY_FRAME, job, 1, -1, job, 0, -1);
        };
    }

    private JobSpec spec(long show) {
        JobSpec spec = new JobSpec(name()).show(show, show).priority(random.nextInt(4));
        if (show == 1 && random.nextInt(2) == 0) {
            spec.folder(11 + random.nextInt(2));
        }
        if (random.nextInt(4) == 0) {
            spec.maxCores(1 + random.nextInt(6));
        }
        if (random.nextInt(6) == 0) {
            spec.maxGpus(random.nextInt(3));
        }
        if (random.nextInt(8) == 0) {
            spec.autoEat();
        }
        if (random.nextInt(10) == 0) {
            spec.os("other");
        }
        spec.maxRetries(random.nextInt(4));
        int layers = 1 + random.nextInt(3);
        for (int i = 0; i < layers; i++) {
            spec.layer("layer" + i, 1 + random.nextInt(12), this::vary);
        }
        return spec;
    }

    /** A new one, or that of a job that has ended, whose layers then say what the new ones ask for. */
    private String name() {
        Set<String> ended = new LinkedHashSet<>();
        Set<String> living = new HashSet<>();
        if (random.nextInt(3) == 0) {
            farm.read(q -> q.kind(QueryKind.JOBS), row -> {
                JobRowDecoder d =
                        new JobRowDecoder().wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
                (d.jobState() == JobState.FINISHED ? ended : living).add(d.name());
            });
        }
        ended.removeAll(living);
        ended.removeAll(namesOfLaunch);
        String name = ended.isEmpty() ? "job" + ++jobNames : List.copyOf(ended).get(random.nextInt(ended.size()));
        namesOfLaunch.add(name);
        return name;
    }

    /** Not in whole steps of what trees keep of a need, so that their rounding shows. */
    private long memoryKib(int sizes) {
        return (262_144L << random.nextInt(sizes)) + random.nextInt(1_000);
    }

    private JobSpec.LayerSpec vary(JobSpec.LayerSpec layer) {
        int[] cores = {10, 50, 100, 100, 100, 200, 400, 150, 0, -100};
        layer.coreUnits(cores[random.nextInt(cores.length)]);
        layer.memoryKib = memoryKib(6);
        layer.memoryGiven = random.nextInt(3) != 0;
        if (random.nextInt(2) == 0) {
            layer.threadable();
        }
        if (random.nextInt(8) == 0) {
            layer.selfish();
        }
        if (random.nextInt(5) == 0) {
            layer.maxCoreUnits(200);
        }
        if (random.nextInt(6) == 0) {
            layer.gpus(1 + random.nextInt(2));
        }
        if (random.nextInt(4) == 0) {
            layer.limit(1 + random.nextInt(3));
        }
        if (random.nextInt(12) == 0) {
            layer.limit(1).limit(2).limit(3);
        }
        layer.chunk(1 + random.nextInt(3));
        if (random.nextInt(5) == 0) {
            layer.frames(1, 2, 4).alsoFrames(2, 2, 4);
        }
        String[] tags = {"general", "general", "fast", "big", "general fast", "sim0", "sim1 big"};
        layer.tags(tags[random.nextInt(tags.length)]);
        return layer;
    }

    /** Asks something of some job. */
    void interfere() {
        if (jobs.isEmpty()) {
            return;
        }
        long job = jobs.get(random.nextInt(jobs.size()));
        switch (random.nextInt(24)) {
            case 16, 17 -> save();
            case 0 -> farm.change(job, JobSetting.PAUSED, random.nextInt(2));
            case 1 -> farm.change(job, JobSetting.PRIORITY, random.nextInt(5));
            case 2 -> changeCap(job, random.nextInt(3) == 0 ? -1 : random.nextInt(8) * 100);
            case 3, 4 -> farm.act(job, FrameAction.RETRY, 1 << (2 + random.nextInt(5)));
            case 5 -> farm.act(job, FrameAction.EAT, 1 << random.nextInt(6));
            case 6 -> farm.act(job, FrameAction.KILL, 0);
            case 7 -> farm.act(job, FrameAction.MARK_DONE, 0, 0, random.nextInt(4));
            case 8 -> farm.act(job, FrameAction.MARK_AS_WAITING, 0);
            case 9 -> farm.act(job, FrameAction.MARK_AS_DEPEND, 0);
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    farm.kill(job);
                }
            }
            case 11 -> farm.change(job, 0, LayerSetting.MIN_CORE_UNITS, 100 + random.nextInt(4) * 100);
            case 12 -> farm.change(job, 0, LayerSetting.MEMORY_KIB, memoryKib(5));
            case 13 -> reorder(job);
            case 14 -> dependByHand(job);
            case 15 -> move(job);
            case 18 -> relieve();
            case 21, 22 -> partition(job);
            default -> askOfProcs(jobs.get(jobs.size() - 1 - random.nextInt(Math.min(4, jobs.size()))));
        }
    }

    /** To another folder of its show, whatever that one's caps. */
    private void move(long job) {
        if (farm.jobRow(job).showNumber() == 1) {
            config.changed.add("folder");
            int folder = random.nextInt(3);
            farm.change(job, JobSetting.FOLDER, folder == 0 ? 1 : 10 + folder);
        }
    }

    /** A host runs short of memory. */
    private void relieve() {
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        List<FrameProcess> alive = List.copyOf(host.processes.values());
        if (host.connected && !alive.isEmpty()) {
            long missing = (1L + random.nextInt(8)) << 20;
            farm.send(b -> {
                RelieveHostEncoder command = new RelieveHostEncoder()
                        .wrapAndApplyHeader(b, 0, farm.header())
                        .correlationId(farm.nextCorrelation())
                        .hostNumber(host.number)
                        .incarnation(host.incarnation)
                        .missingKib(missing);
                RelieveHostEncoder.ProcsEncoder procs = command.procsCount(alive.size());
                for (FrameProcess process : alive) {
                    procs.next()
                            .procNumber(process.run.proc())
                            .usedKib(process.run.memoryKib() * (process.run.proc() % 2 + 1) / 2 + missing / 4);
                }
                return command.encodedLength();
            });
        }
    }

    private void changeCap(long job, int coreUnits) {
        config.changed.add("job");
        farm.change(job, JobSetting.MAX_CORE_UNITS, coreUnits);
    }

    private void reorder(long job) {
        FrameOrder[] orders = {FrameOrder.FIRST, FrameOrder.LAST, FrameOrder.REVERSE, FrameOrder.STAGGER};
        farm.send(b -> {
            ReorderFramesEncoder command = new ReorderFramesEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(farm.nextCorrelation())
                    .jobNumber(job)
                    .layerIndex(0)
                    .frameOrder(orders[random.nextInt(orders.length)])
                    .stagger(2);
            command.rangesCount(1)
                    .next()
                    .firstFrame(1 + random.nextInt(4))
                    .step(1)
                    .frameCount(1 + random.nextInt(4));
            return command.encodedLength();
        });
    }

    private void dependByHand(long job) {
        long other = jobs.get(random.nextInt(jobs.size()));
        int ordinal = random.nextInt(2);
        switch (random.nextInt(4)) {
            case 0 -> farm.depend(DependType.FRAME_ON_FRAME, false, job, 0, 0, other, 0, ordinal);
            case 1 -> farm.depend(DependType.LAYER_ON_LAYER, random.nextBoolean(), job, 0, -1, other, 0, -1);
            case 2 -> farm.depend(DependType.JOB_ON_JOB, false, job, -1, -1, other, -1, -1);
            default -> farm.depend(DependType.LAYER_ON_SIM_FRAME, false, job, 0, -1, other, 0, ordinal);
        }
    }

    /** The program of some frame, one that runs most of the time, says something about its checkpoint. */
    private void save() {
        CheckpointState[] said = {
            CheckpointState.ENABLED,
            CheckpointState.ENABLED,
            CheckpointState.COPYING,
            CheckpointState.COMPLETE,
            CheckpointState.DISABLED
        };
        CheckpointState state = said[random.nextInt(said.length)];
        if (random.nextInt(4) == 0 || farm.running.isEmpty()) {
            farm.checkpoint(jobs.get(random.nextInt(jobs.size())), 0, state);
        } else {
            List<Run> runs = List.copyOf(farm.running.values());
            Run run = runs.get(random.nextInt(runs.size()));
            farm.checkpoint(run.job(), run.ordinal(), state);
        }
    }

    /** Somebody takes a host for work of their own, or changes what it gives. */
    private void partition(long job) {
        if (!partitions.isEmpty() && random.nextInt(3) == 0) {
            long partition = partitions.get(random.nextInt(partitions.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    config.changed.add("partition");
                    PartitionCommands.set(
                            farm, partition, random.nextInt(5), (long) random.nextInt(9) << 20, random.nextInt(2));
                }
                case 1 -> PartitionCommands.delete(farm, partition);
                default -> hosts.forEach(host -> farm.change(host.number, HostSetting.LOCK_STATE, 0));
            }
            return;
        }
        int at = random.nextInt(hosts.size());
        SimulatedHost host = hosts.get(at);
        int owner = 10 + at;
        config.deed(farm, owner, host.number, 1 + random.nextInt(3));
        farm.change(host.number, HostSetting.LOCK_STATE, 1);
        boolean ofFrame = random.nextInt(3) == 0;
        Answer answer = PartitionCommands.add(
                farm,
                "owner" + owner,
                host.number,
                job,
                random.nextInt(2) - 1,
                ofFrame ? random.nextInt(4) : -1,
                1 + random.nextInt(2),
                1 + random.nextInt(host.cores),
                (1L + random.nextInt(host.memoryGib)) << 20,
                random.nextInt(host.gpus + 1));
        if (answer.code() == ReplyCode.OK) {
            partitions.add(answer.number());
        }
    }

    private void askOfProcs(long job) {
        if (farm.running.isEmpty()) {
            return;
        }
        List<Run> runs = List.copyOf(farm.running.values());
        Run run = runs.get(random.nextInt(runs.size()));
        boolean kill = random.nextBoolean();
        switch (random.nextInt(6)) {
            case 0 -> ProcCommands.unbook(farm, run.proc(), kill, 0, 0);
            case 1 -> ProcCommands.unbook(farm, run.proc(), kill, job, 0);
            case 2 -> ProcCommands.unbook(farm, run.proc(), kill, 0, 11 + random.nextInt(2));
            case 3 -> ProcCommands.clearRedirect(farm, run.proc());
            default -> {
                List<Long> procs = runs.stream()
                        .filter(other -> other.host() == run.host() && random.nextInt(3) != 0)
                        .map(Run::proc)
                        .toList();
                ProcCommands.redirectHost(farm, run.host(), job, procs);
            }
        }
    }

    /** Changes what applies to many. */
    void configure() {
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        WorkMode[] modes = {WorkMode.PRIORITY, WorkMode.FIFO, WorkMode.BALANCED, WorkMode.PROPORTIONAL};
        switch (random.nextInt(12)) {
            case 10, 11 -> farm.layerShare(ordered ? 0 : SHARES[random.nextInt(SHARES.length)], 1 + random.nextInt(3));
            case 8 -> farm.delayRule(1, random.nextInt(3));
            case 9 -> config.deed(farm, 1 + random.nextInt(3), host.number, 1 + random.nextInt(3));
            case 6 -> config.mode(farm, random.nextInt(4), modes[random.nextInt(modes.length)]);
            case 0 -> {
                int limit = 1 + random.nextInt(3);
                config.limit(farm, limit, random.nextInt(5), limit == 3 && random.nextInt(5) != 0);
            }
            case 1 -> config.folder(farm, 11, 1, 1, random.nextInt(3) == 0 ? -1 : random.nextInt(12) * 100, -1);
            case 2 -> config.folder(farm, 12, 1, random.nextBoolean() ? 11 : 1, 400, random.nextInt(3));
            case 3 -> config.share(farm, 2, 1, 500, random.nextInt(12) * 100L);
            case 4 -> config.show(farm, 3, 3, random.nextInt(3) != 0);
            case 5 -> farm.change(host.number, HostSetting.LOCK_STATE, random.nextInt(2));
            default -> farm.change(host.number, HostSetting.THREAD_MODE, random.nextInt(2));
        }
    }
}
