package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A storm of completions, measured twice in one run: alone first, then with tools that read beside it. A thousand jobs that
 * wait for a person are there all the time, as they are on a farm; the readers page through jobs that run.
 */
final class ReadsLoad implements FarmLoad {
    /** Jobs in every answer of GetJobs, at least. */
    static final int JOBS = 1_000;

    private static final int JOBS_A_LAUNCH = 50;
    private static final int READS_PER_SECOND = 100;
    private static final long END_SECONDS = 180;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) throws InterruptedException {
        List<String> held = hold(stage);
        JobFeeder feeder = new JobFeeder(stage.workload(), stage.client(), stage.fleet());
        feeder.start();
        stage.progress().accept("warming up for " + warmUpSeconds + " s, reads too");
        try (Readers warm = new Readers(stage.client(), feeder::someJobId, READS_PER_SECOND)) {
            pass(stage, feeder, warmUpSeconds);
            warm.finish();
        }
        stage.progress().accept("measuring for " + seconds + " s without reads");
        Window alone = Window.begin(stage);
        pass(stage, feeder, seconds);
        Window.Result without = alone.end();
        stage.progress().accept("measuring for " + seconds + " s with reads");
        Window.Result with;
        Readers.Result reads;
        try (Readers readers = new Readers(stage.client(), feeder::someJobId, READS_PER_SECOND)) {
            Window beside = Window.begin(stage);
            pass(stage, feeder, seconds);
            with = beside.end();
            reads = readers.finish();
        }
        feeder.close();
        feeder.requireNoFailure();
        held.forEach(stage.client()::resume);
        long launched = feeder.launchedFrames() + held.size();
        HostFleet fleet = stage.fleet();
        stage.progress().accept("letting " + (launched - fleet.completedCount()) + " frames end");
        stage.await(
                "all frames have ended", END_SECONDS, () -> fleet.completedCount() >= launched && fleet.isSettled());
        return new Measured(
                launched,
                with,
                null,
                null,
                null,
                new Figures()
                        .number("ratio", with.lifecyclesPerSecond() / without.lifecyclesPerSecond(), 3)
                        .number("lifecyclesPerSecondWithout", without.lifecyclesPerSecond(), 0)
                        .number("cpuMicrosWithout", cpuMicros(without), 1)
                        .number("cpuMicrosWith", cpuMicros(with), 1)
                        .number("readsPerSecond", reads.perSecond(), 1)
                        .number("readsFailed", (double) reads.failed(), 0)
                        .number("framesReadMillisP50", reads.frames().getValueAtPercentile(50) / 1e3, 2)
                        .number("framesReadMillisP99", reads.frames().getValueAtPercentile(99) / 1e3, 2)
                        .number("jobsReadMillisP50", reads.jobs().getValueAtPercentile(50) / 1e3, 2)
                        .number("jobsReadMillisP99", reads.jobs().getValueAtPercentile(99) / 1e3, 2));
    }

    /** Processor time of all processes for one lifecycle: what counts when others use the machine too. */
    private static double cpuMicros(Window.Result window) {
        double cpuSeconds = window.nodeCpuSeconds() + window.databaseCpuSeconds() + window.simulatorCpuSeconds();
        return 1e6 * cpuSeconds / Math.max(1, window.lifecycles());
    }

    /** Launches jobs of one frame that do not begin before they are resumed. */
    private static List<String> hold(FarmStage stage) {
        List<String> ids = new ArrayList<>();
        List<JobSpec> jobs = Workloads.oneFrameJobs(JOBS);
        for (int from = 0; from < JOBS; from += JOBS_A_LAUNCH) {
            ids.addAll(stage.client().launchPaused(jobs.subList(from, from + JOBS_A_LAUNCH)));
        }
        return ids;
    }

    private static void pass(FarmStage stage, JobFeeder feeder, long seconds) {
        long begin = System.nanoTime();
        for (long second = 1; second <= seconds; second++) {
            FarmStage.waitUntil(begin + TimeUnit.SECONDS.toNanos(second));
            feeder.requireNoFailure();
            stage.requireNoFailure();
        }
    }
}
