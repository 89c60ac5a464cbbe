package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.HostSpec;
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
        new Watch(stage, feeder).look(warmUpSeconds);
        stage.progress().accept("measuring for " + seconds + " s");
        long launchedBefore = feeder.launchedFrames();
        Window window = Window.begin(stage);
        Watch watch = new Watch(stage, feeder);
        watch.look(seconds);
        Window.Result result = window.end();
        Figures more = new Figures()
                .number("launchedPerSecond", (feeder.launchedFrames() - launchedBefore) / result.seconds(), 0)
                .number("leastWaiting", (double) watch.leastNotOrdered, 0);
        if (keepsFull) {
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

    /** Looks at the farm once a second. */
    private static final class Watch {
        private final FarmStage stage;
        private final JobFeeder feeder;
        private long leastNotOrdered = Long.MAX_VALUE;
        private double sum;
        private double least = 1;

        Watch(FarmStage stage, JobFeeder feeder) {
            this.stage = stage;
            this.feeder = feeder;
        }

        void look(long seconds) {
            long total = HostSpec.coreUnits(stage.workload().hosts());
            long begin = System.nanoTime();
            for (long second = 1; second <= seconds; second++) {
                FarmStage.waitUntil(begin + TimeUnit.SECONDS.toNanos(second));
                feeder.requireNoFailure();
                stage.requireNoFailure();
                leastNotOrdered = Math.min(leastNotOrdered, feeder.notOrdered());
                double share = (double) stage.fleet().busyCoreUnits() / total;
                sum += share;
                least = Math.min(least, share);
            }
        }
    }
}
