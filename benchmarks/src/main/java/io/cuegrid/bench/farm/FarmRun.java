package io.cuegrid.bench.farm;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.api.grid.GridStatusResponse;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run of a farm: start the grid, connect the hosts, load it, measure, let it end, stop it, audit.
 *
 * <p>Threading: one thread conducts; hosts, feeder and heartbeats have their own.
 */
final class FarmRun {
    private static final long CONNECT_SECONDS = 120;
    private static final long END_SECONDS = 180;
    private static final long HISTORY_SECONDS = 600;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int UNMEASURED_JOBS = 100;
    private static final int MEASURED_JOBS = 1_000;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final long ORDER_SECONDS = 30;

    private final FarmScenario scenario;
    private final Workload workload;
    private final Path root;
    private final Path home;
    private final int members;
    private final String nodeOptions;
    private final Supplier<StateMachine> emptyCell;
    private final Consumer<String> progress;

    /** @param progress told what is being done, a line each */
    FarmRun(
            FarmScenario scenario,
            Path root,
            Path home,
            int members,
            String nodeOptions,
            Supplier<StateMachine> emptyCell,
            Consumer<String> progress) {
        this.scenario = scenario;
        this.workload = scenario.workload();
        this.root = root;
        this.home = home;
        this.members = members;
        this.nodeOptions = nodeOptions;
        this.emptyCell = emptyCell;
        this.progress = progress;
    }

    /** @param seconds measured time after as long as {@code warmUpSeconds} */
    FarmResult run(long warmUpSeconds, long seconds) throws IOException, SQLException, InterruptedException {
        AccessTokens tokens = new AccessTokens(SecretFile.readOrCreate(home.resolve("secret")));
        progress.accept("starting PostgreSQL and " + members + " node(s) in " + home);
        try (FarmGrid grid = new FarmGrid(root, home, members, nodeOptions);
                GridClient client = new GridClient(tokens, grid.target(0));
                HostFleet fleet = new HostFleet(workload.hosts(), tokens, grid.target(0), scenario.runMillis())) {
            for (int show = 0; show < workload.shows(); show++) {
                client.createShow(GridClient.showName(show));
            }
            progress.accept("connecting " + workload.hosts().size() + " hosts");
            fleet.start();
            await(
                    "all hosts are welcomed",
                    CONNECT_SECONDS,
                    fleet,
                    () -> fleet.welcomedCount() == workload.hosts().size());
            Load load = scenario == FarmScenario.LATENCY
                    ? oneByOne(client, fleet)
                    : keepFull(grid, client, fleet, warmUpSeconds, seconds);
            progress.accept("the load has ended; waiting for history");
            long endNanos = System.nanoTime();
            long ended = fleet.completedCount();
            await("history has caught up", HISTORY_SECONDS, fleet, () -> historyCount(grid) >= ended);
            double historyLagSeconds = (System.nanoTime() - endNanos) / 1e9;
            CellStatus cell = quietCell(client);
            grid.stopNodes();
            progress.accept("auditing " + ended + " runs");
            Audit.Verdict verdict = audit(grid, fleet, load, cell);
            return new FarmResult(
                    workload.name(),
                    members,
                    workload.hosts().size(),
                    fleet.connectionCount(),
                    load.seconds,
                    load.lifecycles / load.seconds,
                    load.utilisation,
                    load.leastUtilisation,
                    percentile(load.submitToOrderMicros, 50),
                    percentile(load.submitToOrderMicros, 99),
                    load.launchedFrames,
                    fleet.streamsLostCount(),
                    load.nodeCpuSeconds,
                    historyLagSeconds,
                    verdict);
        }
    }

    private static @Nullable Double percentile(@Nullable Histogram micros, double percentile) {
        return micros == null ? null : micros.getValueAtPercentile(percentile) / 1000.0;
    }

    private Audit.Verdict audit(FarmGrid grid, HostFleet fleet, Load load, CellStatus cell)
            throws IOException, SQLException {
        List<JournalRecord> journals = new ArrayList<>();
        for (int i = 0; i < grid.members(); i++) {
            journals.add(JournalRecord.read(grid.journals(i), emptyCell.get()));
        }
        return Audit.join(
                fleet.hosts(),
                journals,
                HistoryRecord.read(grid.jdbcUrl()),
                load.launchedFrames,
                Long.parseUnsignedLong(cell.getDigest(), 16),
                cell.getSequence());
    }

    private static long historyCount(FarmGrid grid) {
        try {
            return HistoryRecord.count(grid.jdbcUrl());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("history cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first cell when two looks at it show the same sequence. */
    private static CellStatus quietCell(GridClient client) {
        CellStatus before = client.status().getCells(0);
        while (true) {
            LockSupport.parkNanos(POLL_NANOS);
            GridStatusResponse status = client.status();
            if (status.getCells(0).getSequence() == before.getSequence()) {
                return status.getCells(0);
            }
            before = status.getCells(0);
        }
    }

    private Load keepFull(FarmGrid grid, GridClient client, HostFleet fleet, long warmUpSeconds, long seconds)
            throws IOException, InterruptedException {
        JobFeeder feeder = new JobFeeder(workload, client, fleet);
        Load load = new Load();
        feeder.start();
        progress.accept("warming up for " + warmUpSeconds + " s");
        watch(grid, fleet, feeder, warmUpSeconds, null);
        progress.accept("measuring for " + seconds + " s");
        double cpuBefore = grid.nodeCpuSeconds();
        long completedBefore = fleet.completedCount();
        long begin = System.nanoTime();
        watch(grid, fleet, feeder, seconds, load);
        load.seconds = (System.nanoTime() - begin) / 1e9;
        load.lifecycles = fleet.completedCount() - completedBefore;
        load.nodeCpuSeconds = grid.nodeCpuSeconds() - cpuBefore;
        feeder.close();
        feeder.requireNoFailure();
        load.launchedFrames = feeder.launchedFrames();
        progress.accept("letting " + (load.launchedFrames - fleet.completedCount()) + " frames end");
        await(
                "all frames have ended",
                END_SECONDS,
                fleet,
                () -> fleet.completedCount() >= load.launchedFrames && fleet.isSettled());
        return load;
    }

    /** Looks at the farm once a second. */
    private void watch(FarmGrid grid, HostFleet fleet, JobFeeder feeder, long seconds, @Nullable Load load)
            throws IOException {
        long total = HostSpec.coreUnits(workload.hosts());
        long begin = System.nanoTime();
        double sum = 0;
        double least = 1;
        for (long second = 1; second <= seconds; second++) {
            long due = begin + TimeUnit.SECONDS.toNanos(second);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            grid.requireAlive();
            feeder.requireNoFailure();
            requireNoFailure(fleet);
            double share = (double) fleet.busyCoreUnits() / total;
            sum += share;
            least = Math.min(least, share);
        }
        if (load != null && scenario == FarmScenario.MAESTRO) {
            load.utilisation = sum / seconds;
            load.leastUtilisation = least;
        }
    }

    /** One-frame jobs, each launched when the one before has ended: what a person waits for on an idle farm. */
    private Load oneByOne(GridClient client, HostFleet fleet) {
        Load load = new Load();
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        fleet.keepFirstOrders();
        progress.accept("launching " + (UNMEASURED_JOBS + MEASURED_JOBS) + " jobs, one by one");
        long begin = 0;
        for (int i = 0; i < UNMEASURED_JOBS + MEASURED_JOBS; i++) {
            if (i == UNMEASURED_JOBS) {
                begin = System.nanoTime();
            }
            List<JobSpec> jobs = workload.launches().launch(i);
            String id = client.launch(jobs).get(0);
            long acknowledged = System.nanoTime();
            long before = i;
            await(
                    "job " + i + " was ordered",
                    ORDER_SECONDS,
                    fleet,
                    () -> fleet.firstOrderNanos(id) != null && fleet.completedCount() > before);
            Long ordered = fleet.firstOrderNanos(id);
            if (i >= UNMEASURED_JOBS && ordered != null) {
                micros.recordValue(Math.max(0, ordered - acknowledged) / 1000);
            }
        }
        load.seconds = (System.nanoTime() - begin) / 1e9;
        load.lifecycles = MEASURED_JOBS;
        load.launchedFrames = UNMEASURED_JOBS + MEASURED_JOBS;
        load.submitToOrderMicros = micros;
        await("all is acknowledged", END_SECONDS, fleet, fleet::isSettled);
        return load;
    }

    private static void requireNoFailure(HostFleet fleet) {
        String failure = fleet.failure();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private static void await(String what, long seconds, HostFleet fleet, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long pauseNanos = TimeUnit.MICROSECONDS.toNanos(50);
        while (!condition.getAsBoolean()) {
            requireNoFailure(fleet);
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + seconds + " s it does not hold that " + what + " ("
                        + fleet.orderedCount() + " ordered, " + fleet.completedCount() + " completed)");
            }
            LockSupport.parkNanos(pauseNanos);
            pauseNanos = Math.min(POLL_NANOS, pauseNanos * 2);
        }
    }

    /** What the measured part came to. */
    private static final class Load {
        private double seconds;
        private long lifecycles;
        private long launchedFrames;
        private double nodeCpuSeconds;
        private @Nullable Double utilisation;
        private @Nullable Double leastUtilisation;
        private @Nullable Histogram submitToOrderMicros;
    }
}
