package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold after every batch: counters are the sums of procs, nothing grows past a cap, frames are in one state each. */
final class Invariants {
    private final FarmConfig config;
    private Map<List<Long>, Long> before = new HashMap<>();

    Invariants(FarmConfig config) {
        this.config = config;
    }

    void check(FarmView view) {
        Map<List<Long>, Long> cores = new HashMap<>();
        Map<List<Long>, Long> gpus = new HashMap<>();
        Map<Long, Long> running = new HashMap<>();
        Set<List<Long>> seats = new HashSet<>();
        Map<Long, long[]> ofHost = new HashMap<>();
        Map<Long, Long> procOfFrame = new HashMap<>();
        for (FarmView.Proc proc : view.procs.values()) {
            FarmView.Job job = Objects.requireNonNull(view.jobs.get(proc.job()), () -> "job of proc " + proc);
            long[] host = ofHost.computeIfAbsent(proc.host(), h -> new long[5]);
            host[0] += proc.cores();
            host[1] += proc.memory();
            host[2] += proc.gpus();
            host[3] += proc.gpuMemory();
            host[4]++;
            boolean local = proc.partition() != 0;
            add(cores, gpus, key(1, proc.job()), proc);
            add(cores, gpus, key(2, proc.job() * 10_000 + proc.layer()), proc);
            FarmView.Host where = Objects.requireNonNull(view.hosts.get(proc.host()), () -> "host of proc " + proc);
            if (local) {
                add(cores, gpus, key(6, proc.job()), proc);
                add(cores, gpus, key(7, proc.partition()), proc);
            } else {
                add(cores, gpus, key(3, job.show() * 1_000 + where.allocation()), proc);
            }
            for (long folder = job.folder(); folder != 0 && !local; folder = parent(folder)) {
                add(cores, gpus, key(4, folder), proc);
            }
            for (long limit : layer(view, proc).limits()) {
                boolean counts = !config.hostLimits.contains(limit) || seats.add(List.of(limit, proc.host()));
                running.merge(limit, counts ? 1L : 0L, Long::sum);
            }
            Long other = procOfFrame.put(proc.job() * 10_000_000 + proc.ordinal(), proc.number());
            assertThat(other).as("two procs of one frame: " + proc).isNull();
        }
        checkHosts(view, ofHost);
        checkRedirects(view);
        checkPartitions(view, cores, gpus);
        checkJobs(view, cores, gpus);
        checkFrames(view, procOfFrame);
        checkCaps(view, cores, gpus, running);
        config.changed.clear();
        before = cores;
        for (Map.Entry<Long, Long> entry : running.entrySet()) {
            before.put(key(5, entry.getKey()), entry.getValue());
        }
        for (Map.Entry<List<Long>, Long> entry : gpus.entrySet()) {
            before.put(List.of(entry.getKey().get(0) + 10, entry.getKey().get(1)), entry.getValue());
        }
    }

    private long parent(long folder) {
        FarmConfig.Folder known = config.folders.get(folder);
        return known == null ? 0 : known.parent();
    }

    private static FarmView.Layer layer(FarmView view, FarmView.Proc proc) {
        return view.layers.stream()
                .filter(layer -> layer.job() == proc.job() && layer.index() == proc.layer())
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> key(long kind, long number) {
        return List.of(kind, number);
    }

    private static void add(
            Map<List<Long>, Long> cores, Map<List<Long>, Long> gpus, List<Long> key, FarmView.Proc proc) {
        cores.merge(key, (long) proc.cores(), Long::sum);
        gpus.merge(key, (long) proc.gpus(), Long::sum);
    }

    private static void checkHosts(FarmView view, Map<Long, long[]> ofHost) {
        for (FarmView.Host host : view.hosts.values()) {
            long[] used = ofHost.getOrDefault(host.number(), new long[5]);
            assertThat(host.idleCores()).as("idle cores of " + host).isEqualTo((int) (host.cores() - used[0]));
            assertThat(host.idleMemory()).as("idle memory of " + host).isEqualTo(host.memory() - used[1]);
            assertThat(host.idleGpus()).as("idle gpus of " + host).isEqualTo((int) (host.gpus() - used[2]));
            assertThat(host.idleGpuMemory()).isEqualTo(host.gpuMemory() - used[3]);
            assertThat((long) host.procs()).isEqualTo(used[4]);
            assertThat(host.idleCores()).isNotNegative();
            assertThat(host.idleMemory()).isNotNegative();
            assertThat(host.idleGpus()).isNotNegative();
        }
    }

    /** A redirect leads somewhere, and only from hosts that take frames. */
    private void checkRedirects(FarmView view) {
        for (FarmView.Proc proc : view.procs.values()) {
            if (proc.redirectJob() == 0 && proc.redirectFolder() == 0) {
                continue;
            }
            FarmView.Host host = Objects.requireNonNull(view.hosts.get(proc.host()));
            assertThat(proc.unbooked()).as("unbooked: " + proc).isTrue();
            assertThat(host.lock()).as("lock of the host of " + proc).isEqualTo(LockState.OPEN);
            if (proc.redirectJob() != 0) {
                assertThat(view.jobs.get(proc.redirectJob()))
                        .as("where " + proc + " goes")
                        .matches(job -> job != null && job.state() == JobState.PENDING);
            } else {
                assertThat(config.folders).as("where " + proc + " goes").containsKey(proc.redirectFolder());
            }
        }
        for (FarmView.Host host : view.hosts.values()) {
            if (host.reservedJob() != 0) {
                assertThat(view.jobs.get(host.reservedJob()))
                        .as("for whom " + host + " is kept")
                        .isNotNull();
            }
        }
    }

    /** A partition is of a locked host and a living job, and uses what runs in it and never more than it may. */
    private void checkPartitions(FarmView view, Map<List<Long>, Long> cores, Map<List<Long>, Long> gpus) {
        for (FarmView.Partition partition : view.partitions.values()) {
            FarmView.Host host = Objects.requireNonNull(view.hosts.get(partition.host()));
            assertThat(host.lock()).as("lock of the host of " + partition).isNotEqualTo(LockState.OPEN);
            assertThat(view.jobs.get(partition.job()))
                    .as("job of " + partition)
                    .matches(job -> job != null && job.state() != JobState.FINISHED);
            long usedCores = cores.getOrDefault(key(7, partition.number()), 0L);
            long usedGpus = gpus.getOrDefault(key(7, partition.number()), 0L);
            assertThat((long) partition.cores()).as("cores of " + partition).isEqualTo(usedCores);
            assertThat((long) partition.gpus()).as("gpus of " + partition).isEqualTo(usedGpus);
            long memory = view.procs.values().stream()
                    .filter(proc -> proc.partition() == partition.number())
                    .mapToLong(FarmView.Proc::memory)
                    .sum();
            assertThat(partition.memory()).as("memory of " + partition).isEqualTo(memory);
            notPast("partition", partition, key(7, partition.number()), usedCores, partition.maxCores());
            notPast("partition", partition, key(17, partition.number()), usedGpus, partition.maxGpus());
            notPast("partition", partition, key(27, partition.number()), memory, partition.maxMemory());
            cores.put(key(27, partition.number()), memory);
        }
    }

    private static void checkJobs(FarmView view, Map<List<Long>, Long> cores, Map<List<Long>, Long> gpus) {
        for (FarmView.Job job : view.jobs.values()) {
            assertThat((long) job.usedCores())
                    .as("cores of " + job)
                    .isEqualTo(cores.getOrDefault(key(1, job.number()), 0L));
            assertThat((long) job.usedGpus()).isEqualTo(gpus.getOrDefault(key(1, job.number()), 0L));
            assertThat((long) job.localCores())
                    .as("local cores of " + job)
                    .isEqualTo(cores.getOrDefault(key(6, job.number()), 0L));
            assertThat((long) job.localGpus()).isEqualTo(gpus.getOrDefault(key(6, job.number()), 0L));
        }
        for (FarmView.Layer layer : view.layers) {
            assertThat((long) layer.usedCores())
                    .as("cores of " + layer)
                    .isEqualTo(cores.getOrDefault(key(2, layer.job() * 10_000 + layer.index()), 0L));
        }
    }

    private static void checkFrames(FarmView view, Map<Long, Long> procOfFrame) {
        Map<Long, int[]> jobCounts = new HashMap<>();
        Map<List<Long>, int[]> layerCounts = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (FarmView.Frame frame : view.frames) {
            jobCounts
                    .computeIfAbsent(frame.job(), j -> new int[8])[frame.state().value()]++;
            layerCounts
                    .computeIfAbsent(key(frame.job(), frame.layer()), j -> new int[8])[
                    frame.state().value()]++;
            Long proc = procOfFrame.get(frame.job() * 10_000_000 + frame.ordinal());
            if (frame.state() == FrameState.RUNNING) {
                assertThat(proc).as("proc of " + frame).isEqualTo(frame.proc());
                seen.add(frame.proc());
            } else {
                assertThat(proc).as("proc of " + frame).isNull();
            }
        }
        assertThat(seen).hasSize(view.procs.size());
        for (FarmView.Job job : view.jobs.values()) {
            assertThat(job.counts()).as("counts of " + job).isEqualTo(jobCounts.get(job.number()));
        }
        for (FarmView.Layer layer : view.layers) {
            assertThat(layer.counts())
                    .as("counts of " + layer)
                    .isEqualTo(layerCounts.get(key(layer.job(), layer.index())));
        }
    }

    private void checkCaps(
            FarmView view, Map<List<Long>, Long> cores, Map<List<Long>, Long> gpus, Map<Long, Long> running) {
        for (Map.Entry<Long, FarmConfig.Folder> entry : config.folders.entrySet()) {
            long used = cores.getOrDefault(key(4, entry.getKey()), 0L);
            FarmView.Usage told = view.usage(RecordKind.FOLDER, entry.getKey());
            assertThat(told.cores()).as("folder " + entry).isEqualTo(used);
            notPast(
                    "folder",
                    entry,
                    key(4, entry.getKey()),
                    used,
                    entry.getValue().maxCores());
            notPast(
                    "folder",
                    entry,
                    key(14, entry.getKey()),
                    gpus.getOrDefault(key(4, entry.getKey()), 0L),
                    entry.getValue().maxGpus());
        }
        for (Map.Entry<Long, FarmConfig.Share> entry : config.shares.entrySet()) {
            long used = cores.getOrDefault(key(3, entry.getKey()), 0L);
            assertThat(view.usage(RecordKind.SUBSCRIPTION, entry.getKey()).cores())
                    .as("share " + entry)
                    .isEqualTo(used);
            notPast(
                    "share",
                    entry,
                    key(3, entry.getKey()),
                    used,
                    entry.getValue().burst());
        }
        for (Map.Entry<Long, Integer> entry : config.limits.entrySet()) {
            long used = running.getOrDefault(entry.getKey(), 0L);
            assertThat(view.usage(RecordKind.LIMIT, entry.getKey()).running())
                    .as("limit " + entry)
                    .isEqualTo(used);
            notPast("limit", entry, key(5, entry.getKey()), used, entry.getValue());
        }
        for (FarmView.Job job : view.jobs.values()) {
            notPast("job", job, key(1, job.number()), job.usedCores() - job.localCores(), job.maxCores());
            notPast("job", job, key(11, job.number()), job.usedGpus() - job.localGpus(), job.maxGpus());
        }
    }

    /**
     * A cap that was lowered below the use is not grown past; a cap of -1 is none. What was changed in this batch may have
     * been used up to the cap that it had before.
     */
    private void notPast(String kind, Object what, List<Long> key, long used, long cap) {
        if (cap >= 0 && !config.changed.contains(kind)) {
            assertThat(used).as(kind + " " + what).isLessThanOrEqualTo(Math.max(cap, before.getOrDefault(key, 0L)));
        }
    }
}
