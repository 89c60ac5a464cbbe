package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.HistoryFrameRunsRequest;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.opencue.host.HardwareState;
import io.cuegrid.api.opencue.host.HostGetHostsRequest;
import io.cuegrid.api.opencue.host.HostSearchCriteria;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.FrameState;
import io.cuegrid.api.opencue.job.FrameStateSeq;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobKillRequest;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.JobStats;
import io.cuegrid.outline.launch.Farm;
import io.cuegrid.outline.launch.Pause;
import io.cuegrid.outline.launch.StopSignal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * One demo on a farm that is up: submits the job, shows how far it is, looks after the farm meanwhile, and asks the history at the
 * end. The grid may go away and come back at any time. Threading: one thread, the launcher's.
 */
final class DemoRun {
    private static final long LOOK_MILLIS = 100;
    private static final long ASK_MILLIS = 500;
    private static final long HISTORY_MILLIS_MAX = 30_000;
    private static final int RUNS_MAX = 10_000;

    /**
     * How it ended.
     *
     * @param succeeded frames
     * @param historyRows frame runs that the history holds
     */
    record Result(int frames, int succeeded, double seconds, long historyRows) {
        boolean isComplete() {
            return succeeded == frames;
        }
    }

    private final Farm farm;
    private final GridSession session;
    private final DemoJob job;
    private final ProgressLine progress;
    private final StopSignal stop;
    private final long startedMillis = System.currentTimeMillis();
    private List<String> jobIds = List.of();
    private List<Job> jobs = List.of();
    private String hosts = "";

    DemoRun(Farm farm, GridSession session, DemoJob job, ProgressLine progress, StopSignal stop) {
        this.farm = farm;
        this.session = session;
        this.job = job;
        this.progress = progress;
        this.stop = stop;
    }

    /** Submits the job and waits for its end. @return empty when it was stopped before */
    Optional<Result> run() {
        jobIds = session.call(() -> session.launch()
                        .launchDocument(LaunchDocumentRequest.newBuilder()
                                .setSpec(job.document())
                                .build()))
                .getJobIdsList();
        long askAtMillis = 0;
        while (!stop.isRaised()) {
            farm.tend();
            long now = System.currentTimeMillis();
            if (now >= askAtMillis) {
                askAtMillis = now + ASK_MILLIS;
                ask();
                show(now);
                if (jobs.size() == jobIds.size() && JobWaiter.areOver(jobs)) {
                    return Optional.of(result());
                }
            }
            Pause.millis(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    /** Ends the job, so that the next start of this home has nothing left to render. */
    void killJob() {
        for (Job unfinished : jobs) {
            if (unfinished.getState() != JobState.FINISHED) {
                answered(() -> session.jobs()
                        .kill(JobKillRequest.newBuilder()
                                .setJob(unfinished)
                                .setUsername(job.user())
                                .setReason("the demo was stopped")
                                .build()));
            }
        }
    }

    /** The frames that did not succeed, by name. */
    List<String> deadFrames() {
        List<String> names = new ArrayList<>();
        FrameSearchCriteria dead = FrameSearchCriteria.newBuilder()
                .setStates(FrameStateSeq.newBuilder().addFrameStates(FrameState.DEAD))
                .build();
        for (Job ended : jobs) {
            if (ended.getJobStats().getDeadFrames() > 0) {
                FrameLister.list(session, ended, dead, RUNS_MAX)
                        .forEach(frame -> names.add(
                                ended.getLogDir() + "/" + ended.getName() + "." + frame.getName() + ".rqlog"));
            }
        }
        return names;
    }

    private void ask() {
        List<Job> found = new ArrayList<>();
        for (String id : jobIds) {
            answered(() -> session.jobs()
                            .getJob(JobGetJobRequest.newBuilder().setId(id).build()))
                    .ifPresent(response -> found.add(response.getJob()));
        }
        if (found.size() == jobIds.size()) {
            jobs = found;
        }
        hosts = answered(() -> session.hosts()
                        .getHosts(HostGetHostsRequest.newBuilder()
                                .setR(HostSearchCriteria.getDefaultInstance())
                                .build()))
                .map(response -> response.getHosts().getHostsList().stream()
                        .filter(host -> host.getState() == HardwareState.UP)
                        .count())
                .map(up -> "  " + up + (up == 1 ? " host" : " hosts"))
                .orElse("  the grid is away");
    }

    private void show(long now) {
        int done = sum(JobStats::getSucceededFrames) + sum(JobStats::getEatenFrames);
        int running = sum(JobStats::getRunningFrames);
        int dead = sum(JobStats::getDeadFrames);
        long elapsedMillis = now - startedMillis;
        String left = done == 0
                ? ""
                : ", about " + Units.duration(elapsedMillis * (job.totalFrames() - done) / done / 1000) + " left";
        progress.show(
                done,
                job.totalFrames(),
                "  " + running + " running" + (dead > 0 ? "  " + dead + " dead" : "") + hosts + "  "
                        + Units.duration(elapsedMillis / 1000) + left,
                now);
    }

    private Result result() {
        double seconds = Units.rounded((System.currentTimeMillis() - startedMillis) / 1000.0);
        int succeeded = sum(JobStats::getSucceededFrames);
        return new Result(sum(JobStats::getTotalFrames), succeeded, seconds, historyRows(succeeded));
    }

    /** The history follows the grid at a distance: asks until it holds at least a run of each frame. */
    private long historyRows(int expected) {
        long rows = 0;
        long deadline = System.currentTimeMillis() + HISTORY_MILLIS_MAX;
        while (rows < expected && System.currentTimeMillis() < deadline && !stop.isRaised()) {
            rows = 0;
            for (String id : jobIds) {
                rows += answered(() -> session.history()
                                .getFrameRuns(HistoryFrameRunsRequest.newBuilder()
                                        .setJobId(id)
                                        .setLimit(RUNS_MAX)
                                        .build()))
                        .map(response -> (long) response.getRunsCount())
                        .orElse(0L);
            }
            farm.tend();
            Pause.millis(LOOK_MILLIS);
        }
        return rows;
    }

    private int sum(ToIntFunction<JobStats> count) {
        return jobs.stream()
                .mapToInt(each -> count.applyAsInt(each.getJobStats()))
                .sum();
    }

    /** An answer, or nothing while the grid is away. */
    private <T> Optional<T> answered(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
                throw Refusals.explained(refused, session.address());
            }
            return Optional.empty();
        }
    }
}
