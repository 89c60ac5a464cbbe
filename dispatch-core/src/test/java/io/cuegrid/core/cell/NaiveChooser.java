package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ThreadMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chooser as a plain scan over all hosts and frames: obviously right and slow. Where booking has settled it must find
 * nothing to book.
 */
final class NaiveChooser {
    static final long MIN_MEMORY_KIB = 262_144;

    private final FarmConfig config;
    private final FarmView view;
    private final Map<List<Long>, Long> raised;
    private final long dueMillis;

    NaiveChooser(FarmConfig config, FarmView view, Map<List<Long>, Long> raised, long dueMillis) {
        this.config = config;
        this.view = view;
        this.raised = raised;
        this.dueMillis = dueMillis;
    }

    /** A frame and a host that could be booked, said in words; null when there is nothing. */
    @Nullable
    String findBookable(List<Long> pausedHosts) {
        Map<List<Long>, FarmView.Frame> waiting = new HashMap<>();
        for (FarmView.Frame frame : view.frames) {
            if (frame.state() == FrameState.WAITING) {
                waiting.putIfAbsent(List.of(frame.job(), (long) frame.layer(), need(frame)), frame);
            }
        }
        for (FarmView.Host host : view.hosts.values()) {
            if (pausedHosts.contains(host.number()) || !isBookable(host)) {
                continue;
            }
            boolean held =
                    host.idleGpus() > 0 && waiting.values().stream().anyMatch(frame -> isGpuWorkFor(frame, host));
            for (FarmView.Frame frame : waiting.values()) {
                FarmView.Layer layer = layer(frame);
                boolean gpu = layer.gpus() > 0 || layer.gpuMemory() > 0;
                if ((gpu || !held) && fits(frame, layer, host) && isAllowed(layer, host)) {
                    return frame + " of " + layer + " on " + host;
                }
            }
        }
        return null;
    }

    private long need(FarmView.Frame frame) {
        long layer = layer(frame).memory();
        return Math.max(layer, raised.getOrDefault(List.of(frame.job(), (long) frame.ordinal()), 0L));
    }

    /** Whether a frame that waits could start on a host now, gpu work that waits left aside. */
    boolean mayRun(FarmView.Frame frame, FarmView.Layer layer, FarmView.Host host) {
        return isBookable(host) && fits(frame, layer, host) && isAllowed(layer, host);
    }

    FarmView.Layer layer(FarmView.Frame frame) {
        return view.layers.stream()
                .filter(layer -> layer.job() == frame.job() && layer.index() == frame.layer())
                .findFirst()
                .orElseThrow();
    }

    private static boolean isBookable(FarmView.Host host) {
        return host.reservedJob() == 0 && isUp(host) && host.idleCores() >= 10 && host.idleMemory() >= MIN_MEMORY_KIB;
    }

    static boolean isUp(FarmView.Host host) {
        return host.hardware() == HardwareState.UP && host.lock() == LockState.OPEN;
    }

    private boolean isGpuWorkFor(FarmView.Frame frame, FarmView.Host host) {
        FarmView.Layer layer = layer(frame);
        return (layer.gpus() > 0 || layer.gpuMemory() > 0)
                && matches(layer, host)
                && need(frame) <= host.memory()
                && (layer.minCores() > 0
                        ? layer.minCores() <= Math.min(host.cores(), room(layer, host))
                        : host.cores() + layer.minCores() >= 1 && host.cores() + layer.minCores() <= room(layer, host))
                && layer.gpus() <= host.idleGpus()
                && layer.gpuMemory() <= host.gpuMemory()
                && isAllowed(layer, host);
    }

    boolean fits(FarmView.Frame frame, FarmView.Layer layer, FarmView.Host host) {
        boolean cores = layer.minCores() <= 0
                ? host.procs() == 0 && wholeHost(layer, host) >= 10 && wholeHost(layer, host) <= room(layer, host)
                : Math.max(10, layer.minCores()) <= host.idleCores()
                        && (layer.minCores() < 100 || host.idleCores() >= 100);
        return cores
                && need(frame) <= host.idleMemory()
                && layer.gpus() <= host.idleGpus()
                && layer.gpuMemory() <= host.idleGpuMemory()
                && matches(layer, host);
    }

    static int wholeHost(FarmView.Layer layer, FarmView.Host host) {
        int cores = host.cores() + layer.minCores();
        return layer.threadable() ? cores : Math.min(100, cores);
    }

    boolean matches(FarmView.Layer layer, FarmView.Host host) {
        String os = job(layer).os();
        return (os.isEmpty() || host.os().contains(os))
                && layer.tags().stream().anyMatch(host.tags()::contains)
                && (host.mode() != ThreadMode.ALL || layer.threadable());
    }

    FarmView.Job job(FarmView.Layer layer) {
        FarmView.Job job = view.jobs.get(layer.job());
        if (job == null) {
            throw new AssertionError("no job of " + layer);
        }
        return job;
    }

    private boolean isAllowed(FarmView.Layer layer, FarmView.Host host) {
        FarmView.Job job = job(layer);
        boolean alive = job.state() == JobState.PENDING
                && !job.paused()
                && layer.startAfter() <= dueMillis
                && config.bookable.getOrDefault(job.show(), false);
        if (!alive) {
            return false;
        }
        if (!hasLimits(layer, host)) {
            return false;
        }
        for (long folder = job.folder(); folder != 0; ) {
            FarmConfig.Folder known = config.folders.get(folder);
            if (known == null) {
                break;
            }
            if (known.maxGpus() >= 0 && view.usage(RecordKind.FOLDER, folder).gpus() + layer.gpus() > known.maxGpus()) {
                return false;
            }
            folder = known.parent();
        }
        boolean gpus = job.maxGpus() < 0 || job.usedGpus() - job.localGpus() + layer.gpus() <= job.maxGpus();
        return gpus && room(layer, host) >= Math.max(10, layer.minCores());
    }

    private boolean hasLimits(FarmView.Layer layer, FarmView.Host host) {
        for (long limit : layer.limits()) {
            if (config.hostLimits.contains(limit)) {
                Set<Long> hosts = hostsOf(limit);
                int most = config.limits.getOrDefault(limit, 0);
                if (hosts.size() > most || (hosts.size() == most && !hosts.contains(host.number()))) {
                    return false;
                }
                continue;
            }
            if (view.usage(RecordKind.LIMIT, limit).running() >= config.limits.getOrDefault(limit, 0)) {
                return false;
            }
        }
        return true;
    }

    /** A frame and a partition where it could run, said in words; null when there is nothing. */
    @Nullable
    String findLocal(List<Long> pausedHosts) {
        for (FarmView.Partition partition : view.partitions.values()) {
            FarmView.Host host = view.hosts.get(partition.host());
            if (host == null || host.hardware() != HardwareState.UP || pausedHosts.contains(host.number())) {
                continue;
            }
            for (FarmView.Frame frame : view.frames) {
                boolean its = frame.job() == partition.job()
                        && frame.state() == FrameState.WAITING
                        && (partition.layer() < 0 || partition.layer() == frame.layer())
                        && (partition.ordinal() < 0 || partition.ordinal() == frame.ordinal());
                if (its && fitsLocally(frame, partition, host)) {
                    return frame + " in " + partition + " on " + host;
                }
            }
        }
        return null;
    }

    private boolean fitsLocally(FarmView.Frame frame, FarmView.Partition partition, FarmView.Host host) {
        FarmView.Layer layer = layer(frame);
        FarmView.Job job = job(layer);
        return job.state() == JobState.PENDING
                && !job.paused()
                && (job.os().isEmpty() || host.os().contains(job.os()))
                && config.bookable.getOrDefault(job.show(), false)
                && layer.startAfter() <= dueMillis
                && Math.min(host.idleCores(), partition.maxCores() - partition.cores()) >= 100
                && need(frame) <= Math.min(host.idleMemory(), partition.maxMemory() - partition.memory())
                && layer.gpus() <= Math.min(host.idleGpus(), partition.maxGpus() - partition.gpus())
                && layer.gpuMemory() <= Math.min(host.idleGpuMemory(), partition.maxGpuMemory() - partition.gpuMemory())
                && hasLimits(layer, host);
    }

    /** Hosts on which frames of a limit run. */
    private Set<Long> hostsOf(long limit) {
        Set<Long> hosts = new HashSet<>();
        for (FarmView.Proc proc : view.procs.values()) {
            boolean counts = view.layers.stream()
                    .anyMatch(layer -> layer.job() == proc.job()
                            && layer.index() == proc.layer()
                            && layer.limits().contains(limit));
            if (counts) {
                hosts.add(proc.host());
            }
        }
        return hosts;
    }

    /** Core units that all caps leave. */
    long room(FarmView.Layer layer, FarmView.Host host) {
        FarmView.Job job = job(layer);
        FarmConfig.Share share = config.shares.get(job.show() * 1_000 + host.allocation());
        if (share == null) {
            return 0;
        }
        long room = share.burst()
                - view.usage(RecordKind.SUBSCRIPTION, job.show() * 1_000 + host.allocation())
                        .cores();
        if (job.maxCores() >= 0) {
            room = Math.min(room, job.maxCores() - (job.usedCores() - job.localCores()));
        }
        for (long folder = job.folder(); folder != 0; ) {
            FarmConfig.Folder known = config.folders.get(folder);
            if (known == null) {
                break;
            }
            if (known.maxCores() >= 0) {
                room = Math.min(
                        room,
                        known.maxCores() - view.usage(RecordKind.FOLDER, folder).cores());
            }
            folder = known.parent();
        }
        return room;
    }
}
