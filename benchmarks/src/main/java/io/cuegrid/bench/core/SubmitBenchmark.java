package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workloads;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** One job of 100,000 frames whose second half depends frame by frame on the first, from its command to being visible. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
public class SubmitBenchmark extends CoreBenchmark {
    private static final long TIME_MILLIS = TimeUnit.DAYS.toMillis(20_000);

    private BenchCell cell;
    private int job;

    @Setup(Level.Trial)
    public void make() {
        cell = new BenchCell(Workloads.latency(), new NewCell(), TIME_MILLIS, false);
    }

    @Setup(Level.Iteration)
    public void encode() {
        cell.launch(Workloads.largeJob(job++), false, true);
    }

    @Benchmark
    public long submit() {
        do {
            cell.driver().decide(TIME_MILLIS);
        } while (cell.driver().hasWork());
        return cell.driver().eventCount();
    }
}
