package io.cuegrid.node.service.criteria;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobSearchCriteria;
import io.cuegrid.api.opencue.job.JobState;
import java.util.Set;

/** What GetJobs asks for. Without includeFinished only PENDING jobs are found, also when ids are given. */
public final class JobCriteria {
    private final Set<String> ids;
    private final NameCriteria names;
    private final Set<String> users;
    private final Set<String> shots;
    private final Set<String> shows;
    private final boolean includeFinished;

    public JobCriteria(JobSearchCriteria criteria) {
        ids = Set.copyOf(criteria.getIdsList());
        names = new NameCriteria(criteria.getJobsList(), criteria.getRegexList(), criteria.getSubstrList());
        users = Set.copyOf(criteria.getUsersList());
        shots = Set.copyOf(criteria.getShotsList());
        shows = Set.copyOf(criteria.getShowsList());
        includeFinished = criteria.getIncludeFinished();
    }

    public boolean includeFinished() {
        return includeFinished;
    }

    /** The ids asked for; none: any job. */
    public Set<String> ids() {
        return ids;
    }

    public boolean matches(Job job) {
        return (includeFinished || job.getState() == JobState.PENDING)
                && (ids.isEmpty() || ids.contains(job.getId()))
                && (users.isEmpty() || users.contains(job.getUser()))
                && (shots.isEmpty() || shots.contains(job.getShot()))
                && (shows.isEmpty() || shows.contains(job.getShow()))
                && names.matches(job.getName());
    }
}
