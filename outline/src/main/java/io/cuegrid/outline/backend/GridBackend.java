package io.cuegrid.outline.backend;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.JobStats;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Launches on a grid, over a channel to any of its nodes. The channel belongs to the caller.
 *
 * <p>Threading: any thread.
 */
public final class GridBackend implements Backend {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    /** A launch of a million frames is acknowledged far sooner. */
    private static final long CALL_SECONDS_MAX = 60;
    /** How often a job is looked at while it is waited for. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    /** How long a grid may be away while a job is waited for: nodes are started again in less. */
    private static final Duration ABSENCE_MAX = Duration.ofMinutes(5);

    private final Channel channel;

    /** @param token of a user, see {@code ./cuegrid token} */
    public GridBackend(Channel channel, String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        this.channel = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public List<LaunchedJob> launch(SpecDocument spec) throws IOException {
        LaunchDocumentResponse response;
        try {
            response = LaunchInterfaceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .launchDocument(
                            LaunchDocumentRequest.newBuilder().setSpec(spec).build());
        } catch (StatusRuntimeException refused) {
            throw sentence("the grid did not launch the job", refused);
        }
        List<LaunchedJob> jobs = new ArrayList<>();
        for (int i = 0; i < response.getJobIdsCount(); i++) {
            jobs.add(new LaunchedJob(response.getJobIds(i), response.getJobNames(i)));
        }
        return jobs;
    }

    /** How a job that was waited for ended. */
    public enum Outcome {
        /** Finished, and no frame was given up. */
        SUCCEEDED,
        /** Finished, but frames were eaten or the job was killed. */
        FINISHED,
        /** Nothing runs or can run any more: frames are dead and the rest waits for them. */
        STUCK
    }

    /**
     * Waits for the end of a job.
     *
     * @param progress is given the job at each look; figures, names and state are in it
     * @throws IOException when the grid refuses, or is away for five minutes
     */
    public Outcome await(LaunchedJob launched, Consumer<Job> progress) throws IOException, InterruptedException {
        long heardNanos = System.nanoTime();
        while (true) {
            try {
                Job job = look(launched);
                heardNanos = System.nanoTime();
                progress.accept(job);
                JobStats stats = job.getJobStats();
                if (job.getState() == JobState.FINISHED) {
                    boolean all = stats.getSucceededFrames() == stats.getTotalFrames();
                    return all ? Outcome.SUCCEEDED : Outcome.FINISHED;
                }
                if (stats.getDeadFrames() > 0 && stats.getRunningFrames() == 0 && stats.getWaitingFrames() == 0) {
                    return Outcome.STUCK;
                }
            } catch (StatusRuntimeException failed) {
                boolean mayComeBack = failed.getStatus().getCode() == Status.Code.UNAVAILABLE
                        || failed.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
                if (!mayComeBack || System.nanoTime() - heardNanos > ABSENCE_MAX.toNanos()) {
                    throw sentence("the job " + launched.name() + " cannot be followed", failed);
                }
            }
            TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
        }
    }

    private Job look(LaunchedJob launched) {
        JobGetJobRequest request =
                JobGetJobRequest.newBuilder().setId(launched.id()).build();
        return JobInterfaceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .getJob(request)
                .getJob();
    }

    private static IOException sentence(String what, StatusRuntimeException failed) {
        String why = failed.getStatus().getDescription();
        return new IOException(
                what + ": " + (why == null ? failed.getStatus().getCode().toString() : why), failed);
    }
}
