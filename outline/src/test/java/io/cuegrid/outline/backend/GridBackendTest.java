package io.cuegrid.outline.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobGetJobResponse;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobState;
import io.cuegrid.api.opencue.job.JobStats;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Secret;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.api.token.TokenRefusedException;
import io.cuegrid.outline.Outline;
import io.cuegrid.outline.Shell;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Speaks to a small server that checks tokens as a node does and answers from a list. */
class GridBackendTest {
    private static final AccessTokens TOKENS = new AccessTokens(new Secret("0123456789abcdef0123456789abcdef"));

    private final List<SpecDocument> launched = new ArrayList<>();
    private final Deque<Job> answers = new ArrayDeque<>();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Launches())
                .addService(new Jobs())
                .intercept(new TokenCheck())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void shouldSendTheWholeSpecificationWithItsToken() throws Exception {
        Outline outline = new Outline("grid").show("testing").shot("sh01").user("ann");
        outline.add(new Shell("render", "true"));

        List<LaunchedJob> jobs = backend().launch(outline);

        assertThat(jobs).containsExactly(new LaunchedJob("id-0", "testing-sh01-ann_grid"));
        assertThat(launched).containsExactly(outline.toSpec());
    }

    @Test
    void shouldSayWhyTheGridRefused() {
        GridBackend stranger = new GridBackend(channel, "nonsense");

        assertThatThrownBy(() -> stranger.launch(SpecDocument.getDefaultInstance()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the grid did not launch the job: the access token is not a JSON web token");
        assertThatThrownBy(() -> backend().launch(SpecDocument.getDefaultInstance()))
                .hasMessage("the grid did not launch the job: there is no job in it");
    }

    @Test
    void shouldWaitUntilTheJobHasEnded() throws Exception {
        List<JobState> seen = new ArrayList<>();
        answers.add(job(JobState.PENDING, 1, 0, 1, 2));
        answers.add(job(JobState.FINISHED, 2, 0, 0, 2));

        GridBackend.Outcome outcome = backend().await(new LaunchedJob("id", "name"), job -> seen.add(job.getState()));

        assertThat(outcome).isEqualTo(GridBackend.Outcome.SUCCEEDED);
        assertThat(seen).containsExactly(JobState.PENDING, JobState.FINISHED);
    }

    @Test
    void shouldTellHowTheJobEnded() throws Exception {
        answers.add(job(JobState.FINISHED, 1, 0, 0, 2));
        assertThat(backend().await(new LaunchedJob("id", "name"), job -> {})).isEqualTo(GridBackend.Outcome.FINISHED);
        answers.add(job(JobState.PENDING, 1, 1, 0, 2));
        assertThat(backend().await(new LaunchedJob("id", "name"), job -> {})).isEqualTo(GridBackend.Outcome.STUCK);
    }

    @Test
    void shouldNotWaitForAJobThatIsNotThere() {
        assertThatThrownBy(() -> backend().await(new LaunchedJob("id", "name"), job -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the job name cannot be followed: Job not found");
    }

    private GridBackend backend() {
        return new GridBackend(channel, TOKENS.issue(TokenKind.USER, "ann", null));
    }

    private static Job job(JobState state, int succeeded, int dead, int running, int total) {
        return Job.newBuilder()
                .setState(state)
                .setJobStats(JobStats.newBuilder()
                        .setSucceededFrames(succeeded)
                        .setDeadFrames(dead)
                        .setRunningFrames(running)
                        .setTotalFrames(total))
                .build();
    }

    private final class Launches extends LaunchInterfaceGrpc.LaunchInterfaceImplBase {
        @Override
        public void launchDocument(LaunchDocumentRequest request, StreamObserver<LaunchDocumentResponse> observer) {
            if (request.getSpec().getJobsCount() == 0) {
                observer.onError(Status.INVALID_ARGUMENT
                        .withDescription("there is no job in it")
                        .asRuntimeException());
                return;
            }
            launched.add(request.getSpec());
            LaunchDocumentResponse.Builder response = LaunchDocumentResponse.newBuilder();
            request.getSpec()
                    .getJobsList()
                    .forEach(job -> response.addJobIds("id-" + response.getJobIdsCount())
                            .addJobNames(job.getName()));
            observer.onNext(response.build());
            observer.onCompleted();
        }
    }

    private final class Jobs extends JobInterfaceGrpc.JobInterfaceImplBase {
        @Override
        public void getJob(JobGetJobRequest request, StreamObserver<JobGetJobResponse> observer) {
            Job answer = answers.poll();
            if (answer == null) {
                observer.onError(
                        Status.NOT_FOUND.withDescription("Job not found").asRuntimeException());
                return;
            }
            observer.onNext(JobGetJobResponse.newBuilder().setJob(answer).build());
            observer.onCompleted();
        }
    }

    private static final class TokenCheck implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            try {
                TOKENS.verify(
                        headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)),
                        TokenKind.USER);
                return next.startCall(call, headers);
            } catch (TokenRefusedException refused) {
                call.close(Status.UNAUTHENTICATED.withDescription(refused.getMessage()), new Metadata());
                return new ServerCall.Listener<>() {};
            }
        }
    }
}
