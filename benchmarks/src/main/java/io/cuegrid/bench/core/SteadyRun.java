package io.cuegrid.bench.core;

import io.cuegrid.bench.report.Allocations;
import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.MaestroTimes;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.FramesReleasedDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * A farm that is kept full: procs end as their run times say, what ends is confirmed and completed in batches, the cell
 * books again, and a feeder launches jobs while too few frames wait. The feeder's launches run inside of the measured
 * time; nothing else does.
 *
 * <p>Threading: one thread, that of the caller.
 */
final class SteadyRun {
    /** Cores of a farm by this is more than the frames that run there at a time. */
    private static final int CORES_A_PROC = 2;

    /** What a node's loop gathers under load while a batch is in flight. */
    private static final int COMPLETIONS_A_BATCH = 256;

    private static final int LAUNCHES_A_FEED = 6;
    private static final int BATCHES_BETWEEN_FEEDS = 16;
    private static final int SINGLE_BATCHES = 200_000;
    private static final long RSS_KIB = 1 << 20;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Workload workload;
    private final MaestroTimes times;
    private final BenchCell cell;
    private final CellDriver driver;
    private final RunningProcs procs;
    private final Runs runs;
    private final int maxProcs;
    private final long[] startedProcs;
    private final long[] startedHosts;
    private int startedCount;
    private int nextLaunch;
    private long launchBytes;
    private long launchedFrames;
    private final long totalCoreUnits;
    private double bookedShareSum;
    private int bookedShareCount;
    private boolean fedLastTime;

    SteadyRun(Workload workload, double compress, LongFunction<StateMachine> newCell, boolean shadowed) {
        this.workload = workload;
        times = new MaestroTimes(compress);
        long startMillis = TimeUnit.DAYS.toMillis(20_000);
        cell = new BenchCell(workload, newCell, startMillis, shadowed);
        driver = cell.driver();
        totalCoreUnits = HostSpec.coreUnits(workload.hosts());
        maxProcs = (int) (totalCoreUnits / HostSpec.CORE_UNITS / CORES_A_PROC);
        procs = new RunningProcs(startMillis);
        startedProcs = new long[maxProcs];
        startedHosts = new long[maxProcs];
        runs = new Runs();
    }

    CoreResult run(long warmUpSeconds, long seconds) {
        fillFarm();
        runFor(warmUpSeconds);
        launchBytes = 0;
        launchedFrames = 0;
        bookedShareSum = 0;
        bookedShareCount = 0;
        long lifecyclesBefore = runs.stopped;
        long bytesBefore = Allocations.bytes();
        long cpuBefore = Allocations.cpuNanos();
        long nanos = runFor(seconds);
        double cpuShare = (double) (Allocations.cpuNanos() - cpuBefore) / nanos;
        long bytes = Allocations.bytes() - bytesBefore - launchBytes;
        long lifecycles = runs.stopped - lifecyclesBefore;
        Histogram bookNanos = singles();
        return new CoreResult(
                workload.name(),
                lifecycles * 1e9 / nanos,
                (double) bookNanos.getValueAtPercentile(50),
                (double) bookNanos.getValueAtPercentile(99),
                (double) bytes / lifecycles,
                launchedFrames == 0 ? null : (double) launchBytes / launchedFrames,
                null,
                null,
                null,
                null,
                cpuShare,
                bookedShareSum / bookedShareCount,
                Allocations.heapMiB(),
                Allocations.offHeapMiB(),
                lifecycles,
                driver.eventCount(),
                driver.shadowIsEqual());
    }

    private void fillFarm() {
        cell.registerHosts(workload.hosts());
        do {
            feed();
            cell.settle(procs.nowMillis(), runs);
            feedIfWanted();
        } while (fedLastTime);
    }

    /** @return nanoseconds that it took */
    private long runFor(long seconds) {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        int batches = 0;
        while (System.nanoTime() < end) {
            gather(COMPLETIONS_A_BATCH);
            driver.decide(procs.nowMillis());
            driver.forEachRun(runs);
            if (++batches % BATCHES_BETWEEN_FEEDS == 0) {
                feedIfWanted();
            }
        }
        return System.nanoTime() - begin;
    }

    /** Confirms what was ordered, then lets virtual time pass until enough frames have ended. */
    private void gather(int completions) {
        for (int i = 0; i < startedCount; i++) {
            cell.commands().started(driver.commands(), startedHosts[i], startedProcs[i]);
        }
        startedCount = 0;
        int before = driver.commands().count();
        while (driver.commands().count() - before < completions && procs.count() > 0) {
            procs.step(runs);
        }
    }

    private void feedIfWanted() {
        cell.commands().tick(driver.commands());
        bookedShareSum += (double) runs.busyCoreUnits / totalCoreUnits;
        bookedShareCount++;
        fedLastTime = runs.waiting < workload.keepRunnableFrames() && runs.pending < workload.maxPendingFrames();
        if (fedLastTime) {
            feed();
        }
    }

    private void feed() {
        for (int i = 0; i < LAUNCHES_A_FEED; i++) {
            long before = Allocations.bytes();
            List<JobSpec> jobs = workload.launches().launch(nextLaunch++);
            cell.launch(jobs, false, false);
            for (JobSpec job : jobs) {
                runs.pending += job.frames();
                runs.waiting += job.parentIndex() < 0 ? job.frames() : 0;
                launchedFrames += job.frames();
            }
            driver.decide(procs.nowMillis());
            driver.forEachRun(runs);
            launchBytes += Allocations.bytes() - before;
        }
    }

    /** Batches of one completion: how long one booking takes, its completion included. */
    private Histogram singles() {
        Histogram nanos = new Histogram(LONGEST_NANOS, 3);
        for (int i = 0; i < SINGLE_BATCHES; i++) {
            gather(0);
            driver.decide(procs.nowMillis());
            driver.forEachRun(runs);
            gatherOne();
            long startedBefore = runs.started;
            long begin = System.nanoTime();
            driver.decide(procs.nowMillis());
            long took = System.nanoTime() - begin;
            driver.forEachRun(runs);
            long booked = runs.started - startedBefore;
            if (booked > 0) {
                nanos.recordValue(Math.min(LONGEST_NANOS, took / booked));
            }
            if (i % BATCHES_BETWEEN_FEEDS == 0) {
                feedIfWanted();
            }
        }
        return nanos;
    }

    private void gatherOne() {
        runs.single = true;
        while (driver.commands().count() == 0 && runs.leftOver == 0) {
            procs.step(runs);
        }
        if (driver.commands().count() == 0) {
            runs.takeLeftOver();
        }
        runs.single = false;
    }

    /** Both ends of a run: what the cell starts runs, what ends becomes a command. */
    private final class Runs implements CellDriver.RunListener, RunningProcs.EndListener {
        private final long[] laterProcs = new long[maxProcs];
        private final long[] laterHosts = new long[maxProcs];
        private final int[] laterMillis = new int[maxProcs];
        private int leftOver;
        private boolean single;
        private long started;
        private long stopped;
        private long waiting;
        private long pending;
        private long busyCoreUnits;

        @Override
        public void onReleased(FramesReleasedDecoder event) {
            int frames = event.toOrdinal() - event.fromOrdinal() + 1;
            waiting += event.held() == BooleanType.T ? -frames : frames;
        }

        @Override
        public void onStarted(FrameStartedDecoder event) {
            started++;
            waiting--;
            busyCoreUnits += event.coreUnits();
            long proc = event.procNumber();
            long host = event.hostNumber();
            procs.add(proc, host, times.millis(event.coreUnits()));
            startedProcs[startedCount] = proc;
            startedHosts[startedCount] = host;
            startedCount++;
        }

        @Override
        public void onStopped(FrameStoppedDecoder event) {
            stopped++;
            pending--;
            busyCoreUnits -= event.coreUnits();
        }

        @Override
        public void onEnd(long procNumber, long hostNumber, int runMillis) {
            if (single && driver.commands().count() > 0) {
                laterProcs[leftOver] = procNumber;
                laterHosts[leftOver] = hostNumber;
                laterMillis[leftOver] = runMillis;
                leftOver++;
                return;
            }
            cell.commands().complete(driver.commands(), hostNumber, procNumber, runMillis, RSS_KIB);
        }

        private void takeLeftOver() {
            leftOver--;
            cell.commands()
                    .complete(
                            driver.commands(),
                            laterHosts[leftOver],
                            laterProcs[leftOver],
                            laterMillis[leftOver],
                            RSS_KIB);
        }
    }
}
