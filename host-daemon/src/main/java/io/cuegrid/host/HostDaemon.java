package io.cuegrid.host;

import io.cuegrid.api.hostlink.HostCommand;
import io.cuegrid.api.hostlink.HostInventory;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.host.disk.Completions;
import io.cuegrid.host.disk.Documents;
import io.cuegrid.host.disk.Fence;
import io.cuegrid.host.disk.HostFolder;
import io.cuegrid.host.disk.HostIdentity;
import io.cuegrid.host.frame.Accounts;
import io.cuegrid.host.frame.FramePlanner;
import io.cuegrid.host.frame.FrameTable;
import io.cuegrid.host.frame.LogRoots;
import io.cuegrid.host.frame.LogWatcher;
import io.cuegrid.host.frame.RunFolders;
import io.cuegrid.host.frame.RunnerStarter;
import io.cuegrid.host.frame.TemporaryFolders;
import io.cuegrid.host.frame.UsageSampler;
import io.cuegrid.host.link.ChannelFactory;
import io.cuegrid.host.link.GridLink;
import io.cuegrid.host.machine.Machine;
import io.cuegrid.host.machine.Programs;
import io.cuegrid.host.machine.Signals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon: puts its parts together, runs its loop and ends it in order.
 *
 * <p>Threading: a loop thread owns all state (agent, link, frames); a sampler thread measures the machine and the frames; a
 * watcher thread looks at logs, which may hang. Start and stop may be called from any thread.
 */
public final class HostDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostDaemon.class);

    /** Between two looks at the frames: how late an end is seen at most. */
    static final long POLL_MILLIS = 100;
    /** Between two measurements of young frames; older ones are measured each SAMPLE_MILLIS. */
    private static final long SAMPLER_TICK_MILLIS = 500;

    private static final long SAMPLE_MILLIS = 5_000;
    private static final long LOG_LOOK_MILLIS = 5_000;
    /** The grid's acknowledgement of the last completions is waited for so long when stopping. */
    private static final long GOODBYE_MILLIS = 3_000;
    /** Ended frames of an earlier daemon are waited for so long before the first hello. */
    private static final long ADOPTION_MILLIS = 20_000;

    private static final long KIB = 1024;

    private final HostConfig config;
    private final PrintStream out;
    private final HostFolder folder;
    private final HostIdentity identity;
    private final Machine machine;
    private final TemporaryFolders temporaryFolders;
    private final HostAgent agent;
    private final GridLink link;
    private final UsageSampler sampler;
    private final LogWatcher logWatcher;
    private final ScheduledExecutorService loop = thread("host-loop");
    private final ScheduledExecutorService measuring = thread("sampler");
    private final ScheduledExecutorService watching = thread("log-watcher");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Ending> ending = new AtomicReference<>();
    private volatile Vitals vitals = new Vitals(0, 0, 0, 0, false);
    private final long startedNanos = System.nanoTime();
    private volatile boolean welcomed;
    private boolean readySaid;
    private boolean adoptionDone;
    private long stopNanos;
    private @Nullable HostCommand reboot;

    /** How the daemon ends. @param sentence for stderr; empty: nothing to say */
    private record Ending(int exitStatus, String sentence) {}

    /** @throws HostException when this machine or the settings do not allow a start */
    public HostDaemon(HostConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
        Programs programs = Programs.find(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), config.runAsJobUser());
        folder = HostFolder.open(config.home(), config.name());
        temporaryFolders = new TemporaryFolders(config.temporaryFolder());
        try {
            Files.createDirectories(config.temporaryFolder());
            machine = new Machine(config.temporaryFolder());
            identity = HostIdentity.next(folder.path());
            String bootId = machine.bootId();
            RunFolders folders = new RunFolders(folder.runs(), bootId);
            FramePlanner planner = new FramePlanner(
                    config.name(),
                    identity.hostId(),
                    new LogRoots(config.logRoots()),
                    new Accounts(config.runAsJobUser()));
            RunnerStarter starter = new RunnerStarter(
                    programs,
                    config.onLeaseExpiry(),
                    folder.path(),
                    folder.lease(),
                    config.temporaryFolder(),
                    config.umask(),
                    config.name());
            agent = new HostAgent(
                    config,
                    identity,
                    inventory(),
                    bootId,
                    new Fence(folder.path()),
                    new Documents(folder.path().resolve("documents")),
                    new Completions(folder.path().resolve("completions")),
                    folders,
                    events -> new FrameTable(
                            planner,
                            folders,
                            starter,
                            new Signals(),
                            config.killGraceMillis(),
                            temporaryFolders,
                            events),
                    new Support());
        } catch (IOException e) {
            throw new HostException(ExitStatus.MACHINE, "the daemon cannot start: " + e.getMessage());
        }
        sampler = new UsageSampler(agent.frames(), SAMPLE_MILLIS, programs.clockTicks());
        logWatcher = new LogWatcher(agent.frames());
        link = new GridLink(
                loop,
                agent,
                new HostTokens(config),
                config.targets(),
                folder.lease(),
                new ChannelFactory(config.certificateAuthority()),
                config.heartbeatMillis(),
                RandomGenerator.getDefault());
    }

    static String version() {
        String version = HostDaemon.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private HostInventory inventory() {
        List<String> os = config.os().isEmpty() ? machine.osNames() : config.os();
        return HostInventory.newBuilder()
                .setCoreUnits(config.coreUnits() > 0 ? config.coreUnits() : machine.coreUnits())
                .setMemoryKib(config.memoryKib() > 0 ? config.memoryKib() : machine.totalMemoryKib())
                .setGpus(config.gpus())
                .setGpuMemoryKib(config.gpuMemoryKib())
                .setTotalMemoryKib(machine.totalMemoryKib())
                .setTotalSwapKib(machine.totalSwapKib())
                .setTotalTempKib(machine.totalTempKib())
                .addAllOs(os)
                .addAllTags(config.tags())
                .setBootTimeSeconds(machine.bootTimeSeconds())
                .setThreadsPerCore(machine.threadsPerCore())
                .setCpuModel(machine.cpuModel())
                .build();
    }

    /** Starts all threads; frames of an earlier daemon are taken up first. */
    public void start() {
        measure();
        loop.execute(this::adopt);
        repeat(loop, this::turn, POLL_MILLIS);
        repeat(measuring, this::measure, SAMPLER_TICK_MILLIS);
        repeat(watching, logWatcher::look, LOG_LOOK_MILLIS);
    }

    private static void repeat(ScheduledExecutorService executor, Runnable task, long millis) {
        // the task handles its own failures; its future says nothing
        var unused = executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void adopt() {
        try {
            agent.adopt();
        } catch (IOException e) {
            LOG.error("what an earlier daemon left cannot be taken up", e);
            stop(
                    ExitStatus.MACHINE,
                    "what an earlier daemon left in " + folder.path() + " cannot be read: " + e.getMessage());
        }
    }

    /** One turn of the loop. */
    private void turn() {
        try {
            agent.frames().poll();
            if (ending.get() != null) {
                stopStep();
                return;
            }
            adoptionDone = adoptionDone
                    || config.keepFrames()
                    || agent.frames().count() == 0
                    || System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(ADOPTION_MILLIS);
            if (adoptionDone) {
                link.tick();
                link.helloAgainIfBefore(agent.frames().newestFreezeNanos());
            }
            welcomed = link.isWelcomed();
            rebootStep();
        } catch (RuntimeException e) {
            LOG.error("unexpected failure, trying again", e);
        }
    }

    private void measure() {
        try {
            Machine.Vitals now = machine.vitals();
            long freeHomeKib = Files.getFileStore(folder.path()).getUsableSpace() / KIB;
            long least = Math.min(now.freeTempKib(), freeHomeKib);
            boolean little = least < config.freeDiskKibMin();
            if (little != vitals.littleDisk()) {
                LOG.warn(
                        little
                                ? "little disk left ({} KiB in the temporary folder or the home): no orders are taken"
                                : "enough disk again ({} KiB): orders are taken",
                        least);
            }
            vitals =
                    new Vitals(now.freeMemoryKib(), now.freeSwapKib(), now.freeTempKib(), now.loadHundredths(), little);
            sampler.sample();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the machine cannot be measured: {}", e.toString());
        }
    }

    /** Waits for the end. @return exit status; a sentence has gone to stderr unless it is 0 */
    public int await() throws InterruptedException {
        ended.await();
        Ending how = ending.get();
        if (how != null && !how.sentence().isEmpty()) {
            System.err.println(how.sentence());
        }
        return how == null ? ExitStatus.OK : how.exitStatus();
    }

    /** Asks for an orderly end and waits for it, not longer than the kill grace and a few seconds. */
    @Override
    public void close() {
        stop(ExitStatus.OK, "");
        try {
            long limitMillis = config.killGraceMillis() + 2 * GOODBYE_MILLIS + TimeUnit.SECONDS.toMillis(20);
            if (!ended.await(limitMillis, TimeUnit.MILLISECONDS)) {
                LOG.error("the daemon does not end within {} ms; ended now", limitMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int frameCount() {
        return agent.frames().count();
    }

    boolean isWelcomed() {
        return welcomed;
    }

    private void stop(int exitStatus, String sentence) {
        ending.compareAndSet(null, new Ending(exitStatus, sentence));
    }

    /** Repeated by the loop until nothing is left to wait for. */
    private void stopStep() {
        long now = System.nanoTime();
        boolean first = stopNanos == 0;
        if (first) {
            stopNanos = now;
            agent.stopTakingOrders();
            link.heartbeatNow();
            LOG.info("stopping; frames are {}", config.killFramesOnShutdown() ? "ended" : "left running");
        }
        try {
            if (first && config.killFramesOnShutdown()) {
                agent.frames().killAll("the host daemon was stopped", false);
            }
        } catch (IOException e) {
            LOG.error("frames cannot be ended in order: {}", e.getMessage());
        }
        link.tick();
        long waitedMillis = TimeUnit.NANOSECONDS.toMillis(now - stopNanos);
        boolean framesDone = !config.killFramesOnShutdown() || agent.frames().count() == 0;
        boolean saidAll = agent.isEverythingSaid() || !link.isWelcomed();
        long framesLimitMillis = config.killGraceMillis() + TimeUnit.SECONDS.toMillis(20);
        if ((framesDone && saidAll)
                || waitedMillis > framesLimitMillis + GOODBYE_MILLIS
                || (framesDone && waitedMillis > config.killGraceMillis() + GOODBYE_MILLIS)) {
            finish();
        }
    }

    private void finish() {
        link.close();
        measuring.shutdown();
        watching.shutdown();
        temporaryFolders.close();
        loop.shutdown();
        try {
            folder.close();
        } catch (IOException e) {
            LOG.warn("the lock cannot be given back: {}", e.getMessage());
        }
        ended.countDown();
    }

    private void rebootStep() {
        HostCommand asked = reboot;
        Path program = config.rebootCommand();
        if (asked == null || program == null || agent.frames().count() > 0 || !agent.isEverythingSaid()) {
            return;
        }
        reboot = null;
        try {
            LOG.warn("the host is rebooted with {}, as the grid asked", program);
            Process process = new ProcessBuilder(program.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            LOG.info("started {}", process.pid());
        } catch (IOException e) {
            LOG.error("the host cannot be rebooted: {}", e.getMessage());
        }
    }

    /** What the agent asks of the daemon; on the loop. */
    private final class Support implements HostAgent.HostSupport {
        @Override
        public Vitals vitals() {
            return vitals;
        }

        @Override
        public void ready(String target, Welcome welcome) {
            LOG.info(
                    "welcomed by {}: cell {}, epoch {}, lease {} ms",
                    target,
                    welcome.getCell(),
                    welcome.getEpoch().getNumber(),
                    welcome.getLeaseMillis());
            if (!readySaid) {
                readySaid = true;
                out.println("{\"ready\":\"host\",\"name\":\"" + config.name() + "\",\"facility\":\"" + config.facility()
                        + "\",\"hostId\":\"" + identity.hostId() + "\",\"incarnation\":" + identity.incarnation()
                        + ",\"grid\":\"" + target + "\",\"pid\":"
                        + ProcessHandle.current().pid() + "}");
                out.flush();
            }
        }

        @Override
        public void refused(int exitStatus, String sentence) {
            LOG.error("{}", sentence);
            stop(exitStatus, sentence);
        }

        @Override
        public void hostCommand(HostCommand command) {
            switch (command) {
                case HOST_COMMAND_LOCK, HOST_COMMAND_UNLOCK -> LOG.info("{}: the grid books accordingly", command);
                case HOST_COMMAND_REBOOT_NOW, HOST_COMMAND_REBOOT_WHEN_IDLE -> askReboot(command);
                case HOST_COMMAND_NONE, UNRECOGNIZED -> LOG.debug("no command");
            }
        }

        private void askReboot(HostCommand command) {
            if (config.rebootCommand() == null) {
                LOG.warn("{}: this daemon has no --reboot-command, the machine is not rebooted", command);
                return;
            }
            reboot = command;
            agent.stopTakingOrders();
            if (command == HostCommand.HOST_COMMAND_REBOOT_NOW) {
                try {
                    agent.frames().killAll("the host is rebooted", false);
                } catch (IOException e) {
                    LOG.error("frames cannot be ended in order: {}", e.getMessage());
                }
            }
        }

        @Override
        public void changed() {
            link.flush();
        }
    }
}
