package io.cuegrid.host.frame;

import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.ProcState;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One run of one frame on this host, from its order to its completion.
 *
 * <p>Threading: the daemon's loop writes all but usage and logGrownNanos, which the sampler and the log watcher publish.
 */
final class FrameRun {
    /** Where a run is. */
    enum Phase {
        /** The order is on disk, the runner may have been started. */
        STARTING,
        /** The command's process is known. */
        RUNNING,
        /** The exit record was read; what is left of its processes is being removed. */
        ENDED
    }

    final long proc;
    final LaunchOrder order;
    final RunFolder folder;
    final long acceptedNanos;
    final @Nullable FramePlan plan;
    /** Started by an earlier daemon. */
    final boolean adopted;

    Phase phase = Phase.STARTING;

    @Nullable
    Process runnerProcess;

    RunFolder.@Nullable Identity runner;
    volatile RunFolder.@Nullable Identity child;
    boolean frozen;
    int failuresLogged;
    long endSeenNanos;

    @Nullable
    ExitRecord exit;

    long runnerStartedNanos;

    @Nullable
    Kill kill;

    /** What the footer's file holds. */
    Usage usageOnDisk = Usage.NONE;

    volatile Usage usage = Usage.NONE;
    volatile long logGrownNanos;
    volatile @Nullable Path log;

    /** An end that the daemon brings about. @param discard nobody wants its completion */
    record Kill(String reason, boolean byOrder, boolean discard, long sinceNanos) {}

    long termNanos;
    long killNanos;

    FrameRun(LaunchOrder order, RunFolder folder, @Nullable FramePlan plan, boolean adopted, long nowNanos) {
        this.proc = order.getProc();
        this.order = order;
        this.folder = folder;
        this.plan = plan;
        this.adopted = adopted;
        this.acceptedNanos = nowNanos;
        this.logGrownNanos = nowNanos;
    }

    ProcState state(ProcState.State state) {
        return ProcState.newBuilder()
                .setProc(proc)
                .setEpoch(order.getEpoch())
                .setJobId(order.getJobId())
                .setFrameOrdinal(order.getFrameOrdinal())
                .setState(state)
                .build();
    }
}
