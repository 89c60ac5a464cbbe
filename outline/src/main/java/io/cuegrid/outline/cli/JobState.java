package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobStats;

/** A job's state as people speak of it, from its wire state and its counts. */
final class JobState {
    private JobState() {}

    /** Finished, Paused, Failing, Dependency or In Progress; a state of the wire where these do not fit. */
    static String of(Job job) {
        JobStats stats = job.getJobStats();
        return switch (job.getState()) {
            case FINISHED -> "Finished";
            case STARTUP -> "Starting";
            case SHUTDOWN -> "Ending";
            case POSTED -> "Posted";
            case PENDING -> {
                if (job.getIsPaused()) {
                    yield "Paused";
                }
                if (stats.getDeadFrames() > 0) {
                    yield "Failing";
                }
                boolean onlyDepends =
                        stats.getDependFrames() > 0 && stats.getRunningFrames() + stats.getWaitingFrames() == 0;
                yield onlyDepends ? "Dependency" : "In Progress";
            }
            case UNRECOGNIZED -> "?";
        };
    }
}
