package io.cuegrid.bench.farm;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps enough frames waiting: launches jobs over the API while fewer wait than the workload wants. What was launched and
 * nobody ordered yet bounds it; when some of that is held by depends the grid says how many really wait.
 *
 * <p>Threading: a few threads of its own, so that a launch that waits for its answer does not hold the next one up;
 * counters may be read by any.
 */
final class JobFeeder implements AutoCloseable {
    private static final int THREADS = 32;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final Workload workload;
    private final GridClient client;
    private final HostFleet fleet;
    private final List<Thread> threads = new ArrayList<>();
    private final CoreMix mix = new CoreMix();
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;
    private double framesPerSecondMax = Double.POSITIVE_INFINITY;
    private long startNanos;
    private long launchedFrames;
    private long claimedFrames;
    private long waitingInGrid;
    private long askedNanos;
    private long claimedWhenAsked;
    private int nextLaunch;

    JobFeeder(Workload workload, GridClient client, HostFleet fleet) {
        this.workload = workload;
        this.client = client;
        this.fleet = fleet;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::run, "feeder-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Bounds what it launches, averaged from its start on. */
    JobFeeder atMost(double framesPerSecond) {
        framesPerSecondMax = framesPerSecond;
        return this;
    }

    void start() {
        startNanos = System.nanoTime();
        threads.forEach(Thread::start);
    }

    /** Frames of acknowledged launches by the cores that they ask for. */
    CoreMix mix() {
        return mix;
    }

    /** Frames of acknowledged launches. */
    synchronized long launchedFrames() {
        return launchedFrames;
    }

    /** Frames of acknowledged launches that no host was ordered yet, those that depends hold among them. */
    long notOrdered() {
        return launchedFrames() - fleet.orderedCount();
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
                @Nullable List<JobSpec> jobs = next();
                if (jobs == null) {
                    LockSupport.parkNanos(IDLE_NANOS);
                } else {
                    launch(jobs);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** The next launch, or null while enough waits. */
    private synchronized @Nullable List<JobSpec> next() {
        if (!isWanted()) {
            return null;
        }
        List<JobSpec> jobs = workload.launches().launch(nextLaunch++);
        claimedFrames += frames(jobs);
        return jobs;
    }

    private boolean isWanted() {
        if (claimedFrames > framesPerSecondMax * (System.nanoTime() - startNanos) / 1e9) {
            return false;
        }
        long notOrdered = claimedFrames - fleet.orderedCount();
        if (notOrdered >= workload.maxPendingFrames()) {
            return false;
        }
        if (notOrdered < workload.keepRunnableFrames()) {
            return true;
        }
        if (!workload.hasDepends()) {
            return false;
        }
        // more are pending than need to wait: some are held by depends, only the grid knows how many
        long now = System.nanoTime();
        if (now - askedNanos > STATUS_NANOS) {
            askedNanos = now;
            waitingInGrid = client.status().getCellsList().stream()
                    .mapToLong(CellStatus::getWaitingFrames)
                    .sum();
            claimedWhenAsked = claimedFrames;
        }
        return waitingInGrid + claimedFrames - claimedWhenAsked < workload.keepRunnableFrames();
    }

    private void launch(List<JobSpec> jobs) {
        while (true) {
            try {
                client.launch(jobs);
                break;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
                    throw e;
                }
                LockSupport.parkNanos(REFUSED_NANOS);
            }
        }
        for (JobSpec job : jobs) {
            job.layers().forEach(layer -> mix.add(layer.coreUnits(), layer.frames()));
        }
        synchronized (this) {
            launchedFrames += frames(jobs);
        }
    }

    private static long frames(List<JobSpec> jobs) {
        return jobs.stream().mapToLong(JobSpec::frames).sum();
    }

    /** Launches nothing more; returns when the last launch is acknowledged. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join(CLOSE_MILLIS);
        }
    }
}
