package io.cuegrid.bench.farm;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps enough frames waiting: launches jobs over the API while fewer wait than the workload wants. The grid says how
 * many wait; what this feeder launched and nobody ordered yet bounds the rest.
 *
 * <p>Threading: a thread of its own; counters may be read by any.
 */
final class JobFeeder implements AutoCloseable {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Workload workload;
    private final GridClient client;
    private final HostFleet fleet;
    private final Thread thread = new Thread(this::run, "feeder");
    private volatile boolean closed;
    private volatile long launchedFrames;
    private volatile long launchedJobs;
    private volatile @Nullable RuntimeException failure;
    private long waitingInGrid;
    private long askedNanos;
    private long launchedWhenAsked;
    private int nextLaunch;

    JobFeeder(Workload workload, GridClient client, HostFleet fleet) {
        this.workload = workload;
        this.client = client;
        this.fleet = fleet;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Frames of acknowledged launches. */
    long launchedFrames() {
        return launchedFrames;
    }

    long launchedJobs() {
        return launchedJobs;
    }

    /** @throws IllegalStateException when a launch failed for another reason than too much work */
    void requireNoFailure() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw new IllegalStateException("a launch failed: " + cause.getMessage(), cause);
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (isWanted()) {
                    launch();
                } else {
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private boolean isWanted() {
        long notOrdered = launchedFrames - fleet.orderedCount();
        if (notOrdered >= workload.maxPendingFrames()) {
            return false;
        }
        if (notOrdered < workload.keepRunnableFrames()) {
            return true;
        }
        // more are pending than need to wait: some are held by depends, only the grid knows how many
        long now = System.nanoTime();
        if (now - askedNanos > STATUS_NANOS) {
            askedNanos = now;
            waitingInGrid = client.status().getCellsList().stream()
                    .mapToLong(CellStatus::getWaitingFrames)
                    .sum();
            launchedWhenAsked = launchedFrames;
        }
        return waitingInGrid + launchedFrames - launchedWhenAsked < workload.keepRunnableFrames();
    }

    private void launch() {
        List<JobSpec> jobs = workload.launches().launch(nextLaunch);
        try {
            client.launch(jobs);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                LockSupport.parkNanos(REFUSED_NANOS);
                return;
            }
            throw e;
        }
        nextLaunch++;
        launchedJobs += jobs.size();
        launchedFrames += jobs.stream().mapToInt(JobSpec::frames).sum();
    }

    /** Launches nothing more; returns when the last launch is acknowledged. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.MINUTES.toMillis(2));
    }
}
