package io.cuegrid.outline.backend;

import io.cuegrid.api.command.CommandTokens;
import io.cuegrid.api.command.FrameEnvironment;
import io.cuegrid.api.command.FrameOrder;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.unit.CoreText;
import io.cuegrid.outline.backend.LocalListener.FrameEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan on this machine. One thread decides what runs ({@link #run}); each frame has a thread that waits
 * for its process and reports the end through a queue.
 *
 * <p>Threading: states of frames belong to the thread in {@link #run}; {@link #stop} may come from any thread.
 */
final class LocalRun {
    /** Reserved memory that a frame is told when its layer does not say. */
    private static final long DEFAULT_MEMORY_KIB = 1L << 20;

    private final LocalPlan plan;
    private final LocalOptions options;
    private final LocalListener listener;
    private final PriorityQueue<LocalTask> ready =
            new PriorityQueue<>(Comparator.comparingInt((LocalTask task) -> task.ordinal));
    private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
    private final Map<LocalTask, LocalProcess> processes = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private int running;

    /** The end of a process. @param failure why it could not run; null: it ran */
    private record Completion(
            LocalTask task, int exitStatus, @Nullable IOException failure) {}

    LocalRun(LocalPlan plan, LocalOptions options, LocalListener listener) {
        this.plan = plan;
        this.options = options;
        this.listener = listener;
    }

    /** Runs until nothing can run any more. */
    LocalSummary run() throws IOException, InterruptedException {
        Files.createDirectories(options.logs());
        plan.jobs().stream().filter(job -> job.released).forEach(this::release);
        try {
            while (true) {
                startReady();
                if (running == 0 && !releasePostJobs(true)) {
                    return summary();
                }
                if (running > 0) {
                    take(completions.take());
                    releasePostJobs(false);
                }
            }
        } finally {
            stop();
        }
    }

    /** Ends every process; nothing more is started. */
    void stop() throws InterruptedException {
        List<LocalProcess> left;
        // no process is started unseen while the virtual machine goes down
        synchronized (processes) {
            stopped = true;
            left = List.copyOf(processes.values());
        }
        for (LocalProcess process : left) {
            process.askToEnd();
        }
        for (LocalProcess process : left) {
            process.end(options.killGraceMillis());
        }
    }

    private void release(LocalJob job) {
        job.released = true;
        job.all().stream().filter(task -> task.closedGates == 0).forEach(ready::add);
    }

    private void startReady() throws IOException {
        while (!stopped && running < options.parallel() && !ready.isEmpty()) {
            start(ready.remove());
        }
    }

    private void start(LocalTask task) throws IOException {
        task.attempts++;
        FrameOrder order = order(task);
        Map<String, String> environment = FrameEnvironment.build(task.job.document, order);
        addOwn(environment, "HOME");
        addOwn(environment, "TMPDIR");
        environment.merge("PATH", String.valueOf(System.getenv("PATH")), (base, own) -> base + ":" + own);
        String name = task.job.document.getName() + "." + task.frameName();
        LocalProcess process;
        synchronized (processes) {
            if (stopped) {
                return;
            }
            process = LocalProcess.start(
                    options.logs(), name, CommandTokens.expand(task.job.document, order), environment);
            processes.put(task, process);
        }
        task.state = LocalTask.State.RUNNING;
        running++;
        listener.started(task.job.document.getName(), task.frameName(), task.attempts);
        Thread waiter = new Thread(() -> await(task, process), "frame-" + task.frameName());
        waiter.setDaemon(true);
        waiter.start();
    }

    private void await(LocalTask task, LocalProcess process) {
        int timeout = task.job.document.getLayers(task.layerIndex).getTimeoutMinutes();
        try {
            completions.add(new Completion(task, process.await(timeout, options.killGraceMillis()), null));
        } catch (IOException failed) {
            completions.add(new Completion(task, 1, failed));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Completion completion) throws IOException {
        LocalTask task = completion.task();
        running--;
        processes.remove(task);
        if (completion.failure() != null) {
            throw completion.failure();
        }
        FrameEnd end = end(task, completion.exitStatus());
        switch (end) {
            case SUCCEEDED -> task.state = LocalTask.State.SUCCEEDED;
            case DEAD -> task.state = LocalTask.State.DEAD;
            case EATEN -> task.state = LocalTask.State.EATEN;
            case STOPPED -> task.state = LocalTask.State.WAITING;
            case RETRIED -> {
                task.state = LocalTask.State.WAITING;
                ready.add(task);
            }
        }
        listener.ended(task.job.document.getName(), task.frameName(), task.attempts, completion.exitStatus(), end);
        if (end == FrameEnd.SUCCEEDED || end == FrameEnd.EATEN) {
            for (LocalGate gate : task.gates) {
                gate.done(end == FrameEnd.EATEN).stream()
                        .filter(opened -> opened.job.released)
                        .forEach(ready::add);
            }
        }
    }

    private FrameEnd end(LocalTask task, int exitStatus) {
        if (exitStatus == 0) {
            return FrameEnd.SUCCEEDED;
        }
        if (stopped) {
            return FrameEnd.STOPPED;
        }
        if (task.attempts <= task.job.document.getMaxRetries()) {
            return FrameEnd.RETRIED;
        }
        return task.job.document.getAutoEat() ? FrameEnd.EATEN : FrameEnd.DEAD;
    }

    /**
     * Starts post jobs whose parents have ended.
     *
     * @param idle nothing runs and nothing can: a parent with frames that will never run has ended too
     * @return whether something may run now
     */
    private boolean releasePostJobs(boolean idle) {
        if (stopped) {
            return false;
        }
        for (LocalJob job : plan.jobs()) {
            LocalJob parent = plan.job(job.document.getPostJobOf());
            if (!job.released && parent != null && parent.released && (idle || parent.isOver())) {
                release(job);
            }
        }
        return !ready.isEmpty();
    }

    private FrameOrder order(LocalTask task) {
        LayerDocument layer = task.job.document.getLayers(task.layerIndex);
        int cores = layer.getMinCoreUnits() > 0 ? layer.getMinCoreUnits() : CoreText.UNITS_PER_CORE;
        return new FrameOrder(
                task.layerIndex,
                task.layerFrames().chunk(task.chunk),
                task.attempts,
                cores,
                layer.hasMemoryKib() ? layer.getMemoryKib() : DEFAULT_MEMORY_KIB,
                layer.getMinGpus(),
                layer.getGpuMemoryKib(),
                task.frameName(),
                "localhost");
    }

    private static void addOwn(Map<String, String> environment, String name) {
        String own = System.getenv(name);
        if (own != null) {
            environment.putIfAbsent(name, own);
        }
    }

    private LocalSummary summary() {
        return new LocalSummary(plan.jobs().stream().map(LocalJob::summary).toList());
    }
}
