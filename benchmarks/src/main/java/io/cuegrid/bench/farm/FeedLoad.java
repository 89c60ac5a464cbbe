package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.HostSpec;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** A feeder keeps frames waiting, the hosts run them: drain, completionstorm, maestro. */
final class FeedLoad implements FarmLoad {
    private static final long END_SECONDS = 180;

    private final boolean keepsFull;

    /** @param keepsFull whether frames take time, so that it matters how full the farm is */
    FeedLoad(boolean keepsFull) {
        this.keepsFull = keepsFull;
    }

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) throws InterruptedException {
        JobFeeder feeder = new JobFeeder(stage.workload(), stage.client(), stage.fleet());
        feeder.start();
        stage.progress().accept("warming up for " + warmUpSeconds + " s");
        new Watch(stage, feeder, keepsFull).look(warmUpSeconds);
        stage.progress().accept("measuring for " + seconds + " s");
        long launchedBefore = feeder.launchedFrames();
        Window window = Window.begin(stage);
        feeder.forgetLeastWaiting();
        Watch watch = new Watch(stage, feeder, keepsFull);
        watch.look(seconds);
        Window.Result result = window.end();
        Figures more = new Figures()
                .number("launchedPerSecond", (feeder.launchedFrames() - launchedBefore) / result.seconds(), 0)
                .number("leastWaiting", (double) feeder.leastWaiting(), 0);
        if (keepsFull) {
            more.number("leastBooked", watch.leastBooked, 4);
            more.text("bookedOfSeconds", watch.bookedSeconds.toString());
            more.text("utilisationOfSeconds", watch.seconds.toString());
            more.number("mixDeviation", stage.fleet().mix().deviation(feeder.mix()), 4);
        }
        feeder.close();
        feeder.requireNoFailure();
        long launched = feeder.launchedFrames();
        HostFleet fleet = stage.fleet();
        stage.progress().accept("letting " + (launched - fleet.completedCount()) + " frames end");
        stage.await(
                "all frames have ended", END_SECONDS, () -> fleet.completedCount() >= launched && fleet.isSettled());
        return new Measured(
                launched, result, keepsFull ? watch.sum / seconds : null, keepsFull ? watch.least : null, null, more);
    }

    /**
     * Looks at the farm many times a second: a second counts with the mean of its looks. What runs is what the hosts see, from
     * an order's arrival to the run's end; what is booked is what the grid says.
     */
    private static final class Watch {
        private static final int LOOKS_A_SECOND = 20;
        private static final int LOOKS_A_QUESTION = 4;

        private final FarmStage stage;
        private final JobFeeder feeder;
        private final boolean asks;
        private final StringJoiner seconds = new StringJoiner(" ");
        private final StringJoiner bookedSeconds = new StringJoiner(" ");
        private double sum;
        private double least = 1;
        private double leastBooked = 1;

        Watch(FarmStage stage, JobFeeder feeder, boolean asks) {
            this.stage = stage;
            this.feeder = feeder;
            this.asks = asks;
        }

        void look(long count) {
            double total = HostSpec.coreUnits(stage.workload().hosts());
            long begin = System.nanoTime();
            for (long second = 0; second < count; second++) {
                long completed = stage.fleet().completedCount();
                double share = 0;
                double booked = 0;
                for (int look = 1; look <= LOOKS_A_SECOND; look++) {
                    FarmStage.waitUntil(
                            begin + TimeUnit.SECONDS.toNanos(second) + TimeUnit.SECONDS.toNanos(look) / LOOKS_A_SECOND);
                    share += stage.fleet().busyCoreUnits() / total / LOOKS_A_SECOND;
                    if (asks && look % LOOKS_A_QUESTION == 0) {
                        booked += stage.client().bookedCores() * HostSpec.CORE_UNITS / total;
                    }
                }
                booked *= (double) LOOKS_A_QUESTION / LOOKS_A_SECOND;
                feeder.requireNoFailure();
                stage.requireNoFailure();
                sum += share;
                least = Math.min(least, share);
                leastBooked = Math.min(leastBooked, booked);
                seconds.add(String.format(Locale.ROOT, "%.3f", share));
                bookedSeconds.add(String.format(Locale.ROOT, "%.3f", booked));
                stage.progress()
                        .accept(String.format(
                                Locale.ROOT,
                                "  %d lifecycles, %.1f %% of the cores run, %.1f %% are booked, at least %d frames waited",
                                stage.fleet().completedCount() - completed,
                                100 * share,
                                100 * booked,
                                feeder.leastWaiting()));
            }
        }
    }
}
