package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.WorkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of one booking whether something else should have come first on its host, by looking at every frame that waits: the
 * rules of order in plain words. The other half of {@link NaiveChooser}, which says what may run where.
 */
final class NaiveOrder {
    private static final long TIER_STEPS = 1 << 20;
    private static final int CORE = 100;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int BOOST_MAX = 100;
    private static final int PROPORTION_STEPS = 16;

    private final FarmConfig config;
    private final FarmView view;
    private final NaiveChooser chooser;

    NaiveOrder(FarmConfig config, FarmView view, NaiveChooser chooser) {
        this.config = config;
        this.view = view;
        this.chooser = chooser;
    }

    /**
     * @param run that is about to start; the view shows the farm before
     * @return a frame that comes before it on its host and would fit there, said in words; null when there is none
     */
    @Nullable
    String findBefore(Run run) {
        FarmView.Host host = view.hosts.get(run.host());
        FarmView.Layer chosen = view.layers.stream()
                .filter(layer -> layer.job() == run.job() && layer.index() == run.layer())
                .findFirst()
                .orElseThrow();
        FarmView.Frame started = view.frames.stream()
                .filter(frame -> frame.job() == run.job() && frame.ordinal() == run.ordinal())
                .findFirst()
                .orElseThrow();
        if (host == null || host.reservedJob() != 0) {
            return null;
        }
        if (started.state() != FrameState.WAITING || !chooser.mayRun(started, chosen, host)) {
            return started + " of " + chosen + " may not run on " + host;
        }
        for (FarmView.Frame frame : view.frames) {
            if (frame.state() == FrameState.WAITING && !frame.equals(started)) {
                FarmView.Layer layer = chooser.layer(frame);
                if (comesBefore(frame, layer, started, chosen, host) && chooser.mayRun(frame, layer, host)) {
                    return frame + " of " + layer + " of " + view.jobs.get(layer.job()) + " on " + host;
                }
            }
        }
        return null;
    }

    private boolean comesBefore(
            FarmView.Frame frame,
            FarmView.Layer layer,
            FarmView.Frame started,
            FarmView.Layer chosen,
            FarmView.Host host) {
        FarmView.Job job = job(layer);
        FarmView.Job chosenJob = job(chosen);
        if (host.idleGpus() > 0 && isGpuWork(layer) != isGpuWork(chosen)) {
            return isGpuWork(layer);
        }
        if (job.show() != chosenJob.show()) {
            // an owner may prefer a show there
            return !config.owned.contains(host.number()) && tier(job.show(), host) < tier(chosenJob.show(), host);
        }
        if (job.number() != chosenJob.number()) {
            List<Long> key = key(job);
            List<Long> chosenKey = key(chosenJob);
            return key.get(0) < chosenKey.get(0)
                    || (key.get(0).equals(chosenKey.get(0)) && key.get(1) < chosenKey.get(1));
        }
        if (frame.order() != started.order()) {
            return frame.order() < started.order();
        }
        if (layer.index() != chosen.index()) {
            return layer.order() != chosen.order() ? layer.order() < chosen.order() : layer.index() < chosen.index();
        }
        return false;
    }

    private static boolean isGpuWork(FarmView.Layer layer) {
        return layer.gpus() > 0 || layer.gpuMemory() > 0;
    }

    private FarmView.Job job(FarmView.Layer layer) {
        FarmView.Job job = view.jobs.get(layer.job());
        if (job == null) {
            throw new AssertionError("no job of " + layer);
        }
        return job;
    }

    /** Cores in use for each core of the subscription's size; of a size of 0 each core in use counts as one of a size of one core. */
    private long tier(long show, FarmView.Host host) {
        long number = show * 1_000 + host.allocation();
        FarmConfig.Share share = config.shares.get(number);
        long used = view.usage(RecordKind.SUBSCRIPTION, number).cores();
        if (share == null) {
            return Long.MAX_VALUE;
        }
        if (share.size() == 0) {
            return (used / CORE + 1) * TIER_STEPS;
        }
        return used == 0 ? -share.size() : used * TIER_STEPS / share.size();
    }

    /** What a job is ordered by in its show's mode, then its number: smaller ones first. */
    private List<Long> key(FarmView.Job job) {
        WorkMode ofAll = config.modes.getOrDefault(0L, WorkMode.PRIORITY);
        WorkMode mode = config.modes.getOrDefault(job.show(), ofAll);
        long used = (long) job.usedCores() - job.localCores();
        long value = switch (mode) {
            case PRIORITY, FIFO, NULL_VAL -> -(long) job.priority();
            case BALANCED -> {
                long boost = job.minCores() <= 0 || used >= job.minCores()
                        ? 0
                        : BOOST_MAX * (job.minCores() - used) / job.minCores();
                yield -(job.priority() + boost - job.submitted() / DAY_MILLIS);
            }
            case PROPORTIONAL -> used * PROPORTION_STEPS / Math.max(1, job.priority());
        };
        return List.of(value, job.number());
    }
}
