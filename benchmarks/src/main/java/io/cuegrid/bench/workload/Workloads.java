package io.cuegrid.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The workloads by name. Sizes are those of OpenCue's simulators where they have such a scenario. */
public final class Workloads {
    /** Priorities of the Maestro simulator's five shows. */
    static final int[] SHOW_PRIORITIES = {10, 32, 55, 78, 100};

    /** Leaf folders of a show: two of the second level with two each. */
    public static final int LEAF_FOLDERS = 4;

    /** Of the heartbeats' farm. */
    private static final int LONG_FRAMES_PER_HOST = 30;

    private static final int[] ONE_SHOW = {100};
    private static final int JOBS_A_LAUNCH = 4;
    private static final int KEEP_RUNNABLE = 40_000;
    private static final int MAX_PENDING = 120_000;
    /** With frames that never grow, a farm kept full leaves the widest waiting, and their trees' other jobs behind them. */
    private static final int MAX_PENDING_CAPPED = 2_000_000;

    static final int TREE_DEPTH = 3;

    private Workloads() {}

    /**
     * The Maestro farm, kept full: 1,553 hosts, 57,248 cores, 40,000 runnable frames.
     *
     * @param compress seconds of run time for a minute
     * @param capped whether frames keep to the cores they ask for
     */
    public static Workload maestro(double compress, boolean capped) {
        List<HostSpec> hosts = maestroHosts();
        MaestroDraw draw = new MaestroDraw(
                compress,
                capped,
                SHOW_PRIORITIES,
                TREE_DEPTH,
                LEAF_FOLDERS,
                (random, cores, memory) -> HostSpec.GENERAL);
        return new Workload(
                "maestro",
                hosts,
                SHOW_PRIORITIES.length,
                SHOW_PRIORITIES,
                true,
                true,
                KEEP_RUNNABLE,
                capped ? MAX_PENDING_CAPPED : MAX_PENDING,
                draw::launch);
    }

    static List<HostSpec> maestroHosts() {
        List<HostSpec> hosts = new ArrayList<>();
        hosts.addAll(HostSpec.many("large", 246, 128, 496));
        hosts.addAll(HostSpec.many("medium", 303, 32, 116));
        hosts.addAll(HostSpec.many("small", 1004, 16, 56));
        return hosts;
    }

    /** 10,000 hosts with 360,000 cores and 80 jobs of 9,000 one-core frames: how long an empty farm takes to fill. */
    public static Workload megahost() {
        List<HostSpec> hosts = new ArrayList<>();
        hosts.addAll(HostSpec.many("large", 1500, 128, 496));
        hosts.addAll(HostSpec.many("medium", 2000, 32, 116));
        hosts.addAll(HostSpec.many("small", 6500, 16, 56));
        return new Workload(
                "megahost",
                hosts,
                1,
                ONE_SHOW,
                false,
                false,
                0,
                Integer.MAX_VALUE,
                index -> index < 80 ? List.of(flat("mega_" + index, 9_000, 1, 512L << 10, 1_200_000)) : List.of());
    }

    /** The drain farm of OpenCue's Rust scheduler: 1,200 hosts of 16 to 128 cores; zero-length frames without end. */
    public static Workload drain() {
        SplittableRandom random = new SplittableRandom(0xC0FFEE);
        List<HostSpec> hosts = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            hosts.addAll(rename(i, HostSpec.many("drain", 1, 16 + 8 * random.nextInt(15), random.nextLong(32, 257))));
        }
        return new Workload(
                "drain",
                hosts,
                1,
                ONE_SHOW,
                false,
                false,
                20_000,
                150_000,
                index -> several(index, Workloads::drainJob));
    }

    /** A launch of a few jobs: what a feed of zero-length frames needs, where a launch waits behind many completions. */
    private static List<JobSpec> several(int launch, IntFunction<JobSpec> job) {
        return IntStream.range(launch * JOBS_A_LAUNCH, (launch + 1) * JOBS_A_LAUNCH)
                .mapToObj(job)
                .toList();
    }

    private static JobSpec drainJob(int index) {
        SplittableRandom random = new SplittableRandom(index);
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int cores = (1 << random.nextInt(4)) * HostSpec.CORE_UNITS;
            layers.add(new LayerSpec(
                    "layer" + i,
                    250,
                    cores,
                    cores,
                    true,
                    random.nextLong(2, 9) * HostSpec.GIB_IN_KIB,
                    HostSpec.GIB_IN_KIB,
                    0,
                    false));
        }
        return new JobSpec("sh000-bench_drain_" + index, 0, 0, 1 + random.nextInt(200), -1, layers);
    }

    /** 80 hosts of 16 cores and one-core frames of no length: as many completions as the grid can take. */
    public static Workload completionStorm() {
        return new Workload(
                "completionstorm",
                HostSpec.many("storm", 80, 16, 56),
                1,
                ONE_SHOW,
                false,
                false,
                20_000,
                150_000,
                index -> several(index, job -> flat("storm_" + job, 1_000, 1, 512L << 10, 0)));
    }

    /** Jobs of one frame on one core. */
    public static List<JobSpec> oneFrameJobs(int count) {
        List<JobSpec> jobs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            jobs.add(flat("held_" + i, 1, 1, 512L << 10, 0));
        }
        return jobs;
    }

    /** A small idle farm and one-frame jobs. */
    public static Workload latency() {
        return new Workload(
                "latency",
                HostSpec.many("quick", 50, 8, 28),
                1,
                ONE_SHOW,
                false,
                false,
                0,
                Integer.MAX_VALUE,
                index -> List.of(flat("single_" + index, 1, 1, 512L << 10, 0)));
    }

    /**
     * 10,000 hosts that have memory for thirty of the {@link #longFrames long frames} and two cores more for short frames of
     * two cores.
     */
    public static Workload heartbeats() {
        return new Workload(
                "heartbeats",
                HostSpec.many("beat", 10_000, LONG_FRAMES_PER_HOST + 2, LONG_FRAMES_PER_HOST + 1),
                1,
                ONE_SHOW,
                false,
                false,
                10_000,
                30_000,
                index -> List.of(flat("short_" + index, 500, 2, 256L << 10, 0)));
    }

    /** Launches of one-core frames, thirty a host. */
    public static List<List<JobSpec>> longFrames(int hosts) {
        List<List<JobSpec>> launches = new ArrayList<>();
        for (int i = 0; i < LONG_FRAMES_PER_HOST; i++) {
            launches.add(List.of(flat("long_" + i, hosts, 1, HostSpec.GIB_IN_KIB, 0)));
        }
        return launches;
    }

    /** A farm that runs jobs of 100,000 frames. */
    public static Workload submit() {
        return new Workload(
                "submit",
                HostSpec.many("large", 100, 128, 496),
                1,
                ONE_SHOW,
                false,
                false,
                0,
                Integer.MAX_VALUE,
                Workloads::largeJob);
    }

    /** One job of two layers of 50,000 frames, the second frame by frame after the first. */
    public static List<JobSpec> largeJob(int index) {
        List<LayerSpec> layers = List.of(
                new LayerSpec("first", 50_000, 100, 100, false, 512L << 10, 256L << 10, 1_000, false),
                new LayerSpec("second", 50_000, 100, 100, false, 512L << 10, 256L << 10, 1_000, false));
        return List.of(new JobSpec("sh000-bench_large_" + index, 0, 0, 100, -1, layers));
    }

    private static JobSpec flat(String name, int frames, int cores, long memoryKib, long runMillis) {
        int units = cores * HostSpec.CORE_UNITS;
        return new JobSpec(
                "sh000-bench_" + name,
                0,
                0,
                100,
                -1,
                List.of(new LayerSpec(
                        "work", frames, units, units, cores > 1, memoryKib, memoryKib / 2, runMillis, false)));
    }

    private static List<HostSpec> rename(int index, List<HostSpec> hosts) {
        return hosts.stream()
                .map(host ->
                        new HostSpec("drain%05d".formatted(index), host.coreUnits(), host.memoryKib(), host.tags()))
                .toList();
    }
}
