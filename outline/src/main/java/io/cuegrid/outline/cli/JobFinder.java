package io.cuegrid.outline.cli;

import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobFindJobRequest;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobSearchCriteria;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Finds the one job that a person means: by its full name, its id, or a part of its name that no other job has. */
final class JobFinder {
    private static final int NAMES_SHOWN_MAX = 5;

    private final GridSession session;

    JobFinder(GridSession session) {
        this.session = session;
    }

    /** @throws CliFailure when there is no such job (with the nearest names), or more than one */
    Job find(String text) {
        Optional<Job> exact = isUuid(text)
                ? found(() -> session.jobs()
                        .getJob(JobGetJobRequest.newBuilder().setId(text).build())
                        .getJob())
                : found(() -> session.jobs()
                        .findJob(JobFindJobRequest.newBuilder()
                                .setName(text.toLowerCase(Locale.ROOT))
                                .build())
                        .getJob());
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Job> all = all();
        String name = text.toLowerCase(Locale.ROOT);
        List<Job> matching =
                all.stream().filter(job -> job.getName().contains(name)).toList();
        // A finished job may be asked for by a name that was used again since: the newest of one name is meant.
        Optional<Job> newest = matching.stream()
                .filter(job -> job.getName().equals(name) || allOfOneName(matching))
                .max(Comparator.comparingInt(Job::getStartTime));
        if (newest.isPresent()) {
            return newest.get();
        }
        if (matching.isEmpty()) {
            throw new CliFailure(
                    ExitStatus.NOT_FOUND,
                    "there is no job '" + text + "'" + nearest(text, all) + ". Finished jobs: ./cuegrid history jobs");
        }
        throw new CliFailure(
                ExitStatus.NOT_FOUND,
                "'" + text + "' could be any of " + matching.size() + " jobs: "
                        + listed(matching.stream().map(Job::getName).sorted().toList()));
    }

    private static boolean allOfOneName(List<Job> jobs) {
        return jobs.stream().map(Job::getName).distinct().count() == 1;
    }

    private List<Job> all() {
        return session.call(() -> session.jobs()
                .getJobs(JobGetJobsRequest.newBuilder()
                        .setR(JobSearchCriteria.newBuilder().setIncludeFinished(true))
                        .build())
                .getJobs()
                .getJobsList());
    }

    private Optional<Job> found(Supplier<Job> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw Refusals.explained(refused, session.address());
        }
    }

    private static String nearest(String text, List<Job> all) {
        List<String> names =
                NearestNames.of(text, all.stream().map(Job::getName).distinct().toList());
        return names.isEmpty() ? "" : "; nearest: " + listed(names);
    }

    static String listed(List<String> names) {
        List<String> shown = names.subList(0, Math.min(NAMES_SHOWN_MAX, names.size()));
        return String.join(", ", shown) + (shown.size() < names.size() ? ", …" : "");
    }

    static boolean isUuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).version() >= 0;
        } catch (IllegalArgumentException notAUuid) {
            return false;
        }
    }
}
