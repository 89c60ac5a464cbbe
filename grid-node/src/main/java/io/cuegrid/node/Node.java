package io.cuegrid.node;

import io.cuegrid.api.nodelink.LinkCell;
import io.cuegrid.api.nodelink.LinkCellsResponse;
import io.cuegrid.api.nodelink.MeetRequest;
import io.cuegrid.api.nodelink.MeetResponse;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.core.directory.Facility;
import io.cuegrid.gateway.Gateway;
import io.cuegrid.gateway.GatewaySettings;
import io.cuegrid.gateway.PortCheck;
import io.cuegrid.gateway.health.GridStatusHealth;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.dispatch.DispatchAllocation;
import io.cuegrid.node.dispatch.DispatchLoop;
import io.cuegrid.node.dispatch.LeaderState;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.dispatch.LoopConfig;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.MachineFactory;
import io.cuegrid.node.grid.MemberConfig;
import io.cuegrid.node.hostlink.CellHosts;
import io.cuegrid.node.hostlink.Delay;
import io.cuegrid.node.hostlink.HostLinkService;
import io.cuegrid.node.hostlink.HostLinkSettings;
import io.cuegrid.node.hostlink.VitalsWriter;
import io.cuegrid.node.link.NodeChannels;
import io.cuegrid.node.link.NodeGrid;
import io.cuegrid.node.link.NodeLinkService;
import io.cuegrid.node.link.RoutedMachine;
import io.cuegrid.node.metrics.CellSources;
import io.cuegrid.node.metrics.NodeMetrics;
import io.cuegrid.node.partner.Introductions;
import io.cuegrid.node.partner.Meeting;
import io.cuegrid.node.partner.Partner;
import io.cuegrid.node.partner.Standing;
import io.cuegrid.node.recovery.Births;
import io.cuegrid.node.recovery.CatalogForwarder;
import io.cuegrid.node.recovery.CellLimits;
import io.cuegrid.node.recovery.FacilityWatch;
import io.cuegrid.node.recovery.GridIdentity;
import io.cuegrid.node.recovery.JournalFiles;
import io.cuegrid.node.recovery.RecoveryCoordinator;
import io.cuegrid.node.replication.LocalCells;
import io.cuegrid.node.replication.ProcessorFactory;
import io.cuegrid.node.replication.SnapshotProcessor;
import io.cuegrid.node.server.GridStatusService;
import io.cuegrid.node.server.HistoryGrpcService;
import io.cuegrid.node.server.NodeServer;
import io.cuegrid.node.service.OpenCueServices;
import io.cuegrid.node.service.ServiceConfig;
import io.cuegrid.node.service.launch.JobNameSweeper;
import io.cuegrid.node.store.DiskStore;
import io.cuegrid.node.store.SnapshotRule;
import io.cuegrid.persistence.history.HistoryDatabase;
import io.cuegrid.persistence.history.HistoryReader;
import io.cuegrid.persistence.history.HistoryService;
import io.cuegrid.persistence.journal.DiskReserve;
import io.cuegrid.persistence.journal.DiskState;
import io.cuegrid.persistence.journal.JournalSettings;
import io.cuegrid.persistence.journal.JournalWriter;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.SyncPolicy;
import io.cuegrid.persistence.recovery.Recovery;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a grid with everything in it: the wiring, from the files up to the services, and the way down in the
 * opposite order. Longer than most because a process's parts are put together in one place only.
 *
 * <p>Threading: {@link #start} and {@link #close} by one thread; the getters by any.
 *
 * <p>It has more than 500 lines because it is the one place that wires a node together.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final int DIRECTORY = 0;
    private static final int ANSWER_THREADS = 2;
    private static final int SENDER_THREADS = 4;
    private static final int SNAPSHOT_POLL_MILLIS = 5;
    private static final long STOP_MILLIS_MAX = 5_000;
    private static final long GRPC_GRACE_MILLIS = 2_000;
    private static final long WATCH_MILLIS = 500;
    private static final long SNAPSHOT_SECONDS_MAX = 30;
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 20;
    private static final String GRID_NAME = "cuegrid";

    private final NodeConfig config;
    private final EpochClock clock = SystemEpochClock.INSTANCE;
    private final MachineFactory machines;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<Integer, CellSide> sides = new ConcurrentSkipListMap<>();
    private final AccessTokens tokens;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Journals journals;
    private final SnapshotStore snapshots;
    private final LocalCells cells;
    private final NodeServer server;
    private final Standing standing;
    private final GridMember member;
    private final NodeChannels channels;
    private final ExecutorService answers;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService hostTimer;
    private final GridIdentity identity;
    private final Births births;
    private final RecoveryCoordinator recovery;
    private final NodeGrid grid;
    private final FacilityWatch facilities;
    private final Introductions introductions;
    private final ExecutorService senders;
    private final VitalsWriter vitals;
    private final HostLinkService hostLink;
    private final NodeMetrics metrics;
    private @Nullable Gateway gateway;
    private volatile @Nullable HistoryService history;
    private volatile boolean closing;
    private volatile boolean memberUp;
    private volatile String homeIncarnation = "";

    /**
     * Starts the member and its loops; {@link #start} opens it for callers.
     *
     * @throws IOException with a sentence about what is missing or taken
     */
    public Node(NodeConfig config, MachineFactory machines) throws IOException {
        this.config = config;
        this.machines = machines;
        try {
            PortCheck.requireFree("REST", config.bind(), config.httpPort(), "--http-port or --port-base");
            PortCheck.requireFree(
                    "the grid's member", config.bind(), config.memberPort(), "--member-port or --port-base");
            tokens = new AccessTokens(SecretFile.readOrCreate(config.home().resolve("secret")));
            NodeFolder folder = open(NodeFolder.hold(config.nodeFolder()));
            journals = open(Journals.open(
                    folder.journal(),
                    JournalSettings.defaults()
                            .withSyncPolicy(config.journalSync())
                            .withReserveBytes(config.journalReserveBytes())
                            .withKeepAll(config.journalKeep())));
            requireDisk();
            snapshots = SnapshotStore.open(folder.snapshots(), SnapshotStore.KEEP_DEFAULT);
            AgentRunner snapshotRunner = open(new AgentRunner(
                    new SleepingMillisIdleStrategy(SNAPSHOT_POLL_MILLIS),
                    error -> LOG.error("writing snapshots failed", error),
                    null,
                    snapshots));
            AgentRunner.startOnThread(snapshotRunner);
            cells = open(new LocalCells(
                    cell -> new DiskStore(cell, journals, snapshots, SnapshotRule.DEFAULT),
                    config.digestEveryBatches()));
            server = open(new NodeServer(config.bind(), config.grpcPort(), tokens));
            channels = open(new NodeChannels(tokens, config.name()));
            standing = Standing.open(folder.path().resolve("partners"), config.members());
            JournalFiles files = new JournalFiles(new Recovery(journals, snapshots), machines);
            Path incarnation = folder.path().resolve("incarnation");
            // first of all: nodes ask each other who they are and what they know before any of them is ready
            server.add(
                    new NodeLinkService(this::localOrNull, files, this::cellsHere, this::whoIsHere, standing),
                    TokenKind.NODE);
            answers = Executors.newFixedThreadPool(ANSWER_THREADS, task -> new Thread(task, "answers"));
            opened.push(answers::shutdownNow);
            timer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "node-timer"));
            opened.push(timer::shutdownNow);
            member = open(join(meet(incarnation)));
            metrics = new NodeMetrics(registry, member.presence(), journals.reserve());
            identity = new GridIdentity(member, incarnation);
            settleIn();
            births = new Births(identity, CellLimits.DEFAULT, clock);
            recovery = open(new RecoveryCoordinator(member, cells, files, channels, machines, births, standing, clock));
            CatalogForwarder forwarder = open(new CatalogForwarder(this::routedCells));
            CellSide directory = side(DIRECTORY);
            metrics.add(sources("directory", directory, () -> 0));
            grid = new NodeGrid(identity::incarnation, member, directory.routed());
            forwarder.start(directory.routed());
            senders = Executors.newFixedThreadPool(SENDER_THREADS, task -> new Thread(task, "host-sender"));
            opened.push(senders::shutdownNow);
            hostTimer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "host-timer"));
            opened.push(hostTimer::shutdownNow);
            // a write may wait for a partition that has no owner; leases and lost hosts do not wait with it
            ScheduledExecutorService vitalsTimer =
                    Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "vitals-timer"));
            opened.push(vitalsTimer::shutdownNow);
            vitals = new VitalsWriter(member.vitals()::setAllAsync, Delay.on(vitalsTimer), clock);
            hostLink = new HostLinkService(vitals, grid::facilities, senders, hostTimer);
            directory.loop().start(new CellListeners(List.of(forwarder)));
            facilities = open(new FacilityWatch(directory.routed(), config.facilities(), this::facility));
            introductions =
                    open(new Introductions(standing, member, channels, self(), this::isInSync, this::newestEpoch));
            var unused = timer.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }

    /** Who this node is for others, before its member is up. */
    private Partner self() {
        return new Partner(
                standing.id(),
                config.name(),
                config.bind() + ":" + config.memberPort(),
                config.bind() + ":" + server.port());
    }

    /** @return member addresses to join */
    private List<String> meet(Path incarnation) throws IOException {
        @Nullable Integer known = GridIdentity.read(incarnation);
        homeIncarnation = known == null ? "" : GridIdentity.text(known);
        try {
            return new Meeting(standing, channels, self(), homeIncarnation)
                    .addressesToJoin(config.join(), config.alone(), config.waitMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the start was interrupted", e);
        }
    }

    private GridMember join(List<String> addresses) throws IOException {
        GridMember joined;
        try {
            joined = new GridMember(memberConfig(addresses), machines, new ProcessorFactory(cells), standing);
        } catch (IllegalStateException refused) {
            standing.joinFailed();
            throw new IOException("the members at " + addresses + " did not let this node in: " + refused, refused);
        }
        if (!addresses.isEmpty() && !standing.isMajorityRule() && joined.peers().size() == 1) {
            standing.joinFailed();
            joined.close();
            throw new IOException("somebody listens at " + addresses + ", but no node of a grid lets this one in there:"
                    + " give --join the member port of a running node");
        }
        memberUp = true;
        joined.onMerge(() -> {
            standing.reset();
            sides.values().forEach(side -> side.loop().local().forgetLive());
        });
        return joined;
    }

    /** The home belongs to the grid that was joined. */
    private void settleIn() throws IOException {
        try {
            identity.settle();
        } catch (IOException stranger) {
            standing.joinFailed();
            throw stranger;
        }
        standing.joined();
    }

    private MeetResponse whoIsHere(MeetRequest request) {
        Partner self = self();
        return MeetResponse.newBuilder()
                .setIncarnation(homeIncarnation)
                .setMember(memberUp && !closing)
                .setId(self.id())
                .setName(self.name())
                .setMemberAddress(self.memberAddress())
                .setAlone(standing.alone())
                .setEpoch(Math.max(standing.epoch(), newestEpoch()))
                .build();
    }

    private @Nullable LocalMachine localOrNull(int cellNumber) {
        @Nullable CellSide side = sides.get(cellNumber);
        return side == null ? null : side.local();
    }

    /** Whether every cell's batches have reached this node since it joined. */
    private boolean isInSync() {
        return sides.values().stream().allMatch(side -> side.loop().local().liveEpoch() > 0);
    }

    private long newestEpoch() {
        return sides.values().stream()
                .mapToLong(side -> side.loop().local().liveEpoch())
                .max()
                .orElse(0);
    }

    private MemberConfig memberConfig(List<String> join) {
        return new MemberConfig(
                GRID_NAME,
                config.name(),
                config.bind(),
                config.memberPort(),
                join,
                config.members(),
                config.backups(),
                config.bind() + ":" + server.port());
    }

    private CellSide side(int cellNumber) {
        DispatchLoop loop = new DispatchLoop(
                cells.get(cellNumber),
                member,
                new LoopConfig(
                        LoopConfig.DEFAULT.tickMillis(),
                        LoopConfig.DEFAULT.stepBudget(),
                        config.journalSync() != SyncPolicy.NONE),
                clock,
                recovery,
                new CellCounters());
        LocalMachine local = new LocalMachine(loop, answers, this::newWorkRefusal);
        CellSide side = new CellSide(loop, local, new RoutedMachine(local, member, channels, timer));
        sides.put(cellNumber, side);
        return side;
    }

    private void facility(Facility facility) {
        if (closing) {
            return;
        }
        births.facility(facility.cell(), facility.number());
        @Nullable CellSide side = sides.get(facility.cell());
        if (side == null) {
            side = side(facility.cell());
            CellHosts hosts = new CellHosts(
                    new HostLinkSettings(config.heartbeatMillis(), config.leaseMillis(), config.hostLostMillis()),
                    identity::incarnation,
                    side.local(),
                    senders,
                    Delay.on(hostTimer),
                    side.routed()::leaderAddress,
                    () -> vitals.forget(facility.cell()));
            hostLink.put(facility.name(), hosts);
            side.loop().start(new CellListeners(List.of(hosts)));
            follow(side);
            metrics.add(sources(facility.name(), side, hosts::streams));
        }
        grid.put(facility.name(), side.routed());
    }

    private CellSources sources(String name, CellSide side, IntSupplier streams) {
        int machine = side.local().cellNumber();
        return new CellSources(
                name,
                side.local(),
                streams,
                () -> {
                    HistoryService service = history;
                    return service == null ? null : service.writer(machine);
                },
                () -> snapshots.lastWritten(machine));
    }

    private @Nullable String newWorkRefusal() {
        return journals.reserve().state() == DiskState.OK
                ? null
                : littleDisk() + ": no new work is taken until there is room";
    }

    private String littleDisk() {
        DiskReserve reserve = journals.reserve();
        return "little disk is left under " + config.nodeFolder().resolve("journal") + " (" + mib(reserve.usableBytes())
                + " MiB, the reserve is " + mib(reserve.reserveBytes()) + " MiB)";
    }

    private static long mib(long bytes) {
        return bytes / (1 << 20);
    }

    /** A node that could not lead must not own partitions. */
    private void requireDisk() throws IOException {
        if (journals.reserve().state() == DiskState.STEP_DOWN) {
            throw new IOException(littleDisk()
                    + ": a node needs half of the reserve to start; make room, or give a smaller --journal-reserve");
        }
    }

    /** Twice a second: the disk, the identity. */
    private void watch() {
        @Nullable String fullDisk = journals.reserve().state() == DiskState.STEP_DOWN ? littleDisk() : null;
        sides.values().forEach(side -> side.loop().diskCritical(fullDisk));
        try {
            identity.settle();
        } catch (IOException | RuntimeException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    /**
     * Waits until the directory is known, then opens the services.
     *
     * @param timeoutMillis how long to wait for the rest of the grid
     * @throws IOException with a sentence when the grid does not come together in time
     */
    public Node start(long timeoutMillis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        if (!facilities.awaitFirst(timeoutMillis) || !awaitIdentity(deadline)) {
            throw new IOException("the grid did not come together within " + timeoutMillis / 1000 + " s: "
                    + directoryReason() + "; " + member.presence().members() + " of "
                    + config.members() + " members are here");
        }
        homeIncarnation = GridIdentity.text(identity.incarnation());
        introductions.start();
        server.add(hostLink, TokenKind.HOST);
        server.add(new GridStatusService(grid, member, channels, this::cellsHere), TokenKind.USER, TokenKind.NODE);
        ServiceConfig serviceConfig = new ServiceConfig(config.logRoot(), ServiceConfig.TIMEOUT_MILLIS, clock::time);
        for (BindableService service : OpenCueServices.create(grid, serviceConfig)) {
            server.add(service, TokenKind.USER, TokenKind.NODE);
        }
        sweepJobNames(serviceConfig);
        server.add(new HistoryGrpcService(this::historyReader), TokenKind.USER, TokenKind.NODE);
        startHistory();
        server.open();
        startGateway();
        awaitLeaders(deadline);
        return this;
    }

    /** On a thread of its own, because it waits for answers of the grid. */
    private void sweepJobNames(ServiceConfig serviceConfig) {
        ScheduledExecutorService sweeper =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "job-names"));
        opened.push(sweeper::shutdownNow);
        var unused = sweeper.scheduleWithFixedDelay(
                new JobNameSweeper(grid, serviceConfig),
                JobNameSweeper.INTERVAL_MILLIS,
                JobNameSweeper.INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private String directoryReason() {
        @Nullable CellSide directory = sides.get(DIRECTORY);
        return directory == null
                ? ""
                : directory.loop().state() + ", " + directory.loop().stateReason();
    }

    private List<RoutedMachine> routedCells() {
        return sides.values().stream()
                .map(CellSide::routed)
                .filter(machine -> machine.cellNumber() != DIRECTORY)
                .toList();
    }

    private boolean awaitIdentity(long deadlineNanos) throws IOException, InterruptedException {
        while (!identity.settle()) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Each cell is led by somebody, so that the first call finds it. */
    private void awaitLeaders(long deadlineNanos) throws IOException, InterruptedException {
        for (CellSide side : sides.values()) {
            while (side.loop().state() != LeaderState.LEADING && side.loop().state() != LeaderState.FOLLOWING) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new IOException("the cell of facility "
                            + grid.facility(side.local().cellNumber()) + " is not led yet: "
                            + side.loop().state() + ", " + side.loop().stateReason());
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private void startHistory() throws IOException {
        @Nullable String url = config.historyUrl();
        @Nullable HistoryDatabase database = url == null ? null : HistoryDatabase.of(url, config.historyPasswordFile());
        history = open(new HistoryService(journals, snapshots, database, identity.incarnation()));
        sides.values().forEach(this::follow);
    }

    private void follow(CellSide side) {
        HistoryService service = history;
        if (service != null) {
            DispatchLoop loop = side.loop();
            int machine = side.local().cellNumber();
            service.follow(
                    machine,
                    () -> {
                        @Nullable JournalWriter writer = journals.writer(machine);
                        return Math.max(
                                loop.state() == LeaderState.LEADING ? loop.acknowledgedSequence() : 0,
                                writer == null ? 0 : writer.acknowledgedSequence());
                    },
                    () -> loop.state() == LeaderState.LEADING ? loop.changedSequence() : 0,
                    () -> loop.state() == LeaderState.LEADING);
        }
    }

    private @Nullable HistoryReader historyReader() {
        HistoryService service = history;
        return service == null ? null : service.reader();
    }

    private void startGateway() {
        if (config.httpPort() < 0) {
            return;
        }
        ManagedChannel channel = server.inProcessChannel();
        opened.push(channel::shutdownNow);
        gateway = open(new Gateway(
                GatewaySettings.onPort(config.bind(), config.httpPort()),
                channel,
                tokens,
                registry,
                new GridStatusHealth(channel, () -> tokens.issue(TokenKind.NODE, config.name(), TOKEN_LIFETIME))));
        gateway.start();
    }

    private LinkCellsResponse cellsHere() {
        LinkCellsResponse.Builder answer = LinkCellsResponse.newBuilder()
                .setHistory(historyStatus())
                .setHistoryLagBatches(historyLag())
                .setJournalFreeBytes(journals.reserve().usableBytes())
                .setDispatchAllocatedBytes(DispatchAllocation.bytes());
        @Nullable String refusal = newWorkRefusal();
        if (refusal != null) {
            answer.setNewWorkRefusal(refusal);
        }
        for (CellSide side : sides.values()) {
            DispatchLoop loop = side.loop();
            @Nullable String reason = loop.stateReason();
            answer.addCells(LinkCell.newBuilder()
                    .setCell(side.local().cellNumber())
                    .setState(loop.state().name())
                    .setReason(reason == null ? "" : reason)
                    .setEpoch(loop.epochNumber())
                    .setSequence(loop.acknowledgedSequence())
                    .setReplicasInSync(loop.replicasInSync())
                    .setReplicasWanted(member.presence().wanted())
                    .setJournalBytes(loop.local().store().bytes())
                    .setAlone(loop.isAlone()));
        }
        return answer.build();
    }

    private String historyStatus() {
        HistoryService service = history;
        return service == null ? "none" : service.status();
    }

    private long historyLag() {
        HistoryService service = history;
        return service == null ? 0 : service.lagBatches();
    }

    public NodeConfig config() {
        return config;
    }

    public GridMember member() {
        return member;
    }

    public NodeGrid grid() {
        return grid;
    }

    /** This node's side of a cell (0: of the directory), or null while it does not know it. */
    public @Nullable LocalMachine local(int cellNumber) {
        return localOrNull(cellNumber);
    }

    /** Whether this node may go on when that member is gone. */
    public boolean mayOutlive(String memberAddress) {
        return standing.isAnswered(memberAddress);
    }

    public int grpcPort() {
        return server.port();
    }

    /** Of REST, or -1. */
    public int httpPort() {
        Gateway current = gateway;
        return current == null ? -1 : current.port();
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Takes no more calls, decides what waits, writes a snapshot of each led cell, and leaves the grid. */
    public void stop() {
        closing = true;
        Gateway rest = gateway;
        if (rest != null) {
            rest.close();
        }
        server.stop(GRPC_GRACE_MILLIS);
        List<CellSide> led = new ArrayList<>();
        for (CellSide side : sides.values()) {
            if (side.loop().state() == LeaderState.LEADING) {
                led.add(side);
            }
            side.loop().stop(STOP_MILLIS_MAX);
        }
        for (CellSide side : led) {
            snapshot(side);
        }
        close();
    }

    private void snapshot(CellSide side) {
        try {
            var unused = member.cells()
                    .submitToKey(
                            side.loop().local().key(),
                            new SnapshotProcessor(side.loop().local()))
                    .toCompletableFuture()
                    .get(SNAPSHOT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("no snapshot of cell {} at shutdown: {}", side.local().cellNumber(), e.toString());
        }
    }

    /** Closes everything as it is, in the opposite order of opening. */
    @Override
    public void close() {
        closing = true;
        sides.values().forEach(side -> side.loop().stop(0));
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
