package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A storm of completions, measured by turns alone and with tools that read beside it. A thousand jobs that
 * wait for a person are there all the time, as they are on a farm; the readers page through jobs that run.
 */
final class ReadsLoad implements FarmLoad {
    /** Jobs in every answer of GetJobs, at least. */
    static final int JOBS = 1_000;

    private static final int JOBS_A_LAUNCH = 50;
    private static final int READS_PER_SECOND = 100;
    /** While it warms up: what each call runs through is compiled after some thousands of calls. */
    private static final int WARM_READS_PER_SECOND = 400;
    /** How long it is measured with or without reads at a time. */
    private static final long TURN_SECONDS = 5;

    private static final long END_SECONDS = 180;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) throws InterruptedException {
        List<String> held = hold(stage);
        JobFeeder feeder = new JobFeeder(stage.workload(), stage.client(), stage.fleet());
        feeder.start();
        stage.progress().accept("warming up for " + warmUpSeconds + " s, reads too");
        try (Readers warm = new Readers(stage.reader(), feeder::someJobId, WARM_READS_PER_SECOND)) {
            pass(stage, feeder, warmUpSeconds);
            warm.finish();
        }
        List<Window.Result> alone = new ArrayList<>();
        List<Window.Result> beside = new ArrayList<>();
        List<Readers.Result> answered = new ArrayList<>();
        long turns = Math.max(1, seconds / TURN_SECONDS);
        for (long turn = 0; turn < 2 * turns; turn++) {
            // without, with, with, without: what grows in the course of the run counts for both alike
            boolean reading = turn % 4 == 1 || turn % 4 == 2;
            stage.progress().accept("measuring for " + seconds / turns + " s with" + (reading ? "" : "out") + " reads");
            List<Window.Result> windows = reading ? beside : alone;
            if (reading) {
                beside(stage, feeder, seconds / turns, beside, answered);
            } else {
                Window window = Window.begin(stage);
                pass(stage, feeder, seconds / turns);
                alone.add(window.end());
            }
            stage.progress()
                    .accept("  " + Math.round(windows.get(windows.size() - 1).lifecyclesPerSecond()) + " lifecycles/s");
        }
        Window.Result without = alone.stream().reduce(Window.Result::plus).orElseThrow();
        Window.Result with = beside.stream().reduce(Window.Result::plus).orElseThrow();
        Readers.Result reads = answered.stream().reduce(Readers.Result::plus).orElseThrow();
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

    private static void beside(
            FarmStage stage, JobFeeder feeder, long seconds, List<Window.Result> windows, List<Readers.Result> answered)
            throws InterruptedException {
        try (Readers readers = new Readers(stage.reader(), feeder::someJobId, READS_PER_SECOND)) {
            Window window = Window.begin(stage);
            pass(stage, feeder, seconds);
            answered.add(readers.finish());
            windows.add(window.end());
        }
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
