package io.cuegrid.bench.farm;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.LayerSpec;
import io.cuegrid.bench.workload.Workload;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps enough frames waiting: launches jobs over the API while fewer wait than the workload wants, half as many again, and
 * what the hosts take meanwhile. A thread asks the grid how many really wait; between two answers
 * what was launched without a depend is added, and what the hosts were ordered is taken off.
 *
 * <p>Of a tree of jobs five frames in six wait for others at first. Where trees run, a feed that launches only when too few wait goes
 * by gusts: nothing for seconds, because so much was let go, until the narrow frames have run out. So trees are launched as
 * frames end, one for the other; {@link #WIDE_CORE_UNITS Wide} ones do not count there, because they stay.
 *
 * <p>Threading: a few threads of its own, so that a launch that waits for its answer does not hold the next one up;
 * counters may be read by any.
 */
final class JobFeeder implements AutoCloseable {
    /** Jobs that readers choose from. */
    private static final int REMEMBERED = 64;

    private static final int THREADS = 32;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /**
     * Aimed at, of what is to be kept, where trees of jobs of all sizes run: no more than is wanted, because the more narrow
     * frames there are to choose from, the longer wide ones wait for a hole of their size.
     */
    private static final double AIM_OF_TREES = 1.1;
    /** Aimed at, of what is to be kept, where frames take no time; and beside it what hosts take in so many seconds. */
    private static final double AIM = 1.5;

    private static final double AIM_SECONDS = 0.75;

    /** Frames that wait long for a hole of their size on a full farm. */
    private static final int WIDE_CORE_UNITS = 16 * HostSpec.CORE_UNITS;

    /** Launched and not acknowledged yet at most, of what is to be kept. */
    private static final double ON_THE_WAY_MAX = 3;

    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CLOSE_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final Workload workload;
    private final GridClient client;
    private final HostFleet fleet;
    private final List<Thread> threads = new ArrayList<>();
    private final Deque<String> newest = new ArrayDeque<>();
    private final CoreMix mix = new CoreMix();
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;
    private double framesPerSecondMax = Double.POSITIVE_INFINITY;
    private long startNanos;
    private long launchedFrames;
    private long claimedFrames;
    private long claimedNarrow;
    /** Narrow frames that have not ended, when it was last needed that more of them wait: so many there are to be. */
    private long narrowLevel;

    private long waitingInGrid;
    private long leastWaitingInGrid = Long.MAX_VALUE;
    private long freeOnTheWay;
    private long freeSinceAsked;
    private long orderedWhenAsked;
    private long askedNanos;
    private double orderedPerSecond;
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
        Thread asker = new Thread(this::ask, "feeder-asks");
        asker.setDaemon(true);
        threads.add(asker);
    }

    /** Bounds what it launches, averaged from its start on. */
    JobFeeder atMost(double framesPerSecond) {
        framesPerSecondMax = framesPerSecond;
        return this;
    }

    void start() {
        startNanos = System.nanoTime();
        askedNanos = startNanos;
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

    /** Begins to remember the least anew. */
    synchronized void forgetLeastWaiting() {
        leastWaitingInGrid = Long.MAX_VALUE;
    }

    /** The fewest frames that waited for a host, by the grid, each time it was asked. */
    synchronized long leastWaiting() {
        return leastWaitingInGrid;
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
        claimedNarrow += narrowFrames(jobs);
        freeOnTheWay += freeFrames(jobs);
        return jobs;
    }

    private boolean isWanted() {
        if (claimedFrames > framesPerSecondMax * (System.nanoTime() - startNanos) / 1e9) {
            return false;
        }
        long ordered = fleet.orderedCount();
        if (claimedFrames - ordered >= workload.maxPendingFrames()
                || freeOnTheWay >= ON_THE_WAY_MAX * workload.keepRunnableFrames()) {
            return false;
        }
        long waiting = waitingInGrid + freeSinceAsked - (ordered - orderedWhenAsked);
        return workload.hasDepends() ? isTreeWanted(waiting + freeOnTheWay) : waiting < aim();
    }

    private boolean isTreeWanted(long waiting) {
        long narrow = claimedNarrow - fleet.mix().narrowerThan(WIDE_CORE_UNITS);
        if (waiting < AIM_OF_TREES * workload.keepRunnableFrames()) {
            narrowLevel = Math.max(narrowLevel, narrow);
            return true;
        }
        return narrow < narrowLevel;
    }

    private double aim() {
        return AIM * workload.keepRunnableFrames() + AIM_SECONDS * orderedPerSecond;
    }

    /** What is acknowledged while it asks may be in the answer and counts twice until it asks again. */
    private void ask() {
        try {
            while (!closed) {
                long freeBefore;
                synchronized (this) {
                    freeBefore = freeSinceAsked;
                }
                long inGrid = client.status().getCellsList().stream()
                        .mapToLong(CellStatus::getWaitingFrames)
                        .sum();
                synchronized (this) {
                    waitingInGrid = inGrid;
                    leastWaitingInGrid = Math.min(leastWaitingInGrid, inGrid);
                    freeSinceAsked -= freeBefore;
                    long ordered = fleet.orderedCount();
                    long now = System.nanoTime();
                    orderedPerSecond = 1e9 * (ordered - orderedWhenAsked) / Math.max(1, now - askedNanos);
                    orderedWhenAsked = ordered;
                    askedNanos = now;
                }
                LockSupport.parkNanos(STATUS_NANOS);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void launch(List<JobSpec> jobs) {
        while (true) {
            try {
                remember(client.launch(jobs));
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
            freeOnTheWay -= freeFrames(jobs);
            freeSinceAsked += freeFrames(jobs);
        }
    }

    private void remember(List<String> ids) {
        synchronized (newest) {
            newest.addAll(ids);
            while (newest.size() > REMEMBERED) {
                newest.removeFirst();
            }
        }
    }

    /** The id of a job that was launched lately, each time another one; null when there is none yet. */
    @Nullable
    String someJobId() {
        synchronized (newest) {
            String id = newest.pollFirst();
            if (id != null) {
                newest.addLast(id);
            }
            return id;
        }
    }

    /** Frames that no depend holds. */
    private static long freeFrames(List<JobSpec> jobs) {
        return jobs.stream()
                .filter(job -> job.parentIndex() < 0)
                .mapToLong(JobSpec::frames)
                .sum();
    }

    private static long narrowFrames(List<JobSpec> jobs) {
        return jobs.stream()
                .flatMap(job -> job.layers().stream())
                .filter(layer -> layer.coreUnits() < WIDE_CORE_UNITS)
                .mapToLong(LayerSpec::frames)
                .sum();
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
