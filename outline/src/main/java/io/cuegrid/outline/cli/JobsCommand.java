package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobSearchCriteria;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "jobs",
        description = "Lists jobs, the newest last.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid jobs                     all jobs that are not finished",
            "  ./cuegrid jobs --all lighting      also finished ones, with 'lighting' in their name",
            "  ./cuegrid jobs --user ada --json"
        })
final class JobsCommand extends GridCommand {
    static final Table<Job> TABLE = new Table<Job>()
            .hidden("id", Job::getId)
            .text("name", "JOB", Job::getName)
            .text("status", "STATUS", JobState::of)
            .hidden("state", job -> job.getState().name())
            .hidden("paused", Job::getIsPaused)
            .text("user", "USER", Job::getUser)
            .hidden("show", Job::getShow)
            .hidden("shot", Job::getShot)
            .hidden("facility", Job::getFacility)
            .count("priority", "PRI", Job::getPriority)
            .shown(
                    "DONE",
                    true,
                    job -> job.getJobStats().getSucceededFrames()
                            + job.getJobStats().getEatenFrames()
                            + "/" + job.getJobStats().getTotalFrames())
            .hidden("totalFrames", job -> job.getJobStats().getTotalFrames())
            .hidden("succeededFrames", job -> job.getJobStats().getSucceededFrames())
            .count("runningFrames", "RUN", job -> job.getJobStats().getRunningFrames())
            .count("waitingFrames", "WAIT", job -> job.getJobStats().getWaitingFrames())
            .count("dependFrames", "DEPEND", job -> job.getJobStats().getDependFrames())
            .count("deadFrames", "DEAD", job -> job.getJobStats().getDeadFrames())
            .hidden("eatenFrames", job -> job.getJobStats().getEatenFrames())
            .number(
                    "reservedCores",
                    "CORES",
                    job -> Units.rounded(job.getJobStats().getReservedCores()),
                    job -> Units.cores(job.getJobStats().getReservedCores()))
            .number(
                    "maxRssKib",
                    "MEMORY",
                    job -> job.getJobStats().getMaxRss(),
                    job -> Units.memory(job.getJobStats().getMaxRss()))
            .number("startTime", "STARTED", Job::getStartTime, job -> Units.time(job.getStartTime()))
            .hidden("stopTime", Job::getStopTime)
            .hidden("logDir", Job::getLogDir);

    @Option(
            names = {"-a", "--all"},
            description = "finished jobs as well")
    boolean all;

    @Option(names = "--user", paramLabel = "NAME", description = "jobs of this user (may be repeated)")
    @Nullable
    List<String> users;

    @Option(names = "--show", paramLabel = "NAME", description = "jobs of this show (may be repeated)")
    @Nullable
    List<String> shows;

    @Option(names = "--json", description = "print JSON for programs")
    boolean json;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "only jobs with one of these texts in their name")
    @Nullable
    List<String> texts;

    @Override
    ExitStatus run(GridSession session) {
        JobSearchCriteria.Builder criteria = JobSearchCriteria.newBuilder().setIncludeFinished(all);
        if (users != null) {
            criteria.addAllUsers(users);
        }
        if (shows != null) {
            criteria.addAllShows(shows);
        }
        if (texts != null) {
            criteria.addAllSubstr(texts);
        }
        List<Job> jobs = session
                .call(() -> session.jobs()
                        .getJobs(JobGetJobsRequest.newBuilder().setR(criteria).build()))
                .getJobs()
                .getJobsList()
                .stream()
                .sorted(Comparator.comparingInt(Job::getStartTime).thenComparing(Job::getName))
                .toList();
        TABLE.print(jobs, output(), json, all ? "no jobs" : "no jobs that are not finished (--all shows those too)");
        return ExitStatus.SUCCESS;
    }
}
