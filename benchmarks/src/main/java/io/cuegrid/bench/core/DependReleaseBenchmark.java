package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workloads;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lifecycles that each let one frame of another layer go: completions of the first layer of a job whose second layer depends
 * on it frame by frame, on 12,800 cores that are booked again at once. A figure is of one completion with its release and its
 * booking. An iteration is one job, to the point where no frame of the first layer waits any more; the ten jobs before
 * the measured ones are 360,000 lifecycles, so that the code is warm.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
public class DependReleaseBenchmark extends CoreBenchmark {
    private static final int FRAMES = 36_000;
    private static final int BATCH = 250;
    private static final long RSS_KIB = 1 << 17;
    private static final long TIME_MILLIS = TimeUnit.DAYS.toMillis(20_000);

    private final Started started = new Started();
    private BenchCell cell;

    /** A fresh cell, so that no frame of the second layer has gone yet. */
    @Setup(Level.Iteration)
    public void fill() {
        cell = new BenchCell(Workloads.submit(), new NewCell(), TIME_MILLIS, false);
        cell.registerHosts(Workloads.submit().hosts());
        started.count = 0;
        cell.launch(Workloads.largeJob(0), false, true);
        cell.settle(TIME_MILLIS, started);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long release() {
        for (int from = 0; from < FRAMES; from += BATCH) {
            for (int i = from; i < from + BATCH; i++) {
                cell.commands().complete(cell.driver().commands(), started.hosts[i], started.procs[i], 1, RSS_KIB);
            }
            cell.driver().decide(TIME_MILLIS);
            cell.driver().forEachRun(started);
        }
        return cell.driver().eventCount();
    }

    private static final class Started implements CellDriver.RunListener {
        private final long[] procs = new long[1 << 18];
        private final long[] hosts = new long[1 << 18];
        private int count;

        @Override
        public void onStarted(FrameStartedDecoder event) {
            procs[count] = event.procNumber();
            hosts[count] = event.hostNumber();
            count++;
        }

        @Override
        public void onStopped(FrameStoppedDecoder event) {}
    }
}
