package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.JobStats;
import io.cuegrid.outline.launch.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Waits until jobs have ended, and shows how far they are. Threading: one thread. */
final class JobWaiter {
    private static final long ASK_MILLIS = 500;
    /** A node may be away for a moment: it is started again, or another takes the lead. */
    private static final long AWAY_MILLIS_MAX = 120_000;

    private final GridSession session;
    private final ProgressLine progress;

    JobWaiter(GridSession session, ProgressLine progress) {
        this.session = session;
        this.progress = progress;
    }

    /** @return SUCCESS when all frames of all jobs succeeded, else JOB_FAILED */
    ExitStatus awaitEnd(List<String> jobIds) {
        long heardMillis = System.currentTimeMillis();
        while (true) {
            long now = System.currentTimeMillis();
            try {
                List<Job> jobs = ask(jobIds);
                heardMillis = now;
                int succeeded = sum(jobs, JobStats::getSucceededFrames);
                int eaten = sum(jobs, JobStats::getEatenFrames);
                int total = sum(jobs, JobStats::getTotalFrames);
                progress.show(
                        succeeded + eaten,
                        total,
                        "  " + sum(jobs, JobStats::getRunningFrames) + " running  " + sum(jobs, JobStats::getDeadFrames)
                                + " dead",
                        now);
                if (areOver(jobs)) {
                    progress.clear();
                    progress.say(succeeded + " of " + total + " frames succeeded");
                    return succeeded == total ? ExitStatus.SUCCESS : ExitStatus.JOB_FAILED;
                }
            } catch (CliFailure failure) {
                if (failure.status() != ExitStatus.NOT_UP || now - heardMillis > AWAY_MILLIS_MAX) {
                    progress.clear();
                    throw failure;
                }
            }
            Pause.millis(ASK_MILLIS);
        }
    }

    private List<Job> ask(List<String> jobIds) {
        List<Job> jobs = new ArrayList<>();
        for (String id : jobIds) {
            jobs.add(session.call(() -> session.jobs()
                            .getJob(JobGetJobRequest.newBuilder().setId(id).build()))
                    .getJob());
        }
        return jobs;
    }

    /**
     * Whether nothing more will happen by itself: all jobs are finished, or dead frames wait for a person (and post jobs for
     * these).
     */
    static boolean areOver(List<Job> jobs) {
        boolean anyDead = jobs.stream().anyMatch(job -> job.getJobStats().getDeadFrames() > 0);
        return jobs.stream().allMatch(job -> {
            JobStats stats = job.getJobStats();
            boolean idle =
                    stats.getRunningFrames() + stats.getWaitingFrames() == 0 || job.getState() != JobState.PENDING;
            return job.getState() == JobState.FINISHED || (anyDead && idle);
        });
    }

    private static int sum(List<Job> jobs, ToIntFunction<JobStats> count) {
        return jobs.stream()
                .mapToInt(job -> count.applyAsInt(job.getJobStats()))
                .sum();
    }
}
