package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that run thirty frames each and say so as often as the grid takes it, beside short frames on what cores are
 * left. At the end every host says one last thing, and the grid must have that of each.
 */
final class HeartbeatLoad implements FarmLoad {
    private static final long FILL_SECONDS = 300;
    private static final long END_SECONDS = 300;
    private static final long LAST_SECONDS = 60;
    /** The node takes a heartbeat before it is in the map; so long at most the map may be behind. */
    private static final long SHOWN_SECONDS = 5;
    /** Heartbeats sent before the sender looks whether it is ahead of its rate. */
    private static final int BURST = 500;

    /** What the sender offers; what is taken is measured. */
    private static final int OFFERED_PER_SECOND = 80_000;

    /** A little more than the 5,000 that must go on beside: jobs of 500 frames come unevenly. */
    private static final int SHORT_FRAMES_PER_SECOND = 5_100;

    @Override
    public Measured run(FarmStage stage, long warmUpSeconds, long seconds) throws InterruptedException {
        HostFleet fleet = stage.fleet();
        long held = launchLong(stage);
        JobFeeder feeder = new JobFeeder(stage.workload(), stage.client(), fleet).atMost(SHORT_FRAMES_PER_SECOND);
        feeder.start();
        Sender sender = new Sender(fleet.hosts());
        stage.progress().accept("warming up for " + warmUpSeconds + " s");
        sender.sendFor(stage, feeder, warmUpSeconds);
        stage.progress().accept("measuring for " + seconds + " s");
        long takenBefore = fleet.heartbeatsTakenCount();
        Window window = Window.begin(stage);
        sender.sendFor(stage, feeder, seconds);
        Window.Result result = window.end();
        double takenPerSecond = (fleet.heartbeatsTakenCount() - takenBefore) / result.seconds();
        feeder.close();
        feeder.requireNoFailure();
        long stale = sendLast(stage);
        fleet.letGo();
        long launched = held + feeder.launchedFrames();
        stage.await(
                "all frames have ended", END_SECONDS, () -> fleet.completedCount() >= launched && fleet.isSettled());
        return new Measured(
                launched,
                result,
                null,
                null,
                null,
                new Figures()
                        .number("heartbeatsPerSecond", takenPerSecond, 0)
                        .number(
                                "procsPerHeartbeat",
                                (double) held / fleet.hosts().size(),
                                1)
                        .number("staleVitals", (double) stale, 0));
    }

    private static long launchLong(FarmStage stage) {
        List<List<JobSpec>> launches =
                Workloads.longFrames(stage.workload().hosts().size());
        long frames = launches.stream()
                .flatMap(List::stream)
                .mapToLong(JobSpec::frames)
                .sum();
        stage.progress().accept("filling the farm with " + frames + " long frames");
        launches.forEach(stage.client()::launch);
        stage.await("the long frames run", FILL_SECONDS, () -> stage.fleet().orderedCount() >= frames);
        return frames;
    }

    /** @return hosts whose last heartbeat the grid does not show */
    private static long sendLast(FarmStage stage) {
        stage.fleet().stopHeartbeats();
        List<SimulatedHost> hosts = stage.fleet().hosts();
        long mark = HostSpec.GIB_IN_KIB / 2;
        for (int i = 0; i < hosts.size(); i++) {
            SimulatedHost host = hosts.get(i);
            long value = mark + i;
            stage.await(
                    host.spec().name() + " can say its last",
                    LAST_SECONDS,
                    () -> host.beat(System.currentTimeMillis(), value));
        }
        stage.await(
                "the last heartbeats are taken",
                LAST_SECONDS,
                () -> hosts.stream().noneMatch(SimulatedHost::isBeatUnderWay));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHOWN_SECONDS);
        long stale = stale(stage.client(), hosts, mark);
        while (stale > 0 && System.nanoTime() < end) {
            stale = stale(stage.client(), hosts, mark);
        }
        return stale;
    }

    private static long stale(GridClient client, List<SimulatedHost> hosts, long mark) {
        Map<String, Long> shown = client.freeSwapOfHosts();
        long stale = 0;
        for (int i = 0; i < hosts.size(); i++) {
            Long value = shown.get(hosts.get(i).spec().name());
            stale += value != null && value == mark + i ? 0 : 1;
        }
        return stale;
    }

    /** Goes round the hosts at a fixed rate; a host whose last heartbeat is under way is passed over. */
    private static final class Sender {
        private final List<SimulatedHost> hosts;
        private int next;

        Sender(List<SimulatedHost> hosts) {
            this.hosts = hosts;
        }

        void sendFor(FarmStage stage, JobFeeder feeder, long seconds) {
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(seconds);
            long offered = 0;
            while (System.nanoTime() < end) {
                long now = System.currentTimeMillis();
                for (int i = 0; i < BURST; i++) {
                    hosts.get(next).beat(now, HostSpec.GIB_IN_KIB);
                    next = (next + 1) % hosts.size();
                }
                offered += BURST;
                feeder.requireNoFailure();
                stage.requireNoFailure();
                FarmStage.waitUntil(begin + offered * TimeUnit.SECONDS.toNanos(1) / OFFERED_PER_SECOND);
            }
        }
    }
}
