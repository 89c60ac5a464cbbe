package io.cuegrid.outline.backend;

import java.util.List;

/**
 * How a local run ended.
 *
 * @param jobs one line a job, in the specification's order
 */
public record LocalSummary(List<JobSummary> jobs) {

    public LocalSummary {
        jobs = List.copyOf(jobs);
    }

    /**
     * The frames of one job.
     *
     * @param waiting never ran, because what they waited for did not end well, or the run was stopped
     */
    public record JobSummary(String name, int succeeded, int dead, int eaten, int waiting) {

        /** Whether every frame is done. */
        public boolean complete() {
            return dead == 0 && waiting == 0;
        }
    }

    /** Whether every frame of every job is done. */
    public boolean complete() {
        return jobs.stream().allMatch(JobSummary::complete);
    }
}
