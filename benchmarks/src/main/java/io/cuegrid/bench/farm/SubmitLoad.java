package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.JobSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Jobs of 100,000 frames over the API, one after the other: how long until each is acknowledged. Every frame then runs
 * before the next job comes.
 */
final class SubmitLoad implements FarmLoad {
    private static final int MEASURED_JOBS_MIN = 3;
    private static final int UNMEASURED_JOBS_MIN = 2;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);
    private static final long END_SECONDS = 180;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) {
        Histogram submit = new Histogram(LONGEST_MICROS, 3);
        stage.progress().accept("launching jobs of 100,000 frames for " + warmUpSeconds + " + " + seconds + " s");
        long launched = launchFor(stage, 0, warmUpSeconds, UNMEASURED_JOBS_MIN, 0, new Histogram(LONGEST_MICROS, 3));
        Window window = Window.begin(stage);
        int jobs = (int) (launched / frames(stage, 0));
        launched = launchFor(stage, jobs, seconds, MEASURED_JOBS_MIN, launched, submit);
        Window.Result result = window.end();
        stage.await("all is acknowledged", END_SECONDS, stage.fleet()::isSettled);
        return new Measured(
                launched,
                result,
                null,
                null,
                null,
                new Figures()
                        .number("jobs", (double) submit.getTotalCount(), 0)
                        .number("framesPerJob", (double) frames(stage, 0), 0)
                        .number("submitMillisP50", submit.getValueAtPercentile(50) / MICROS_PER_MILLI, 1)
                        .number("submitMillisMax", submit.getMaxValue() / MICROS_PER_MILLI, 1));
    }

    private static int frames(FarmStage stage, int index) {
        return stage.workload().launches().launch(index).stream()
                .mapToInt(JobSpec::frames)
                .sum();
    }

    private static long launchFor(
            FarmStage stage, int firstJob, long seconds, int atLeast, long launchedBefore, Histogram micros) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long launched = launchedBefore;
        for (int i = 0; i < atLeast || System.nanoTime() < end; i++) {
            List<JobSpec> jobs = stage.workload().launches().launch(firstJob + i);
            long begin = System.nanoTime();
            stage.client().launch(jobs);
            micros.recordValue((System.nanoTime() - begin) / NANOS_PER_MICRO);
            launched += jobs.stream().mapToInt(JobSpec::frames).sum();
            long all = launched;
            stage.await(
                    "the job's frames have ended",
                    END_SECONDS,
                    () -> stage.fleet().completedCount() >= all);
        }
        return launched;
    }
}
