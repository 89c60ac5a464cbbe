package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.JobSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One-frame jobs on an idle farm, each launched when the one before has ended: what a person waits for. One job is under
 * way at a time, so that no time is left out when one of them is slow.
 */
final class LatencyLoad implements FarmLoad {
    private static final int UNMEASURED_JOBS_MIN = 100;
    private static final int MEASURED_JOBS = 1_000;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final long ORDER_SECONDS = 30;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) {
        HostFleet fleet = stage.fleet();
        Histogram order = new Histogram(LONGEST_MICROS, 3);
        Histogram whole = new Histogram(LONGEST_MICROS, 3);
        Histogram submit = new Histogram(LONGEST_MICROS, 3);
        fleet.keepFirstOrders();
        stage.progress().accept("launching jobs, one by one, for " + warmUpSeconds + " s, then " + MEASURED_JOBS);
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        int unmeasured = Integer.MAX_VALUE;
        int jobs = 0;
        Window window = Window.begin(stage);
        for (int i = 0; i - unmeasured < MEASURED_JOBS; i++) {
            if (unmeasured == Integer.MAX_VALUE && i >= UNMEASURED_JOBS_MIN && System.nanoTime() >= warm) {
                unmeasured = i;
                window = Window.begin(stage);
            }
            jobs++;
            List<JobSpec> launch = stage.workload().launches().launch(i);
            long begin = System.nanoTime();
            String id = stage.client().launch(launch).get(0);
            long acknowledged = System.nanoTime();
            long before = i;
            stage.await("job " + i + " was run", ORDER_SECONDS, () -> fleet.completedCount() > before);
            Long ordered = fleet.firstOrderNanos(id);
            if (ordered == null) {
                throw new IllegalStateException("a frame has ended, but none of job " + i + " (" + id + ")");
            }
            if (i >= unmeasured) {
                // an order may be on the wire before the launch's answer is here
                order.recordValue(Math.max(0, ordered - acknowledged) / NANOS_PER_MICRO);
                whole.recordValue((ordered - begin) / NANOS_PER_MICRO);
                submit.recordValue((acknowledged - begin) / NANOS_PER_MICRO);
            }
        }
        Window.Result result = window.end();
        stage.await("all is acknowledged", ORDER_SECONDS, fleet::isSettled);
        return new Measured(
                jobs,
                result,
                null,
                null,
                order,
                new Figures()
                        .number("submitMillisP50", submit.getValueAtPercentile(50) / MICROS_PER_MILLI, 2)
                        .number("submitMillisP99", submit.getValueAtPercentile(99) / MICROS_PER_MILLI, 2)
                        .number("callToOrderMillisP50", whole.getValueAtPercentile(50) / MICROS_PER_MILLI, 2)
                        .number("callToOrderMillisP99", whole.getValueAtPercentile(99) / MICROS_PER_MILLI, 2));
    }
}
