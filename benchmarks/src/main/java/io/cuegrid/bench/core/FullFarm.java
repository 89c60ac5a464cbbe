package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.FramesReleasedDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A farm that is full and stays so, for JMH: what runs longest ends next. Orders are confirmed and jobs are launched when
 * few frames wait, as part of what is measured.
 *
 * <p>Threading: one thread.
 */
final class FullFarm implements CellDriver.RunListener {
    private static final int RING = 1 << 18;
    private static final int RING_MASK = RING - 1;
    private static final long RSS_KIB = 1 << 18;
    private static final int RUN_MILLIS = 1_000;
    /** Finished jobs leave the memory when the cell hears of the time. */
    private static final int CYCLES_BETWEEN_TICKS = 16;

    private final Workload workload;
    private final BenchCell cell;
    private final CellDriver driver;
    private final long[] procs = new long[RING];
    private final long[] hosts = new long[RING];
    private long timeMillis = TimeUnit.DAYS.toMillis(20_000);
    private long oldest;
    private long confirmed;
    private long newest;
    private long waiting;
    private long pending;
    private int nextLaunch;

    FullFarm(Workload workload) {
        this.workload = workload;
        cell = new BenchCell(workload, new NewCell(), timeMillis, false);
        driver = cell.driver();
        cell.registerHosts(workload.hosts());
        while (isHungry()) {
            feed();
            cell.settle(timeMillis, this);
        }
    }

    CellDriver driver() {
        return driver;
    }

    /** Runs that have not ended. */
    long running() {
        return newest - oldest;
    }

    /** Ends so many runs in one batch; what is free is booked again. */
    void cycle(int lifecycles) {
        timeMillis++;
        if (timeMillis % CYCLES_BETWEEN_TICKS == 0) {
            cell.commands().tick(driver.commands());
        }
        for (; confirmed < newest; confirmed++) {
            int slot = (int) confirmed & RING_MASK;
            cell.commands().started(driver.commands(), hosts[slot], procs[slot]);
        }
        for (int i = 0; i < lifecycles && oldest < newest; i++) {
            int slot = (int) oldest++ & RING_MASK;
            cell.commands().complete(driver.commands(), hosts[slot], procs[slot], RUN_MILLIS, RSS_KIB);
        }
        driver.decide(timeMillis);
        driver.forEachRun(this);
        while (isHungry()) {
            feed();
        }
    }

    private boolean isHungry() {
        return waiting < workload.keepRunnableFrames() && pending < workload.maxPendingFrames();
    }

    private void feed() {
        List<JobSpec> jobs = workload.launches().launch(nextLaunch++);
        cell.launch(jobs, false, false);
        for (JobSpec job : jobs) {
            pending += job.frames();
            waiting += job.parentIndex() < 0 ? job.frames() : 0;
        }
        driver.decide(timeMillis);
        driver.forEachRun(this);
    }

    @Override
    public void onStarted(FrameStartedDecoder event) {
        int slot = (int) newest++ & RING_MASK;
        procs[slot] = event.procNumber();
        hosts[slot] = event.hostNumber();
        waiting--;
    }

    @Override
    public void onStopped(FrameStoppedDecoder event) {
        pending--;
    }

    @Override
    public void onReleased(FramesReleasedDecoder event) {
        int frames = event.toOrdinal() - event.fromOrdinal() + 1;
        waiting += event.held() == BooleanType.T ? -frames : frames;
    }
}
