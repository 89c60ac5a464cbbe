package io.cuegrid.bench.farm;

import io.cuegrid.api.grid.CellStatus;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.StateMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run of a farm: start the grid, connect the hosts, load it, measure, let it end, stop it, audit.
 *
 * <p>Threading: one thread conducts; hosts, feeder and heartbeats have their own.
 */
final class FarmRun {
    private static final long CONNECT_SECONDS = 180;
    private static final long HISTORY_SECONDS = 600;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** For a journal whose runs another one tells. */
    private static final JournalRecord.BatchSink IGNORED = (content, length) -> {};

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
                GridClient client = new GridClient(tokens, leader(tokens, grid));
                GridClient reader = client.direct();
                HostFleet fleet = new HostFleet(workload.hosts(), tokens, grid.target(0), scenario.runMillis());
                HistoryRecord history = new HistoryRecord(grid.jdbcUrl())) {
            FarmStage stage = new FarmStage(workload, grid, client, reader, fleet, progress);
            client.createLimit();
            for (int show = 0; show < workload.shows(); show++) {
                client.createShow(GridClient.showName(show));
            }
            progress.accept("connecting " + workload.hosts().size() + " hosts");
            fleet.start();
            stage.await(
                    "all hosts are welcomed",
                    CONNECT_SECONDS,
                    () -> fleet.welcomedCount() == workload.hosts().size());
            Measured measured = scenario.load().run(stage, warmUpSeconds, seconds);
            progress.accept("the load has ended; waiting for history");
            double historyLagSeconds = awaitHistory(history, fleet.completedCount());
            CellStatus cell = quietCell(client);
            int connections = fleet.connectionCount();
            fleet.close();
            grid.stopNodes();
            progress.accept("auditing " + fleet.completedCount() + " runs");
            Audit.Verdict verdict = audit(grid, fleet, history, measured.launchedFrames(), cell);
            return new FarmResult(
                    scenario.name().toLowerCase(Locale.ROOT),
                    members,
                    workload.hosts().size(),
                    connections,
                    warmUpSeconds,
                    measured,
                    fleet.streamsLostCount(),
                    historyLagSeconds,
                    verdict);
        }
    }

    /** Where the cell is led: a feed that goes by another node waits for that node's answers too. */
    private static String leader(AccessTokens tokens, FarmGrid grid) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        try (GridClient any = new GridClient(tokens, grid.target(0))) {
            while (System.nanoTime() < end) {
                for (CellStatus cell : any.status().getCellsList()) {
                    if (!cell.getLeader().isEmpty()) {
                        return cell.getLeader();
                    }
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        throw new IllegalStateException("nobody leads the cell after " + CONNECT_SECONDS + " s");
    }

    private Audit.Verdict audit(
            FarmGrid grid, HostFleet fleet, HistoryRecord history, long launchedFrames, CellStatus cell)
            throws IOException, SQLException {
        RunTable table = new RunTable();
        List<RunLog> logs = fleet.hosts().stream().map(SimulatedHost::log).toList();
        logs.forEach(log -> log.into(table));
        JournalRuns runs = new JournalRuns(table);
        List<JournalRecord> replays = new ArrayList<>();
        boolean followed = false;
        for (int i = 0; i < grid.members(); i++) {
            boolean follows = !followed && JournalRecord.isFromStart(grid.nodeFolder(i));
            followed |= follows;
            replays.add(JournalRecord.read(
                    grid.nodeFolder(i), emptyCell.get(), cell.getSequence(), follows ? runs::onBatch : IGNORED));
        }
        history.into(table);
        return Audit.join(new Audit.Evidence(
                logs,
                fleet.live(),
                table,
                runs,
                replays,
                history.gaps(),
                launchedFrames,
                Long.parseUnsignedLong(cell.getDigest(), 16)));
    }

    /** @return seconds until the database counted so many runs; what is missing after a long wait the audit tells */
    private static double awaitHistory(HistoryRecord history, long runs) throws SQLException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(HISTORY_SECONDS);
        while (history.count() < runs && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The first cell when two looks at it show the same sequence: the first one's digest is of that sequence. */
    private static CellStatus quietCell(GridClient client) {
        CellStatus before = client.status(true).getCells(0);
        while (true) {
            CellStatus now = client.status(true).getCells(0);
            if (now.getSequence() == before.getSequence() && !before.getDigest().isEmpty()) {
                return before;
            }
            before = now;
        }
    }
}
