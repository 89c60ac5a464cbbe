package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.cell.SimulatedHost.FrameProcess;
import io.cuegrid.core.cell.SimulatedHost.Phase;
import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.*;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A farm that lives by chance: jobs come, frames end well and badly, people interfere, hosts crash, go silent and come back,
 * messages are late, doubled or lost, leaders change. Everything follows from the seed. After every batch the invariants
 * hold; where booking has settled the naive chooser finds nothing; at the end every job ends.
 *
 * <p>It has more than 500 lines because whatever can happen to a farm happens here.
 */
final class FarmSimulation {
    private static final long BOOK_PAUSE_MILLIS = 64_000;
    private static final int REASONS_EVERY = 3;
    /** Bookings of which one is looked at once there are no more faults. */
    private static final int CALM_EVERY = 8;

    private static final int[] SHARES = {0, 10, 25, 25, 50};

    final FarmFixture farm;
    final FarmConfig config = new FarmConfig();
    private final SplittableRandom random;
    private final Invariants invariants = new Invariants(config);
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Map<Long, SimulatedHost> hostOfNumber = new HashMap<>();
    private final Map<SimulatedHost, Deque<Runnable>> toHost = new HashMap<>();
    private final List<Runnable> toCell = new ArrayList<>();
    private final List<Long> jobs = new ArrayList<>();
    private final List<Long> partitions = new ArrayList<>();
    private int ordersSent;
    private int killsSent;
    private int repeatedSent;
    private int jobNames;
    private final Set<String> namesOfLaunch = new HashSet<>();
    private long lastTick = FarmFixture.START_MILLIS;
    private boolean calm;
    /** Whether each booking is looked at: nothing may come before it. No layer has a share of a host then. */
    private final boolean ordered;

    private int checks;
    /** Bookings that the naive chooser has looked at. */
    int ordersChecked;
    /** Layers that wait of which the naive chooser has found the reason too. */
    int reasonsChecked;

    /** Hosts that crashed, went silent, were lost or came back, leaders that changed, messages lost, doubled or refused. */
    int faults;

    FarmSimulation(long seed) {
        this(seed, Cell::new, seed % 2 == 0);
    }

    /**
     * @param machines makes cells, whole or with a planted bug
     * @param ordered whether each booking is looked at by the naive chooser
     */
    FarmSimulation(long seed, Supplier<StateMachine> machines, boolean ordered) {
        this.ordered = ordered;
        farm = new FarmFixture(100, 400, 1_000_000, machines);
        random = new SplittableRandom(seed);
        farm.settling = false;
        if (ordered) {
            farm.starting = this::checkOrder;
        }
        setUp();
    }

    private void setUp() {
        farm.allocation(1, "sim.general", "general", true);
        farm.allocation(2, "sim.fast", "fast", false);
        for (long show = 1; show <= 3; show++) {
            config.folder(farm, show, show, 0, -1, -1);
            config.show(farm, show, show, true);
            config.folders.put(show, new FarmConfig.Folder(show, 0, -1, -1));
        }
        config.folder(farm, 11, 1, 1, 1_000, -1);
        config.folder(farm, 12, 1, 11, 500, 1);
        config.share(farm, 1, 1, 1_000, 100_000);
        config.share(farm, 2, 1, 500, 700);
        config.share(farm, 3, 1, 100, 100_000);
        config.share(farm, 1, 2, 100, 100_000);
        config.share(farm, 3, 2, 1_000, 900);
        config.limit(farm, 1, 2, false);
        config.limit(farm, 2, 5, false);
        config.limit(farm, 3, 2, true);
        String[] tags = {"general", "general", "fast", "general big", "fast big"};
        int count = 4 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int gpus = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
            SimulatedHost host = new SimulatedHost(
                    "sim" + i,
                    1 << random.nextInt(5),
                    2 << random.nextInt(5),
                    gpus,
                    tags[random.nextInt(tags.length)],
                    random.nextInt(3) == 0 ? "linux,other" : "linux");
            hosts.add(host);
            toHost.put(host, new ArrayDeque<>());
            register(host);
        }
        endBatch();
    }

    /** Runs batches of chance and then lets the farm come to rest. */
    void run(int batches) {
        for (int batch = 0; batch < batches; batch++) {
            farm.now += random.nextInt(50);
            int actions = 1 + random.nextInt(5);
            for (int i = 0; i < actions; i++) {
                act();
            }
            endBatch();
            if (batch % 25 == 24) {
                checkRestored();
            }
        }
        comeToRest();
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            deliver();
        } else if (dice < 62) {
            endSomeProcess();
        } else if (dice < 70) {
            submit();
        } else if (dice < 82) {
            interfere();
        } else if (dice < 86) {
            configure();
        } else if (dice < 90) {
            tick(random.nextInt(3) == 0 ? 70_000 + random.nextInt(2) * 240_000L : 500);
        } else {
            fail();
        }
    }

    private void tick(long millis) {
        lastTick = farm.now + millis;
        farm.tick(millis);
    }

    /** The batch ends: waiting work is done within a budget, orders leave, everything is checked. */
    private void endBatch() {
        if (farm.cell.hasWork()) {
            farm.work(1 + random.nextInt(60));
        }
        assertThat(farm.backup.digest()).as("digest of the backup").isEqualTo(farm.cell.digest());
        sendOrders();
        check();
    }

    private void check() {
        FarmView view = FarmView.of(farm.cell);
        invariants.check(view);
        checkProcesses();
        if (++checks % REASONS_EVERY == 0) {
            checkReasons(view);
        }
        if (!farm.cell.hasWork()) {
            List<Long> paused = pausedHosts();
            NaiveChooser naive = new NaiveChooser(config, view, farm.raised, lastTick);
            String local = naive.findLocal(paused);
            assertThat(local).as("what could run in a partition").isNull();
            String bookable = naive.findBookable(paused);
            if (bookable != null) {
                StringBuilder reasons = new StringBuilder();
                view.jobs.keySet().forEach(job -> reasons.append(WhyLine.of(farm.cell, job)));
                throw new AssertionError(
                        "what could be booked though booking has settled: " + bookable + "; reasons: " + reasons);
            }
        }
    }

    /** Hosts that may rest because an order could not be started there. */
    private List<Long> pausedHosts() {
        List<Long> paused = new ArrayList<>();
        farm.startFailures.forEach((host, time) -> {
            if (lastTick < time + BOOK_PAUSE_MILLIS) {
                paused.add(host);
            }
        });
        return paused;
    }

    /** Of all that could start on the host of a booking nothing comes before it. */
    private void checkOrder(Run run) {
        boolean looked = !calm || run.proc() % CALM_EVERY == 0;
        if (!looked || run.ignoreNimby() || farm.offered.contains(run.host())) {
            return;
        }
        FarmView view = FarmView.of(farm.backup);
        NaiveChooser naive = new NaiveChooser(config, view, farm.raised, lastTick);
        assertThat(new NaiveOrder(config, view, naive).findBefore(run))
                .as("what comes before " + run)
                .isNull();
        ordersChecked++;
    }

    /** Each waiting frame is counted under one reason; where booking has settled none is about to start. */
    private void checkReasons(FarmView view) {
        boolean settled = !farm.cell.hasWork();
        NaiveChooser chooser = new NaiveChooser(config, view, farm.raised, lastTick);
        NaiveWhy naive = new NaiveWhy(config, view, chooser, farm.raised, pausedHosts(), lastTick);
        for (FarmView.Job job : view.jobs.values()) {
            List<WhyLine> lines = WhyLine.of(farm.cell, job.number());
            for (FarmView.Layer layer : view.layers) {
                if (layer.job() != job.number()) {
                    continue;
                }
                int counted = 0;
                for (WhyLine line : lines) {
                    if (line.layer() == layer.index()) {
                        counted += line.frames();
                        assertThat(settled && line.reason() == WhyReason.STARTING)
                                .as("about to start though booking has settled: " + line + " of " + layer)
                                .isFalse();
                    }
                }
                assertThat(counted)
                        .as("reasons of " + layer + ": " + lines)
                        .isEqualTo(layer.counts()[FrameState.WAITING.value()]
                                + layer.counts()[FrameState.DEPEND.value()]
                                + layer.counts()[FrameState.CHECKPOINT.value()]);
                if (settled && ordered) {
                    assertThat(naive.findWrong(layer, lines))
                            .as("what must be said of " + layer + " of " + job + ": " + lines + " with " + view.hosts)
                            .isNull();
                    reasonsChecked += counted > 0 && naive.couldTell() ? 1 : 0;
                }
            }
        }
    }

    private void checkProcesses() {
        Set<List<Long>> alive = new HashSet<>();
        for (SimulatedHost host : hosts) {
            for (FrameProcess process : host.processes.values()) {
                if (process.phase == Phase.RUNNING) {
                    assertThat(alive.add(List.of(process.run.job(), (long) process.run.ordinal())))
                            .as("two live processes of one frame: " + process.run)
                            .isTrue();
                }
            }
        }
    }

    private void checkRestored() {
        StateMachine restored = farm.restored();
        assertThat(restored.digest()).as("digest of a restored copy").isEqualTo(farm.cell.digest());
        assertThat(restored.hasWork()).isEqualTo(farm.cell.hasWork());
        farm.shadow = random.nextBoolean() ? restored : null;
    }

    // ---- messages

    private void sendOrders() {
        while (ordersSent < farm.orders.size()) {
            Run run = farm.orders.get(ordersSent++);
            post(run.host(), host -> start(host, run));
        }
        while (repeatedSent < farm.repeated.size()) {
            Run run = orderOf(farm.repeated.get(repeatedSent++));
            post(run.host(), host -> start(host, run));
        }
        while (killsSent < farm.killOrders.size()) {
            long proc = farm.killOrders.get(killsSent++);
            post(orderOf(proc).host(), host -> stop(host, proc));
        }
    }

    private Run orderOf(long proc) {
        return farm.orders.stream()
                .filter(run -> run.proc() == proc)
                .findFirst()
                .orElseThrow();
    }

    private void post(long hostNumber, java.util.function.Consumer<SimulatedHost> order) {
        SimulatedHost host = hostOfNumber.get(hostNumber);
        if (host != null && host.connected) {
            mail(host).add(() -> order.accept(host));
        }
    }

    private Deque<Runnable> mail(SimulatedHost host) {
        return Objects.requireNonNull(toHost.get(host), host.name);
    }

    private void deliver() {
        for (SimulatedHost host : hosts) {
            Deque<Runnable> mail = mail(host);
            int count = random.nextInt(4);
            for (int i = 0; i < count && !mail.isEmpty(); i++) {
                mail.remove().run();
            }
        }
        int count = random.nextInt(6);
        for (int i = 0; i < count && !toCell.isEmpty(); i++) {
            Runnable message = toCell.remove(random.nextInt(toCell.size()));
            message.run();
            if (!calm && random.nextInt(20) == 0) {
                faults++;
                message.run();
            }
        }
    }

    private void start(SimulatedHost host, Run run) {
        if (!host.seen.add(run.proc())) {
            if (!host.processes.containsKey(run.proc())) {
                fromHost(host, () -> refuse(host, run, OrderRefusal.RAN_BEFORE));
            }
            return;
        }
        if (!calm && random.nextInt(40) == 0) {
            faults++;
            fromHost(host, () -> refuse(host, run, OrderRefusal.NO_DOCUMENT));
            return;
        }
        host.processes.put(run.proc(), new FrameProcess(run));
        fromHost(host, () -> farm.started(run.proc()));
    }

    private void stop(SimulatedHost host, long proc) {
        FrameProcess process = host.processes.get(proc);
        if (process != null && process.phase != Phase.ENDED) {
            process.phase = Phase.ENDED;
            process.exitSignal = 9;
            complete(host, process);
        }
    }

    private void complete(SimulatedHost host, FrameProcess process) {
        fromHost(host, () -> {
            boolean much = process.run.proc() % 5 == 0;
            farm.rssKib = much ? 2 * process.run.memoryKib() : 1_000;
            farm.pssKib = much ? process.run.proc() % 3 * process.run.memoryKib() : 900;
            farm.complete(
                    host.number,
                    process.run.proc(),
                    process.exitStatus,
                    process.exitSignal,
                    1_000L + random.nextInt(100));
            host.processes.remove(process.run.proc());
        });
    }

    private void refuse(SimulatedHost host, Run run, OrderRefusal cause) {
        farm.send(b -> new OrderRefusedEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .hostNumber(host.number)
                .procNumber(run.proc())
                .cause(cause)
                .encodedLength());
    }

    /** A message that is lost when the host's stream breaks before it is taken. */
    private void fromHost(SimulatedHost host, Runnable message) {
        if (host.connected) {
            long incarnation = host.incarnation;
            toCell.add(() -> {
                if (host.connected && host.incarnation == incarnation) {
                    message.run();
                }
            });
        }
    }

    // ---- hosts

    private void register(SimulatedHost host) {
        // what was decided before goes to the stream that was there before
        sendOrders();
        host.incarnation++;
        mail(host).clear();
        Long[] procs = host.processes.keySet().toArray(new Long[0]);
        Answer answer = farm.register(
                host.name,
                host.name.hashCode(),
                "boot" + host.boot,
                host.cores,
                host.memoryGib,
                host.gpus,
                host.tags,
                host.os,
                host.incarnation,
                procs);
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        host.number = answer.number();
        host.connected = true;
        host.declaredLost = false;
        hostOfNumber.put(host.number, host);
        for (Long proc : procs) {
            FrameProcess process = Objects.requireNonNull(host.processes.get(proc));
            if (farm.verdicts.get(proc) == ProcVerdict.END) {
                host.processes.remove(proc);
            } else if (process.phase == Phase.FROZEN) {
                process.phase = Phase.RUNNING;
            } else if (process.phase == Phase.ENDED) {
                complete(host, process);
            }
        }
    }

    private void disconnect(SimulatedHost host) {
        host.connected = false;
        faults += mail(host).size();
        mail(host).clear();
    }

    private void endSomeProcess() {
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        List<FrameProcess> alive = host.processes.values().stream()
                .filter(process -> process.phase == Phase.RUNNING)
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        FrameProcess process = alive.get(random.nextInt(alive.size()));
        process.phase = Phase.ENDED;
        int dice = calm ? 99 : random.nextInt(100);
        process.exitStatus = dice < 8 ? 1 : dice < 13 ? 33 : dice < 15 ? 256 : dice < 17 ? 286 : 0;
        process.exitSignal = dice == 17 ? 11 : dice == 18 ? 119 : 0;
        complete(host, process);
    }

    private void fail() {
        faults++;
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        switch (random.nextInt(6)) {
            case 0 -> {
                disconnect(host);
                host.processes.clear();
                host.boot++;
            }
            case 1 -> disconnect(host);
            case 2 -> {
                if (!host.connected && !host.declaredLost) {
                    declareLost(host);
                }
            }
            case 3, 4 -> register(host);
            default -> {
                if (random.nextInt(4) == 0) {
                    changeLeader();
                }
            }
        }
    }

    private void declareLost(SimulatedHost host) {
        for (FrameProcess process : host.processes.values()) {
            if (process.phase == Phase.RUNNING) {
                process.phase = Phase.FROZEN;
            }
        }
        host.declaredLost = true;
        farm.lose(host.number);
    }

    /** The backup leads; whatever was on its way is lost; daemons say hello again. */
    private void changeLeader() {
        farm.shadow = null;
        toCell.clear();
        farm.cell = farm.backup;
        farm.backup = farm.restored();
        sendOrders();
        for (SimulatedHost host : hosts) {
            mail(host).clear();
            if (host.connected) {
                register(host);
            }
        }
    }

    // ---- people

    private void submit() {
        if (jobs.size() >= 30) {
            return;
        }
        long show = 1L + random.nextInt(3);
        namesOfLaunch.clear();
        List<JobSpec> specs = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            specs.add(spec(show));
        }
        if (random.nextInt(4) == 0) {
            specs.add(spec(show).postOf(0));
        }
        jobs.addAll(farm.launch(specs, depends -> {
            for (int i = 0; i < specs.size(); i++) {
                if (specs.get(i).layers.size() > 1 && random.nextInt(2) == 0) {
                    depends.add(layerDepend(i));
                }
            }
            if (count > 1 && random.nextInt(2) == 0) {
                depends.add(new FarmFixture.LaunchDepend(DependType.JOB_ON_JOB, 1, -1, -1, 0, -1, -1));
            }
        }));
    }

    private FarmFixture.LaunchDepend layerDepend(int job) {
        return switch (random.nextInt(4)) {
            case 0 -> new FarmFixture.LaunchDepend(DependType.LAYER_ON_LAYER, job, 1, -1, job, 0, -1);
            case 1 -> new FarmFixture.LaunchDepend(DependType.PREVIOUS_FRAME, job, 1, -1, job, 1, -1);
            default -> new FarmFixture.LaunchDepend(DependType.FRAME_BY_FRAME, job, 1, -1, job, 0, -1);
        };
    }

    private JobSpec spec(long show) {
        JobSpec spec = new JobSpec(name()).show(show, show).priority(random.nextInt(4));
        if (show == 1 && random.nextInt(2) == 0) {
            spec.folder(11 + random.nextInt(2));
        }
        if (random.nextInt(4) == 0) {
            spec.maxCores(1 + random.nextInt(6));
        }
        if (random.nextInt(6) == 0) {
            spec.maxGpus(random.nextInt(3));
        }
        if (random.nextInt(8) == 0) {
            spec.autoEat();
        }
        if (random.nextInt(10) == 0) {
            spec.os("other");
        }
        spec.maxRetries(random.nextInt(4));
        int layers = 1 + random.nextInt(3);
        for (int i = 0; i < layers; i++) {
            spec.layer("layer" + i, 1 + random.nextInt(12), this::vary);
        }
        return spec;
    }

    /** A new one, or that of a job that has ended, whose layers then say what the new ones ask for. */
    private String name() {
        Set<String> ended = new LinkedHashSet<>();
        Set<String> living = new HashSet<>();
        if (random.nextInt(3) == 0) {
            farm.read(q -> q.kind(QueryKind.JOBS), row -> {
                JobRowDecoder d =
                        new JobRowDecoder().wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
                (d.jobState() == JobState.FINISHED ? ended : living).add(d.name());
            });
        }
        ended.removeAll(living);
        ended.removeAll(namesOfLaunch);
        String name = ended.isEmpty() ? "job" + ++jobNames : List.copyOf(ended).get(random.nextInt(ended.size()));
        namesOfLaunch.add(name);
        return name;
    }

    /** Not in whole steps of what trees keep of a need, so that their rounding shows. */
    private long memoryKib(int sizes) {
        return (262_144L << random.nextInt(sizes)) + random.nextInt(1_000);
    }

    private JobSpec.LayerSpec vary(JobSpec.LayerSpec layer) {
        int[] cores = {10, 50, 100, 100, 100, 200, 400, 150, 0, -100};
        layer.coreUnits(cores[random.nextInt(cores.length)]);
        layer.memoryKib = memoryKib(6);
        layer.memoryGiven = random.nextInt(3) != 0;
        if (random.nextInt(2) == 0) {
            layer.threadable();
        }
        if (random.nextInt(8) == 0) {
            layer.selfish();
        }
        if (random.nextInt(5) == 0) {
            layer.maxCoreUnits(200);
        }
        if (random.nextInt(6) == 0) {
            layer.gpus(1 + random.nextInt(2));
        }
        if (random.nextInt(4) == 0) {
            layer.limit(1 + random.nextInt(3));
        }
        if (random.nextInt(12) == 0) {
            layer.limit(1).limit(2).limit(3);
        }
        layer.chunk(1 + random.nextInt(3));
        if (random.nextInt(5) == 0) {
            layer.frames(1, 2, 4).alsoFrames(2, 2, 4);
        }
        String[] tags = {"general", "general", "fast", "big", "general fast", "sim0", "sim1 big"};
        layer.tags(tags[random.nextInt(tags.length)]);
        return layer;
    }

    private void interfere() {
        if (jobs.isEmpty()) {
            return;
        }
        long job = jobs.get(random.nextInt(jobs.size()));
        switch (random.nextInt(24)) {
            case 16, 17 -> save();
            case 0 -> farm.change(job, JobSetting.PAUSED, random.nextInt(2));
            case 1 -> farm.change(job, JobSetting.PRIORITY, random.nextInt(5));
            case 2 -> changeCap(job, random.nextInt(3) == 0 ? -1 : random.nextInt(8) * 100);
            case 3, 4 -> farm.act(job, FrameAction.RETRY, 1 << (2 + random.nextInt(5)));
            case 5 -> farm.act(job, FrameAction.EAT, 1 << random.nextInt(6));
            case 6 -> farm.act(job, FrameAction.KILL, 0);
            case 7 -> farm.act(job, FrameAction.MARK_DONE, 0, 0, random.nextInt(4));
            case 8 -> farm.act(job, FrameAction.MARK_AS_WAITING, 0);
            case 9 -> farm.act(job, FrameAction.MARK_AS_DEPEND, 0);
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    farm.kill(job);
                }
            }
            case 11 -> farm.change(job, 0, LayerSetting.MIN_CORE_UNITS, 100 + random.nextInt(4) * 100);
            case 12 -> farm.change(job, 0, LayerSetting.MEMORY_KIB, memoryKib(5));
            case 13 -> reorder(job);
            case 14 -> dependByHand(job);
            case 15 -> move(job);
            case 18 -> relieve();
            case 21, 22 -> partition(job);
            default -> askOfProcs(jobs.get(jobs.size() - 1 - random.nextInt(Math.min(4, jobs.size()))));
        }
    }

    /** To another folder of its show, whatever that one's caps. */
    private void move(long job) {
        if (farm.jobRow(job).showNumber() == 1) {
            config.changed.add("folder");
            int folder = random.nextInt(3);
            farm.change(job, JobSetting.FOLDER, folder == 0 ? 1 : 10 + folder);
        }
    }

    /** A host runs short of memory. */
    private void relieve() {
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        List<FrameProcess> alive = List.copyOf(host.processes.values());
        if (host.connected && !alive.isEmpty()) {
            long missing = (1L + random.nextInt(8)) << 20;
            farm.send(b -> {
                RelieveHostEncoder command = new RelieveHostEncoder()
                        .wrapAndApplyHeader(b, 0, farm.header())
                        .correlationId(farm.nextCorrelation())
                        .hostNumber(host.number)
                        .incarnation(host.incarnation)
                        .missingKib(missing);
                RelieveHostEncoder.ProcsEncoder procs = command.procsCount(alive.size());
                for (FrameProcess process : alive) {
                    procs.next()
                            .procNumber(process.run.proc())
                            .usedKib(process.run.memoryKib() * (process.run.proc() % 2 + 1) / 2 + missing / 4);
                }
                return command.encodedLength();
            });
        }
    }

    private void changeCap(long job, int coreUnits) {
        config.changed.add("job");
        farm.change(job, JobSetting.MAX_CORE_UNITS, coreUnits);
    }

    private void reorder(long job) {
        FrameOrder[] orders = {FrameOrder.FIRST, FrameOrder.LAST, FrameOrder.REVERSE, FrameOrder.STAGGER};
        farm.send(b -> {
            ReorderFramesEncoder command = new ReorderFramesEncoder()
                    .wrapAndApplyHeader(b, 0, farm.header())
                    .correlationId(farm.nextCorrelation())
                    .jobNumber(job)
                    .layerIndex(0)
                    .frameOrder(orders[random.nextInt(orders.length)])
                    .stagger(2);
            command.rangesCount(1)
                    .next()
                    .firstFrame(1 + random.nextInt(4))
                    .step(1)
                    .frameCount(1 + random.nextInt(4));
            return command.encodedLength();
        });
    }

    private void dependByHand(long job) {
        long other = jobs.get(random.nextInt(jobs.size()));
        int ordinal = random.nextInt(2);
        switch (random.nextInt(4)) {
            case 0 -> farm.depend(DependType.FRAME_ON_FRAME, false, job, 0, 0, other, 0, ordinal);
            case 1 -> farm.depend(DependType.LAYER_ON_LAYER, random.nextBoolean(), job, 0, -1, other, 0, -1);
            case 2 -> farm.depend(DependType.JOB_ON_JOB, false, job, -1, -1, other, -1, -1);
            default -> farm.depend(DependType.LAYER_ON_SIM_FRAME, false, job, 0, -1, other, 0, ordinal);
        }
    }

    /** The program of some frame, one that runs most of the time, says something about its checkpoint. */
    private void save() {
        CheckpointState[] said = {
            CheckpointState.ENABLED,
            CheckpointState.ENABLED,
            CheckpointState.COPYING,
            CheckpointState.COMPLETE,
            CheckpointState.DISABLED
        };
        CheckpointState state = said[random.nextInt(said.length)];
        if (random.nextInt(4) == 0 || farm.running.isEmpty()) {
            farm.checkpoint(jobs.get(random.nextInt(jobs.size())), 0, state);
        } else {
            List<Run> runs = List.copyOf(farm.running.values());
            Run run = runs.get(random.nextInt(runs.size()));
            farm.checkpoint(run.job(), run.ordinal(), state);
        }
    }

    /** Somebody takes a host for work of their own, or changes what it gives. */
    private void partition(long job) {
        if (!partitions.isEmpty() && random.nextInt(3) == 0) {
            long partition = partitions.get(random.nextInt(partitions.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    config.changed.add("partition");
                    PartitionCommands.set(
                            farm, partition, random.nextInt(5), (long) random.nextInt(9) << 20, random.nextInt(2));
                }
                case 1 -> PartitionCommands.delete(farm, partition);
                default -> hosts.forEach(host -> farm.change(host.number, HostSetting.LOCK_STATE, 0));
            }
            return;
        }
        int at = random.nextInt(hosts.size());
        SimulatedHost host = hosts.get(at);
        int owner = 10 + at;
        config.deed(farm, owner, host.number, 1 + random.nextInt(3));
        farm.change(host.number, HostSetting.LOCK_STATE, 1);
        boolean ofFrame = random.nextInt(3) == 0;
        Answer answer = PartitionCommands.add(
                farm,
                "owner" + owner,
                host.number,
                job,
                random.nextInt(2) - 1,
                ofFrame ? random.nextInt(4) : -1,
                1 + random.nextInt(2),
                1 + random.nextInt(host.cores),
                (1L + random.nextInt(host.memoryGib)) << 20,
                random.nextInt(host.gpus + 1));
        if (answer.code() == ReplyCode.OK) {
            partitions.add(answer.number());
        }
    }

    private void askOfProcs(long job) {
        if (farm.running.isEmpty()) {
            return;
        }
        List<Run> runs = List.copyOf(farm.running.values());
        Run run = runs.get(random.nextInt(runs.size()));
        boolean kill = random.nextBoolean();
        switch (random.nextInt(6)) {
            case 0 -> ProcCommands.unbook(farm, run.proc(), kill, 0, 0);
            case 1 -> ProcCommands.unbook(farm, run.proc(), kill, job, 0);
            case 2 -> ProcCommands.unbook(farm, run.proc(), kill, 0, 11 + random.nextInt(2));
            case 3 -> ProcCommands.clearRedirect(farm, run.proc());
            default -> {
                List<Long> procs = runs.stream()
                        .filter(other -> other.host() == run.host() && random.nextInt(3) != 0)
                        .map(Run::proc)
                        .toList();
                ProcCommands.redirectHost(farm, run.host(), job, procs);
            }
        }
    }

    private void configure() {
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        WorkMode[] modes = {WorkMode.PRIORITY, WorkMode.FIFO, WorkMode.BALANCED, WorkMode.PROPORTIONAL};
        switch (random.nextInt(12)) {
            case 10, 11 -> farm.layerShare(ordered ? 0 : SHARES[random.nextInt(SHARES.length)], 1 + random.nextInt(3));
            case 8 -> farm.delayRule(1, random.nextInt(3));
            case 9 -> config.deed(farm, 1 + random.nextInt(3), host.number, 1 + random.nextInt(3));
            case 6 -> config.mode(farm, random.nextInt(4), modes[random.nextInt(modes.length)]);
            case 0 -> {
                int limit = 1 + random.nextInt(3);
                config.limit(farm, limit, random.nextInt(5), limit == 3 && random.nextInt(5) != 0);
            }
            case 1 -> config.folder(farm, 11, 1, 1, random.nextInt(3) == 0 ? -1 : random.nextInt(12) * 100, -1);
            case 2 -> config.folder(farm, 12, 1, random.nextBoolean() ? 11 : 1, 400, random.nextInt(3));
            case 3 -> config.share(farm, 2, 1, 500, random.nextInt(12) * 100L);
            case 4 -> config.show(farm, 3, 3, random.nextInt(3) != 0);
            case 5 -> farm.change(host.number, HostSetting.LOCK_STATE, random.nextInt(2));
            default -> farm.change(host.number, HostSetting.THREAD_MODE, random.nextInt(2));
        }
    }

    // ---- the end

    /** No more faults; everything is set free and must end. */
    private void comeToRest() {
        calm = true;
        farm.shadow = null;
        config.limit(farm, 1, 100, false);
        config.limit(farm, 2, 100, false);
        config.limit(farm, 3, 100, true);
        config.folder(farm, 11, 1, 1, -1, -1);
        config.folder(farm, 12, 1, 11, -1, -1);
        config.share(farm, 1, 1, 1_000, 1_000_000);
        config.share(farm, 2, 1, 1_000, 1_000_000);
        config.share(farm, 3, 1, 1_000, 1_000_000);
        config.show(farm, 3, 3, true);
        for (SimulatedHost host : hosts) {
            register(host);
            farm.change(host.number, HostSetting.LOCK_STATE, 0);
            farm.change(host.number, HostSetting.THREAD_MODE, 0);
        }
        SimulatedHost large = new SimulatedHost("large", 64, 512, 8, "general fast big sim0 sim1", "linux,other");
        hosts.add(large);
        toHost.put(large, new ArrayDeque<>());
        register(large);
        SimulatedHost fast = new SimulatedHost("large2", 64, 512, 8, "general", "linux,other");
        hosts.add(fast);
        toHost.put(fast, new ArrayDeque<>());
        register(fast);
        for (long job : jobs) {
            farm.change(job, JobSetting.PAUSED, 0);
            farm.change(job, JobSetting.MAX_CORE_UNITS, -1);
            farm.change(job, JobSetting.MAX_GPUS, -1);
            dropDepends(job);
        }
        for (int round = 0; round < 3_000 && hasLivingJobs(); round++) {
            farm.now += 10;
            if (round % 20 == 0) {
                tick(70_000);
                for (long job : jobs) {
                    farm.act(job, FrameAction.EAT, 1 << FrameState.DEAD.value());
                    dropDepends(job);
                }
            }
            for (int i = 0; i < 10; i++) {
                deliver();
                endSomeProcess();
            }
            while (farm.cell.hasWork()) {
                farm.work(500);
            }
            sendOrders();
        }
        check();
        for (long job : jobs) {
            farm.read(q -> q.kind(QueryKind.JOBS).jobNumber(job), row -> {
                JobRowDecoder d =
                        new JobRowDecoder().wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
                assertThat(d.jobState())
                        .as("state of job " + d + "; why: " + WhyLine.of(farm.cell, job))
                        .isEqualTo(JobState.FINISHED);
            });
        }
        assertThat(farm.running).isEmpty();
    }

    private void dropDepends(long job) {
        farm.send(b -> new DropDependsEncoder()
                .wrapAndApplyHeader(b, 0, farm.header())
                .correlationId(farm.nextCorrelation())
                .jobNumber(job)
                .layerIndex(-1)
                .frameOrdinal(-1)
                .target(DependTarget.ANY_TARGET)
                .encodedLength());
    }

    private boolean hasLivingJobs() {
        boolean[] living = new boolean[1];
        farm.read(q -> q.kind(QueryKind.JOBS), row -> {
            JobRowDecoder d =
                    new JobRowDecoder().wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
            living[0] |= d.jobState() != JobState.FINISHED;
        });
        return living[0];
    }
}
