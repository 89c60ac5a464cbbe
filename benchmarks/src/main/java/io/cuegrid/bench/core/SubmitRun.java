package io.cuegrid.bench.core;

import io.cuegrid.bench.report.Allocations;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.bench.workload.Workloads;
import io.cuegrid.core.StateMachine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** One job of 100,000 frames with a frame-by-frame depend: how long until it is visible, and its longest batch. */
final class SubmitRun {
    private static final double NANOS_A_MILLI = 1e6;

    private final LongFunction<StateMachine> newCell;
    private final boolean shadowed;

    SubmitRun(LongFunction<StateMachine> newCell, boolean shadowed) {
        this.newCell = newCell;
        this.shadowed = shadowed;
    }

    /** @param repetitions jobs in one cell, of which the first half warms up; the longest batch is that of all the others */
    CoreResult run(int repetitions) {
        Workload farm = Workloads.latency();
        long timeMillis = TimeUnit.DAYS.toMillis(20_000);
        BenchCell cell = new BenchCell(farm, newCell, timeMillis, shadowed);
        CellDriver driver = cell.driver();
        double[] totals = new double[repetitions];
        double longestMillis = 0;
        double longestCpuMillis = 0;
        double[] bytes = new double[repetitions];
        long nanos = 0;
        long cpuNanos = 0;
        for (int i = 0; i < repetitions; i++) {
            List<JobSpec> job = Workloads.largeJob(i);
            cell.launch(job, false, true);
            long bytesBefore = Allocations.bytes();
            long cpuBefore = Allocations.cpuNanos();
            long begin = System.nanoTime();
            boolean warm = i >= repetitions / 2;
            do {
                long batchCpuBegin = Allocations.cpuNanos();
                long batchBegin = System.nanoTime();
                driver.decide(timeMillis);
                if (warm) {
                    longestMillis = Math.max(longestMillis, (System.nanoTime() - batchBegin) / NANOS_A_MILLI);
                    longestCpuMillis =
                            Math.max(longestCpuMillis, (Allocations.cpuNanos() - batchCpuBegin) / NANOS_A_MILLI);
                }
            } while (driver.hasWork());
            totals[i] = (System.nanoTime() - begin) / NANOS_A_MILLI;
            nanos += System.nanoTime() - begin;
            cpuNanos += Allocations.cpuNanos() - cpuBefore;
            bytes[i] = (double) (Allocations.bytes() - bytesBefore) / job.get(0).frames();
        }
        return new CoreResult(
                "submit",
                null,
                null,
                null,
                null,
                median(bytes),
                null,
                median(totals),
                longestMillis,
                longestCpuMillis,
                (double) cpuNanos / nanos,
                null,
                Allocations.heapMiB(),
                Allocations.offHeapMiB(),
                0,
                driver.eventCount(),
                driver.shadowIsEqual());
    }

    private static double median(double[] all) {
        double[] warm = Arrays.copyOfRange(all, all.length / 2, all.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}
