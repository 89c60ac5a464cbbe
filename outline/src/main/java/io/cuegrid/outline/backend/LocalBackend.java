package io.cuegrid.outline.backend;

import io.cuegrid.api.document.SpecDocument;
import java.io.IOException;
import java.util.List;

/**
 * Runs jobs on this machine, without a grid: to try a job before it goes to the farm. Depends, chunks, retries, time
 * limits, auto-eat and post jobs work as on a grid; cores, memory, tags and limits are not counted.
 *
 * <p>When this process is told to end (Ctrl-C) everything that it started is ended first.
 *
 * <p>Threading: any thread; each launch runs for itself.
 */
public final class LocalBackend implements Backend {
    private final LocalOptions options;
    private final LocalListener listener;

    public LocalBackend(LocalOptions options, LocalListener listener) {
        this.options = options;
        this.listener = listener;
    }

    /** Runs the jobs to their end. @throws IOException when they cannot run, or frames failed */
    @Override
    public List<LaunchedJob> launch(SpecDocument spec) throws IOException, InterruptedException {
        LocalSummary summary = run(spec);
        for (LocalSummary.JobSummary job : summary.jobs()) {
            if (!job.complete()) {
                throw new IOException("the job " + job.name() + " did not complete: " + job.dead() + " frames dead, "
                        + job.waiting() + " never ran; the logs are in " + options.logs());
            }
        }
        return summary.jobs().stream()
                .map(job -> new LaunchedJob(job.name(), job.name()))
                .toList();
    }

    /**
     * Runs the jobs until nothing can run any more, whatever frames fail. An interrupt ends it and everything that it
     * started.
     *
     * @throws IOException with a sentence when they cannot run here
     */
    public LocalSummary run(SpecDocument spec) throws IOException, InterruptedException {
        LocalRun run = new LocalRun(new LocalPlan(spec, options.logs().toString()), options, listener);
        Thread onExit = new Thread(() -> stop(run), "local-run-end");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            return run.run();
        } finally {
            forget(onExit);
        }
    }

    private static void stop(LocalRun run) {
        try {
            run.stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread onExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyEnding) {
            // the hook does its work
        }
    }
}
