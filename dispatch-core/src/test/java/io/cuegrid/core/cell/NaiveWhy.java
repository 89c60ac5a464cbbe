package io.cuegrid.core.cell;

import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.RecordKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why frames wait, found out in plain words from what reads tell, once booking has settled: under which reasons the frames of a
 * layer must be counted. Where several hosts give several reasons of equal rank, any of them will do.
 */
final class NaiveWhy {
    private static final int LEAST = 10;
    private static final Set<WhyReason> AFTER_ROOM =
            EnumSet.of(WhyReason.RESERVED, WhyReason.KEPT_FOR_GPUS, WhyReason.LIMIT);

    private final FarmConfig config;
    private final FarmView view;
    private final NaiveChooser chooser;
    private final Map<List<Long>, Long> raised;
    private final List<Long> pausedHosts;
    private final long dueMillis;
    private boolean couldTell;

    NaiveWhy(
            FarmConfig config,
            FarmView view,
            NaiveChooser chooser,
            Map<List<Long>, Long> raised,
            List<Long> pausedHosts,
            long dueMillis) {
        this.config = config;
        this.view = view;
        this.chooser = chooser;
        this.raised = raised;
        this.pausedHosts = pausedHosts;
        this.dueMillis = dueMillis;
    }

    /** Whether the last layer that was looked at lets it tell what must be said. */
    boolean couldTell() {
        return couldTell;
    }

    /** What is wrong with the lines of a layer, in words; null: nothing. */
    @Nullable
    String findWrong(FarmView.Layer layer, List<WhyLine> lines) {
        couldTell = true;
        Map<WhyReason, Integer> counted = new EnumMap<>(WhyReason.class);
        for (WhyLine line : lines) {
            if (line.layer() == layer.index() && line.frames() > 0) {
                counted.merge(line.reason(), line.frames(), Integer::sum);
            }
        }
        int waiting = layer.counts()[FrameState.WAITING.value()];
        int depend = layer.counts()[FrameState.DEPEND.value()];
        int checkpoint = layer.counts()[FrameState.CHECKPOINT.value()];
        WhyReason held = ofJob(chooser.job(layer));
        if (held != null) {
            int all = waiting + depend + checkpoint;
            boolean right = all == 0 ? counted.isEmpty() : counted.equals(Map.of(held, all));
            return right ? null : "all under " + held + " but " + counted;
        }
        if (!take(counted, WhyReason.DEPENDS, depend) || !take(counted, WhyReason.CHECKPOINT, checkpoint)) {
            return depend + " of depends and " + checkpoint + " at a checkpoint are not counted so, beside " + counted;
        }
        FarmView.Frame plain = plainFrame(layer);
        if (waiting == 0 || plain == null) {
            couldTell = waiting == 0;
            return waiting == 0 && !counted.isEmpty() ? "nothing waits but " + counted : null;
        }
        Set<WhyReason> right = ofWaiting(plain, layer);
        couldTell = !right.isEmpty();
        boolean one = counted.size() == 1
                && right.contains(counted.keySet().iterator().next());
        return right.isEmpty() || one ? null : "one of " + right + " but " + counted;
    }

    private static boolean take(Map<WhyReason, Integer> counted, WhyReason reason, int frames) {
        Integer found = counted.remove(reason);
        return (found == null ? 0 : found) == frames;
    }

    /** A frame of the layer that asks for what the layer does, if all that wait do; else null. */
    private FarmView.@Nullable Frame plainFrame(FarmView.Layer layer) {
        FarmView.Frame found = null;
        for (FarmView.Frame frame : view.frames) {
            if (frame.job() == layer.job() && frame.layer() == layer.index() && frame.state() == FrameState.WAITING) {
                if (raised.getOrDefault(List.of(frame.job(), (long) frame.ordinal()), 0L) > layer.memory()) {
                    return null;
                }
                found = frame;
            }
        }
        return found;
    }

    /** What holds every frame of the job back, whatever it waits for. */
    private @Nullable WhyReason ofJob(FarmView.Job job) {
        if (job.state() == JobState.FINISHED || job.state() == JobState.SHUTDOWN) {
            return WhyReason.ENDED;
        }
        if (job.state() == JobState.POSTED) {
            return WhyReason.PARENT;
        }
        if (job.paused()) {
            return WhyReason.PAUSED;
        }
        return config.bookable.getOrDefault(job.show(), false) ? null : WhyReason.SHOW_CLOSED;
    }

    private Set<WhyReason> ofWaiting(FarmView.Frame frame, FarmView.Layer layer) {
        FarmView.Job job = chooser.job(layer);
        if (layer.startAfter() > dueMillis) {
            return EnumSet.of(WhyReason.START_TIME, WhyReason.DELAYED);
        }
        boolean cores = job.maxCores() < 0 || job.maxCores() - (job.usedCores() - job.localCores()) >= least(layer);
        boolean gpus = job.maxGpus() < 0 || job.maxGpus() - (job.usedGpus() - job.localGpus()) >= layer.gpus();
        if (!cores || !gpus) {
            return EnumSet.of(WhyReason.JOB_CAP);
        }
        for (long folder = job.folder(); folder != 0; ) {
            FarmConfig.Folder known = config.folders.get(folder);
            if (known == null) {
                break;
            }
            FarmView.Usage used = view.usage(RecordKind.FOLDER, folder);
            boolean full = (known.maxCores() >= 0 && known.maxCores() - used.cores() < least(layer))
                    || (known.maxGpus() >= 0 && known.maxGpus() - used.gpus() < layer.gpus());
            if (full) {
                return EnumSet.of(WhyReason.FOLDER_CAP);
            }
            folder = known.parent();
        }
        return ofHosts(frame, layer, job);
    }

    /** Each host drops out at the first thing that speaks against it; the one that comes furthest says the reason. */
    private Set<WhyReason> ofHosts(FarmView.Frame frame, FarmView.Layer layer, FarmView.Job job) {
        Set<WhyReason> seen = new HashSet<>();
        boolean byNameOnly = true;
        boolean named = true;
        boolean room = false;
        for (FarmView.Host host : view.hosts.values()) {
            if (!chooser.matches(layer, host) || (isGpuWork(layer) && host.gpus() == 0 && host.gpuMemory() == 0)) {
                continue;
            }
            named &= layer.tags().contains(host.name());
            byNameOnly &= layer.tags().stream()
                    .noneMatch(tag -> !tag.equals(host.name()) && host.tags().contains(tag));
            WhyReason reason = ofHost(layer, job, host);
            boolean mayRest = reason != WhyReason.HOSTS_TOO_SMALL && reason != WhyReason.HOSTS_DOWN;
            if (mayRest && pausedHosts.contains(host.number())) {
                // whether it rests still is not told
                return Set.of();
            }
            seen.add(reason);
            boolean free = reason == WhyReason.HOSTS_BUSY
                    && host.idleCores() >= LEAST
                    && host.idleMemory() >= NaiveChooser.MIN_MEMORY_KIB
                    && chooser.fits(frame, layer, host);
            room |= free;
        }
        WhyReason beforeLimits = first(
                seen, WhyReason.HOSTS_BUSY, WhyReason.JOB_CAP, WhyReason.SUBSCRIPTION_BURST, WhyReason.NO_SUBSCRIPTION);
        if (beforeLimits != null && beforeLimits != WhyReason.HOSTS_BUSY) {
            return EnumSet.of(beforeLimits);
        }
        if (isLimited(layer)) {
            return EnumSet.of(WhyReason.LIMIT);
        }
        if (beforeLimits != null) {
            return room ? AFTER_ROOM : EnumSet.of(WhyReason.HOSTS_BUSY);
        }
        if (seen.contains(WhyReason.HOSTS_DOWN)) {
            return byNameOnly
                    ? EnumSet.of(WhyReason.PINNED_HOST_DOWN)
                    : named
                            ? EnumSet.of(WhyReason.PINNED_HOST_DOWN, WhyReason.HOSTS_DOWN)
                            : EnumSet.of(WhyReason.HOSTS_DOWN);
        }
        return EnumSet.of(seen.isEmpty() ? WhyReason.NO_HOST : WhyReason.HOSTS_TOO_SMALL);
    }

    private static @Nullable WhyReason first(Set<WhyReason> seen, WhyReason... furthestFirst) {
        for (WhyReason reason : furthestFirst) {
            if (seen.contains(reason)) {
                return reason;
            }
        }
        return null;
    }

    /** What speaks against a host of the right kind; {@link WhyReason#HOSTS_BUSY}: nothing but what runs there. */
    private WhyReason ofHost(FarmView.Layer layer, FarmView.Job job, FarmView.Host host) {
        boolean large = layer.memory() <= host.memory()
                && layer.gpus() <= host.gpus()
                && layer.gpuMemory() <= host.gpuMemory()
                && layer.minCores() <= host.cores()
                && leaves(Long.MAX_VALUE, layer, host);
        if (!large) {
            return WhyReason.HOSTS_TOO_SMALL;
        }
        if (!NaiveChooser.isUp(host)) {
            return WhyReason.HOSTS_DOWN;
        }
        long number = job.show() * 1_000 + host.allocation();
        FarmConfig.Share share = config.shares.get(number);
        if (share == null) {
            return WhyReason.NO_SUBSCRIPTION;
        }
        long burst = share.burst() - view.usage(RecordKind.SUBSCRIPTION, number).cores();
        if (!leaves(burst, layer, host)) {
            return WhyReason.SUBSCRIPTION_BURST;
        }
        return leaves(chooser.room(layer, host), layer, host) ? WhyReason.HOSTS_BUSY : WhyReason.JOB_CAP;
    }

    /** Whether so much room lets a frame run on the host if nothing else did. */
    private static boolean leaves(long room, FarmView.Layer layer, FarmView.Host host) {
        if (layer.minCores() > 0) {
            return room >= least(layer);
        }
        int whole = NaiveChooser.wholeHost(layer, host);
        return whole >= LEAST && whole <= room;
    }

    private boolean isLimited(FarmView.Layer layer) {
        for (long limit : layer.limits()) {
            boolean full = view.usage(RecordKind.LIMIT, limit).running() >= config.limits.getOrDefault(limit, 0);
            if (full && !config.hostLimits.contains(limit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGpuWork(FarmView.Layer layer) {
        return layer.gpus() > 0 || layer.gpuMemory() > 0;
    }

    private static int least(FarmView.Layer layer) {
        return Math.max(LEAST, layer.minCores());
    }
}
