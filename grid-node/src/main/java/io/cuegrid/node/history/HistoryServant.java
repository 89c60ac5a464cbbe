package io.cuegrid.node.history;

import io.cuegrid.api.grid.HistoryFrameRunsRequest;
import io.cuegrid.api.grid.HistoryFrameRunsResponse;
import io.cuegrid.api.grid.HistoryInterfaceGrpc;
import io.cuegrid.api.grid.HistoryJobsRequest;
import io.cuegrid.api.grid.HistoryJobsResponse;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.node.service.rpc.Problem;
import io.cuegrid.persistence.history.HistoryFrameRun;
import io.cuegrid.persistence.history.HistoryJob;
import io.cuegrid.persistence.history.HistoryQuery;
import io.cuegrid.persistence.history.HistoryReader;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code cuegrid.HistoryInterface} from PostgreSQL.
 *
 * <p>Threading: any thread; calls block on the database, for at most half a minute.
 */
public final class HistoryServant extends HistoryInterfaceGrpc.HistoryInterfaceImplBase {
    private final @Nullable HistoryReader reader;
    private final int incarnation;

    /**
     * @param reader null when this node keeps no history
     * @param incarnation of the grid
     */
    public HistoryServant(@Nullable HistoryReader reader, int incarnation) {
        this.reader = reader;
        this.incarnation = incarnation;
    }

    @Override
    public void getJobs(HistoryJobsRequest request, StreamObserver<HistoryJobsResponse> observer) {
        answer(observer, history -> {
            EntityId job = jobId(request.getJobId());
            HistoryQuery.Jobs query = new HistoryQuery.Jobs(
                    request.getShowsList(),
                    request.getUsersList(),
                    request.getNameContains(),
                    job == null ? 0 : job.cell(),
                    job == null ? 0 : job.number(),
                    request.getLimit());
            HistoryJobsResponse.Builder response = HistoryJobsResponse.newBuilder();
            for (HistoryJob found : history.jobs(query)) {
                response.addJobs(message(found));
            }
            return response.build();
        });
    }

    @Override
    public void getFrameRuns(HistoryFrameRunsRequest request, StreamObserver<HistoryFrameRunsResponse> observer) {
        answer(observer, history -> {
            EntityId job = jobId(request.getJobId());
            HistoryQuery.FrameRuns query = new HistoryQuery.FrameRuns(
                    job == null ? 0 : job.cell(),
                    job == null ? 0 : job.number(),
                    request.getJobName(),
                    request.getLayer(),
                    request.getFrame(),
                    request.getLimit());
            HistoryFrameRunsResponse.Builder response = HistoryFrameRunsResponse.newBuilder();
            for (HistoryFrameRun found : history.frameRuns(query)) {
                response.addRuns(message(found));
            }
            return response.build();
        });
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(HistoryReader history) throws SQLException;
    }

    private <T> void answer(StreamObserver<T> observer, Question<T> question) {
        try {
            if (reader == null) {
                throw Problem.precondition("this node keeps no history: start it with --history jdbc:postgresql://…");
            }
            observer.onNext(question.ask(reader));
            observer.onCompleted();
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
        } catch (IllegalArgumentException wrong) {
            observer.onError(Problem.invalid(String.valueOf(wrong.getMessage())));
        } catch (SQLException away) {
            observer.onError(Problem.unavailable("history cannot be read now: " + away.getMessage()));
        }
    }

    private @Nullable EntityId jobId(String text) {
        if (text.isEmpty()) {
            return null;
        }
        EntityId id = EntityId.parse(text);
        if (id == null || id.kind() != EntityKind.JOB) {
            throw Problem.invalid("'" + text + "' is not the id of a job");
        }
        if (id.incarnation() != incarnation) {
            throw Problem.notFound("job " + text + " is of another grid");
        }
        return id;
    }

    private static io.cuegrid.api.grid.HistoryJob message(HistoryJob job) {
        return io.cuegrid.api.grid.HistoryJob.newBuilder()
                .setId(EntityId.of(EntityKind.JOB, job.incarnation(), job.cell(), job.jobNumber())
                        .toString())
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
                .setJobId(EntityId.of(EntityKind.JOB, run.incarnation(), run.cell(), run.jobNumber())
                        .toString())
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
