package io.cuegrid.node.server;

import io.cuegrid.api.grid.HistoryFrameRunsRequest;
import io.cuegrid.api.grid.HistoryFrameRunsResponse;
import io.cuegrid.api.grid.HistoryInterfaceGrpc;
import io.cuegrid.api.grid.HistoryJobsRequest;
import io.cuegrid.api.grid.HistoryJobsResponse;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.persistence.history.HistoryFrameRun;
import io.cuegrid.persistence.history.HistoryJob;
import io.cuegrid.persistence.history.HistoryQuery;
import io.cuegrid.persistence.history.HistoryReader;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finished work, read from PostgreSQL. Any node answers: history is of the whole grid. */
public final class HistoryGrpcService extends HistoryInterfaceGrpc.HistoryInterfaceImplBase {
    private final Supplier<@Nullable HistoryReader> reader;

    /** @param reader null when this grid keeps no history */
    public HistoryGrpcService(Supplier<@Nullable HistoryReader> reader) {
        this.reader = reader;
    }

    /** The part of a call that asks the database. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(HistoryReader reader) throws SQLException;
    }

    @Override
    public void getJobs(HistoryJobsRequest request, StreamObserver<HistoryJobsResponse> answer) {
        EntityId job = jobOf(request.getJobId());
        answer(answer, history -> {
            HistoryJobsResponse.Builder jobs = HistoryJobsResponse.newBuilder();
            for (HistoryJob one : history.jobs(new HistoryQuery.Jobs(
                    request.getShowsList(),
                    request.getUsersList(),
                    request.getNameContains(),
                    job.cell(),
                    job.number(),
                    request.getLimit()))) {
                jobs.addJobs(message(one));
            }
            return jobs.build();
        });
    }

    @Override
    public void getFrameRuns(HistoryFrameRunsRequest request, StreamObserver<HistoryFrameRunsResponse> answer) {
        EntityId job = jobOf(request.getJobId());
        answer(answer, history -> {
            HistoryFrameRunsResponse.Builder runs = HistoryFrameRunsResponse.newBuilder();
            for (HistoryFrameRun one : history.frameRuns(new HistoryQuery.FrameRuns(
                    job.cell(),
                    job.number(),
                    request.getJobName(),
                    request.getLayer(),
                    request.getFrame(),
                    request.getLimit()))) {
                runs.addRuns(message(one));
            }
            return runs.build();
        });
    }

    private <T> void answer(StreamObserver<T> answer, Question<T> question) {
        @Nullable HistoryReader history = reader.get();
        if (history == null) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("This grid keeps no history: start its nodes with --history.")
                    .asRuntimeException();
        }
        T result;
        try {
            result = question.ask(history);
        } catch (IllegalArgumentException wrong) {
            throw Status.INVALID_ARGUMENT.withDescription(wrong.getMessage()).asRuntimeException();
        } catch (SQLException away) {
            throw Status.UNAVAILABLE
                    .withDescription("History does not answer just now: " + away.getMessage())
                    .asRuntimeException();
        }
        answer.onNext(result);
        answer.onCompleted();
    }

    /** @return an id of zeros when the text is empty */
    private static EntityId jobOf(String text) {
        if (text.isEmpty()) {
            return EntityId.of(EntityKind.NONE, 0, 0, 0);
        }
        @Nullable EntityId id = EntityId.parse(text);
        if (id == null || id.kind() != EntityKind.JOB) {
            throw invalidId(text);
        }
        return id;
    }

    private static StatusRuntimeException invalidId(String text) {
        return Status.INVALID_ARGUMENT
                .withDescription("'" + text + "' is not the id of a job of this grid")
                .asRuntimeException();
    }

    private static String jobId(int incarnation, int cell, long jobNumber) {
        return EntityId.of(EntityKind.JOB, incarnation, cell, jobNumber).toString();
    }

    private static io.cuegrid.api.grid.HistoryJob message(HistoryJob job) {
        return io.cuegrid.api.grid.HistoryJob.newBuilder()
                .setId(jobId(job.incarnation(), job.cell(), job.jobNumber()))
                .setName(job.name())
                .setFacility(job.facility())
                .setShow(job.show())
                .setShot(job.shot())
                .setUser(job.user())
                .setState(job.state())
                .setSubmittedMillis(job.submittedMillis())
                .setFinishedMillis(job.finishedMillis())
                .setLayers(job.layers())
                .setFrames(job.frames())
                .setSucceeded(job.succeeded())
                .setDead(job.dead())
                .setEaten(job.eaten())
                .setCoreMillis(job.coreMillis())
                .setRuns(job.runs())
                .build();
    }

    private static io.cuegrid.api.grid.HistoryFrameRun message(HistoryFrameRun run) {
        return io.cuegrid.api.grid.HistoryFrameRun.newBuilder()
                .setJobId(jobId(run.incarnation(), run.cell(), run.jobNumber()))
                .setJobName(run.job())
                .setLayer(run.layer())
                .setFrame(run.frame())
                .setFrameNumber(run.frameNumber())
                .setAttempt(run.attempt())
                .setProc(run.procNumber())
                .setHost(run.host())
                .setStartedMillis(run.startedMillis())
                .setStoppedMillis(run.stoppedMillis())
                .setRunMillis(run.runMillis())
                .setExitStatus(run.exitStatus())
                .setExitSignal(run.exitSignal())
                .setOutcome(run.outcome())
                .setCause(run.cause())
                .setMaxRssKib(run.maxRssKib())
                .setCpuMillis(run.cpuMillis())
                .setCoreUnits(run.coreUnits())
                .build();
    }
}
