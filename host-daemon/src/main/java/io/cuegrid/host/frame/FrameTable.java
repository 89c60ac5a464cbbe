package io.cuegrid.host.frame;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.host.machine.ProcessStat;
import io.cuegrid.host.machine.ProcessTable;
import io.cuegrid.host.machine.Signals;
import io.cuegrid.host.machine.Uptime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All runs on this host. Orders come in, {@link #poll} looks at each run a few times a second and moves it on, events go
 * out. Nothing here waits: a runner does the slow work (log folders on a network file system) in its own process.
 *
 * <pre>
 *   accept ─▶ STARTING ─▶ RUNNING ─▶ ENDED ─▶ completion on disk, folder removed
 *                 └── not started ──────▲
 *   kill: TERM to the group, after the grace KILL to everything of the run, until the runner reports the end
 * </pre>
 *
 * <p>Threading: the daemon's loop only; {@link #runs} may be read by the sampler.
 */
public final class FrameTable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameTable.class);

    /** Between two signals of the same kind, and two attempts to attach a runner. */
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What survives KILL for so long (waiting in the kernel for a disk) is left behind. */
    private static final long SWEEP_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
    /** A command that has ended is reported by its runner within this time, else the daemon looks itself. */
    private static final long RUNNER_SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    /** The same failure of a run is logged once in so many looks. */
    private static final int FAILURES_LOGGED_ONE_IN = 100;

    private final FramePlanner planner;
    private final RunFolders folders;
    private final RunnerStarter starter;
    private final Signals signals;
    private final long killGraceNanos;
    private final FrameEvents events;
    private final TemporaryFolders temporaryFolders;
    private final Map<Long, FrameRun> runs = new ConcurrentHashMap<>();
    private long leaseMillis = TimeUnit.MINUTES.toMillis(4);
    private @Nullable ProcessTable table;
    private long newestFreezeNanos = System.nanoTime();

    public FrameTable(
            FramePlanner planner,
            RunFolders folders,
            RunnerStarter starter,
            Signals signals,
            long killGraceMillis,
            TemporaryFolders temporaryFolders,
            FrameEvents events) {
        this.planner = planner;
        this.folders = folders;
        this.starter = starter;
        this.signals = signals;
        this.killGraceNanos = TimeUnit.MILLISECONDS.toNanos(killGraceMillis);
        this.temporaryFolders = temporaryFolders;
        this.events = events;
    }

    /** Lease that new runners watch. */
    public void leaseMillis(long millis) {
        leaseMillis = millis;
    }

    public boolean has(long proc) {
        return runs.containsKey(proc);
    }

    /** Process of a running command. */
    public OptionalLong pid(long proc) {
        FrameRun run = runs.get(proc);
        RunFolder.Identity child = run == null ? null : run.child;
        return child == null ? OptionalLong.empty() : OptionalLong.of(child.pid());
    }

    /** When a run was last found frozen; the grid must hear of it in a hello. */
    public long newestFreezeNanos() {
        return newestFreezeNanos;
    }

    public int count() {
        return runs.size();
    }

    Collection<FrameRun> runs() {
        return runs.values();
    }

    public boolean usesJob(String jobId) {
        return runs.values().stream().anyMatch(run -> run.order.getJobId().equals(jobId));
    }

    /** Puts an order on disk; durable when {@link RunFolders#sync} has returned as well. */
    public void store(LaunchOrder order) throws IOException {
        folders.folder(order.getProc()).create(order, folders.bootId());
    }

    /** Starts a stored order. What goes wrong becomes a completion that says so. */
    public void start(LaunchOrder order, JobDocument job) throws IOException {
        RunFolder folder = folders.folder(order.getProc());
        FramePlan plan;
        try {
            plan = planner.plan(order, job);
        } catch (PlanException | RuntimeException e) {
            LOG.warn("proc {} cannot be started", order.getProc(), e);
            FrameRun refused = new FrameRun(order, folder, null, false, System.nanoTime());
            runs.put(refused.proc, refused);
            finish(refused, ExitRecord.notStarted(String.valueOf(e.getMessage())));
            return;
        }
        FrameRun run = new FrameRun(order, folder, plan, false, System.nanoTime());
        runs.put(run.proc, run);
        try {
            String started = LogHeader.now();
            Path temporary =
                    temporaryFolders.make("cuegrid-" + planner.hostName() + "-" + run.proc + "-", plan.account());
            plan.environment().put("TMPDIR", temporary.toString());
            folder.writePlan(plan, LogHeader.text(plan, order, planner.hostName(), started), started, temporary);
            run.log = folder.log();
            run.runnerProcess = starter.start(folder, plan, started, leaseMillis);
            run.runnerStartedNanos = System.nanoTime();
        } catch (IOException e) {
            finish(run, ExitRecord.notStarted("the runner could not be started: " + e.getMessage()));
        }
    }

    /**
     * Takes up a run that an earlier daemon left.
     *
     * @param job null when its document is not here any more
     */
    public void adopt(LaunchOrder order, @Nullable JobDocument job) throws IOException {
        FramePlan plan = null;
        if (job != null) {
            try {
                plan = planner.plan(order, job);
            } catch (PlanException e) {
                LOG.warn("proc {} was started under other settings: {}", order.getProc(), e.getMessage());
            }
        }
        RunFolder folder = folders.folder(order.getProc());
        FrameRun run = new FrameRun(order, folder, plan, true, System.nanoTime());
        run.log = folder.log();
        String usage = folder.usage();
        if (usage != null) {
            run.usage = Usage.ofFooter(usage);
        }
        runs.put(run.proc, run);
        if (!folder.bootId().equals(folders.bootId())) {
            run.kill = new FrameRun.Kill("the host was rebooted", false, false, System.nanoTime());
            finish(run, Objects.requireNonNullElseGet(folder.exit(), ExitRecord::unknown));
        } else if (folder.claim()) {
            finish(run, ExitRecord.notStarted("the host daemon ended before it had started the frame"));
        }
    }

    /** Ends a run, gently then surely. @param byOrder the grid asked @param discard no completion is wanted */
    public void kill(long proc, String reason, boolean byOrder, boolean discard) throws IOException {
        FrameRun run = runs.get(proc);
        if (run == null) {
            return;
        }
        look(run);
        if (!runs.containsKey(proc) || (hasEndedItself(run) && !discard)) {
            return;
        }
        FrameRun.Kill before = run.kill;
        if (before != null && (before.discard() || !discard) && (before.byOrder() || !byOrder)) {
            return;
        }
        run.kill =
                new FrameRun.Kill(reason, byOrder, discard, before == null ? System.nanoTime() : before.sinceNanos());
        run.folder.writeWhy(reason);
        LOG.info("proc {} is being ended: {}", proc, reason);
        look(run);
    }

    /** True when its command has ended, though its runner may not have said so yet: its own end is what counts. */
    private static boolean hasEndedItself(FrameRun run) {
        RunFolder.Identity child = run.child;
        if (run.kill != null || child == null) {
            return false;
        }
        ProcessStat stat = ProcessStat.read(child.pid(), child.startTicks());
        return stat == null || stat.isEnded();
    }

    public void killAll(String reason, boolean discard) throws IOException {
        for (long proc : List.copyOf(runs.keySet())) {
            kill(proc, reason, false, discard);
        }
    }

    /** Lets a frozen run go on. */
    public void goOn(long proc) throws IOException {
        FrameRun run = runs.get(proc);
        if (run != null && run.folder.isFrozen()) {
            run.folder.resume();
            wakeRunner(run);
            LOG.info("proc {} may go on", proc);
        }
    }

    /** Moves every run on by what has happened since the last call. */
    public void poll() {
        table = null;
        for (FrameRun run : List.copyOf(runs.values())) {
            try {
                look(run);
            } catch (IOException | RuntimeException e) {
                // the disk is full or away, perhaps: the run stays as it is, and other runs must not wait for it
                if (run.failuresLogged++ % FAILURES_LOGGED_ONE_IN == 0) {
                    LOG.error("proc {} cannot be looked after, trying again", run.proc, e);
                }
            }
        }
    }

    private void look(FrameRun run) throws IOException {
        switch (run.phase) {
            case STARTING -> lookForStart(run);
            case RUNNING -> lookForEnd(run);
            case ENDED -> sweep(run);
        }
    }

    private void lookForStart(FrameRun run) throws IOException {
        RunFolder.Identity child = run.folder.child();
        if (child != null) {
            run.child = child;
            run.runner = run.folder.runner();
            run.phase = FrameRun.Phase.RUNNING;
            run.logGrownNanos = System.nanoTime();
            events.started(run.proc, child.pid());
            lookForEnd(run);
            return;
        }
        ExitRecord exit = run.folder.exit();
        if (exit != null) {
            finish(run, exit);
        } else if (!isRunnerAlive(run)) {
            killRunnersSession(run);
            exit = run.folder.exit();
            String errors = run.folder.errors();
            finish(
                    run,
                    exit != null
                            ? exit
                            : ExitRecord.notStarted("the runner ended before the command began. " + errors));
        } else if (run.kill != null && System.nanoTime() - run.kill.sinceNanos() > killGraceNanos) {
            // it hangs before the command, perhaps in a log folder on a network file system
            if (due(run.killNanos)) {
                run.killNanos = System.nanoTime();
                killRunnersSession(run);
            }
        }
    }

    /** Before the command has a session of its own, all that was started for it is in the runner's. */
    private void killRunnersSession(FrameRun run) throws IOException {
        RunFolder.Identity runner = run.folder.runner();
        if (runner != null) {
            table = null;
            killEach(processes().family(runner.pid()));
        }
    }

    /** The waiter of a run whose runner is gone. It was started before its child, so a later one is another process. */
    private void killWaiter(RunFolder.Identity child) {
        ProcessStat waiter = ProcessStat.read(child.waiter());
        if (waiter != null && waiter.startTicks() <= child.startTicks()) {
            signals.send(waiter.pid(), waiter.startTicks(), Signals.KILL);
        }
    }

    private void lookForEnd(FrameRun run) throws IOException {
        RunFolder.Identity child = run.child;
        if (child == null) {
            return;
        }
        ProcessStat stat = ProcessStat.read(child.pid(), child.startTicks());
        if (stat != null && !stat.isEnded()) {
            boolean frozen = run.folder.isFrozen();
            if (frozen && !run.frozen) {
                newestFreezeNanos = System.nanoTime();
                LOG.warn("proc {} stands still: the lease had run out", run.proc);
            }
            run.frozen = frozen;
            saveUsage(run);
            keepRunner(run);
            continueKill(run, child);
            return;
        }
        ExitRecord exit = run.folder.exit();
        if (exit != null) {
            finish(run, exit);
            return;
        }
        long now = System.nanoTime();
        if (run.endSeenNanos == 0) {
            run.endSeenNanos = now;
        }
        if (isRunnerAlive(run)) {
            wakeRunner(run);
        } else {
            keepRunner(run);
        }
        if (now - run.endSeenNanos > RUNNER_SILENCE_NANOS_MAX) {
            LOG.warn("proc {}: its runner does not report the end of process {}", run.proc, child.pid());
            killWaiter(child);
            finish(run, ExitRecord.unknown());
        }
    }

    /** Largest values go to disk, for the runner's footer and for a daemon that is started again. */
    private static void saveUsage(FrameRun run) throws IOException {
        Usage usage = run.usage;
        Usage saved = run.usageOnDisk;
        if (usage.maxRssKib() != saved.maxRssKib() || usage.maxPssKib() != saved.maxPssKib()) {
            run.folder.writeUsage(usage.footer());
            run.usageOnDisk = usage;
        }
    }

    private void continueKill(FrameRun run, RunFolder.Identity child) throws IOException {
        FrameRun.Kill kill = run.kill;
        if (kill == null) {
            return;
        }
        long now = System.nanoTime();
        boolean surely = run.frozen || (kill.discard() && run.adopted) || now - kill.sinceNanos() >= killGraceNanos;
        if (!surely && run.termNanos == 0) {
            run.termNanos = now;
            signals.sendToGroup(child.pid(), child.startTicks(), Signals.TERM);
            for (ProcessStat other : processes().family(child.pid())) {
                if (other.group() != child.pid()) {
                    signals.send(other.pid(), other.startTicks(), Signals.TERM);
                }
            }
        } else if (surely && due(run.killNanos)) {
            run.killNanos = now;
            // the family first: once the leader has ended, those who moved away are harder to find
            List<ProcessStat> family = processes().family(child.pid());
            signals.sendToGroup(child.pid(), child.startTicks(), Signals.KILL);
            killEach(family);
        }
    }

    private void finish(FrameRun run, ExitRecord exit) throws IOException {
        run.exit = exit;
        run.phase = FrameRun.Phase.ENDED;
        run.endSeenNanos = System.nanoTime();
        table = null;
        sweep(run);
    }

    /** Ends what the command left behind, then reports. */
    private void sweep(FrameRun run) throws IOException {
        List<ProcessStat> left = new ArrayList<>();
        if (run.child != null || run.adopted) {
            if (run.child != null) {
                left.addAll(processes().family(run.child.pid()));
            }
            left.addAll(processes().marked(planner.mark(run.proc)));
        }
        if (!left.isEmpty()) {
            killEach(left);
            table = null;
            if (System.nanoTime() - run.endSeenNanos < SWEEP_NANOS_MAX) {
                return;
            }
            LOG.error(
                    "proc {}: processes {} cannot be killed and are left behind",
                    run.proc,
                    left.stream().map(ProcessStat::pid).toList());
        }
        ExitRecord exit = run.exit == null ? ExitRecord.unknown() : run.exit;
        FrameRun.Kill kill = run.kill;
        if (kill == null || !kill.discard()) {
            String endedBy = run.folder.why();
            events.ended(Completion.of(run, exit, kill != null ? kill.reason() : endedBy == null ? "" : endedBy));
        }
        runs.remove(run.proc);
        Path temporary = run.folder.temporary();
        if (temporary != null) {
            temporaryFolders.remove(temporary);
        }
        run.folder.remove();
    }

    private void killEach(List<ProcessStat> processes) {
        for (ProcessStat process : processes) {
            signals.send(process.pid(), process.startTicks(), Signals.KILL);
        }
    }

    /** A runner that was killed is replaced: it holds nothing that is not on disk or in /proc. */
    private void keepRunner(FrameRun run) throws IOException {
        if (isRunnerAlive(run) || !due(run.runnerStartedNanos) || run.plan == null) {
            return;
        }
        LOG.warn("proc {}: its runner is gone, another one takes over", run.proc);
        run.runnerStartedNanos = System.nanoTime();
        run.runnerProcess = starter.attach(run.folder, run.plan, run.folder.started(), leaseMillis);
        run.runner = null;
    }

    private boolean isRunnerAlive(FrameRun run) throws IOException {
        Process process = run.runnerProcess;
        if (process != null) {
            return process.isAlive();
        }
        RunFolder.Identity runner = run.folder.runner();
        if (runner == null) {
            return false;
        }
        ProcessStat stat = ProcessStat.read(runner.pid(), runner.startTicks());
        return stat != null && !stat.isEnded();
    }

    private void wakeRunner(FrameRun run) throws IOException {
        RunFolder.Identity runner = run.folder.runner();
        if (runner != null) {
            signals.send(runner.pid(), runner.startTicks(), Signals.USR1);
        }
    }

    private static boolean due(long lastNanos) {
        return lastNanos == 0 || System.nanoTime() - lastNanos >= REPEAT_NANOS;
    }

    private ProcessTable processes() throws IOException {
        if (table == null) {
            table = ProcessTable.read();
        }
        return table;
    }

    /** For the hello. */
    public List<ProcState> states() {
        return runs.values().stream()
                .map(run -> run.state(run.frozen ? ProcState.State.FROZEN : ProcState.State.RUNNING))
                .toList();
    }

    /** For the heartbeat. */
    public List<RunningProc> running() {
        long now = System.nanoTime();
        long uptimeMillis = Uptime.centis() * 10;
        List<RunningProc> list = new ArrayList<>(runs.size());
        for (FrameRun run : runs.values()) {
            Usage usage = run.usage;
            RunFolder.Identity child = run.child;
            list.add(new RunningProc(
                    run.proc,
                    usage.rssKib(),
                    usage.maxRssKib(),
                    usage.pssKib(),
                    usage.maxPssKib(),
                    usage.swapKib(),
                    usage.cpuMillis(),
                    child == null ? 0 : Math.max(0, uptimeMillis - starter.startMillis(child.startTicks())),
                    TimeUnit.NANOSECONDS.toMillis(Math.max(0, now - run.logGrownNanos)),
                    0,
                    run.frozen));
        }
        return list;
    }
}
