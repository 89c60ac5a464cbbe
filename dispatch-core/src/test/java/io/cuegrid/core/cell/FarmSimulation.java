package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.cell.SimulatedHost.FrameProcess;
import io.cuegrid.core.cell.SimulatedHost.Phase;
import io.cuegrid.core.sbe.*;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A farm that lives by chance: jobs come, frames end well and badly, people interfere, hosts crash, go silent and come back,
 * messages are late, doubled or lost, leaders change. Everything follows from the seed. After every batch the invariants
 * hold; where booking has settled the naive chooser finds nothing; at the end every job ends.
 */
final class FarmSimulation {
    final FarmFixture farm;
    final FarmConfig config = new FarmConfig();
    private final SplittableRandom random;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final SimulatedPeople people;
    final FarmChecks checks;
    private final Map<Long, SimulatedHost> hostOfNumber = new HashMap<>();
    private final Map<SimulatedHost, Deque<Runnable>> toHost = new HashMap<>();
    private final List<Runnable> toCell = new ArrayList<>();
    private int ordersSent;
    private int killsSent;
    private int repeatedSent;
    private boolean calm;
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
        farm = new FarmFixture(100, 400, 1_000_000, machines);
        random = new SplittableRandom(seed);
        people = new SimulatedPeople(farm, config, random, hosts, ordered);
        checks = new FarmChecks(farm, config, hosts, ordered);
        farm.settling = false;
        if (ordered) {
            farm.starting = checks::checkOrder;
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
            people.submit();
        } else if (dice < 82) {
            people.interfere();
        } else if (dice < 86) {
            people.configure();
        } else if (dice < 90) {
            tick(random.nextInt(3) == 0 ? 70_000 + random.nextInt(2) * 240_000L : 500);
        } else {
            fail();
        }
    }

    private void tick(long millis) {
        checks.ticked(farm.now + millis);
        farm.tick(millis);
    }

    /** The batch ends: waiting work is done within a budget, orders leave, everything is checked. */
    private void endBatch() {
        if (farm.cell.hasWork()) {
            farm.work(1 + random.nextInt(60));
        }
        assertThat(farm.backup.digest()).as("digest of the backup").isEqualTo(farm.cell.digest());
        sendOrders();
        checks.check();
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

    // ---- the end

    /** No more faults; everything is set free and must end. */
    private void comeToRest() {
        calm = true;
        checks.calm();
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
        for (long job : people.jobs()) {
            farm.change(job, JobSetting.PAUSED, 0);
            farm.change(job, JobSetting.MAX_CORE_UNITS, -1);
            farm.change(job, JobSetting.MAX_GPUS, -1);
            dropDepends(job);
        }
        for (int round = 0; round < 3_000 && hasLivingJobs(); round++) {
            farm.now += 10;
            if (round % 20 == 0) {
                tick(70_000);
                for (long job : people.jobs()) {
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
        checks.check();
        for (long job : people.jobs()) {
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
