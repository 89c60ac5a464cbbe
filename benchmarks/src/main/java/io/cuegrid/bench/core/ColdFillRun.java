package io.cuegrid.bench.core;

import io.cuegrid.bench.report.Allocations;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** An idle farm and more frames than it has cores for, let go at once: how long until it is full. */
final class ColdFillRun {
    private final Workload workload;
    private final LongFunction<StateMachine> newCell;
    private final boolean shadowed;

    ColdFillRun(Workload workload, LongFunction<StateMachine> newCell, boolean shadowed) {
        this.workload = workload;
        this.newCell = newCell;
        this.shadowed = shadowed;
    }

    /** @param repetitions each with a new cell; the last one counts, so that the code is warm */
    CoreResult run(int repetitions) {
        CoreResult last = once();
        for (int i = 1; i < repetitions; i++) {
            last = once();
        }
        return last;
    }

    private CoreResult once() {
        long timeMillis = TimeUnit.DAYS.toMillis(20_000);
        BenchCell cell = new BenchCell(workload, newCell, timeMillis, shadowed);
        Starts starts = new Starts();
        cell.registerHosts(workload.hosts());
        List<Long> jobs = new ArrayList<>();
        long frames = 0;
        long bytesBefore = Allocations.bytes();
        int index = 0;
        for (List<JobSpec> launch = workload.launches().launch(index);
                !launch.isEmpty();
                launch = workload.launches().launch(index)) {
            cell.driver().forgetNumbers();
            cell.launch(launch, true, false);
            cell.settle(timeMillis, starts);
            jobs.add(cell.driver().firstNumber());
            frames += launch.stream().mapToInt(JobSpec::frames).sum();
            index++;
        }
        long launchBytes = Allocations.bytes() - bytesBefore;
        for (long job : jobs) {
            cell.commands().resume(cell.driver().commands(), job);
        }
        long cpuBefore = Allocations.cpuNanos();
        long begin = System.nanoTime();
        long bytesAtBegin = Allocations.bytes();
        cell.settle(timeMillis, starts);
        long nanos = System.nanoTime() - begin;
        double cpuShare = (double) (Allocations.cpuNanos() - cpuBefore) / nanos;
        long bytes = Allocations.bytes() - bytesAtBegin;
        CellRowDecoder row = cell.driver().cell();
        double utilisation = 1 - (double) row.idleCoreUnits() / row.coreUnits();
        return new CoreResult(
                workload.name(),
                starts.started * 1e9 / nanos,
                (double) nanos / starts.started,
                null,
                (double) bytes / starts.started,
                (double) launchBytes / frames,
                nanos / 1e9,
                null,
                null,
                null,
                cpuShare,
                utilisation,
                Allocations.heapMiB(),
                Allocations.offHeapMiB(),
                starts.started,
                cell.driver().eventCount(),
                cell.driver().shadowIsEqual());
    }

    private static final class Starts implements CellDriver.RunListener {
        private long started;

        @Override
        public void onStarted(FrameStartedDecoder event) {
            started++;
        }

        @Override
        public void onStopped(FrameStoppedDecoder event) {}
    }
}
