package io.cuegrid.bench.farm;

import com.google.protobuf.CodedInputStream;
import io.cuegrid.api.document.DependDocument;
import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.GridInterfaceGrpc;
import io.cuegrid.api.grid.GridStatusRequest;
import io.cuegrid.api.grid.GridStatusResponse;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchDocumentResponse;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.MemberStatus;
import io.cuegrid.api.opencue.facility.AllocFindRequest;
import io.cuegrid.api.opencue.facility.AllocationInterfaceGrpc;
import io.cuegrid.api.opencue.host.Host;
import io.cuegrid.api.opencue.host.HostGetHostsRequest;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.job.FrameSearchCriteria;
import io.cuegrid.api.opencue.job.Group;
import io.cuegrid.api.opencue.job.GroupInterfaceGrpc;
import io.cuegrid.api.opencue.job.GroupSetMaxCoresRequest;
import io.cuegrid.api.opencue.job.Job;
import io.cuegrid.api.opencue.job.JobGetFramesRequest;
import io.cuegrid.api.opencue.job.JobGetJobsRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobResumeRequest;
import io.cuegrid.api.opencue.limit.LimitCreateRequest;
import io.cuegrid.api.opencue.limit.LimitInterfaceGrpc;
import io.cuegrid.api.opencue.show.Show;
import io.cuegrid.api.opencue.show.ShowCreateShowRequest;
import io.cuegrid.api.opencue.show.ShowCreateSubscriptionRequest;
import io.cuegrid.api.opencue.show.ShowGetRootGroupRequest;
import io.cuegrid.api.opencue.show.ShowGetShowsRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.LayerSpec;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a pipeline tool does: shows, subscriptions, launches, questions, over gRPC with a user's token. */
final class GridClient implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    /** Counts the entries of the list that is the first field of an answer's first field; keeps and copies no bytes. */
    private static final MethodDescriptor.Marshaller<Integer> ENTRIES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(Integer entries) {
            throw new UnsupportedOperationException("answers are only received");
        }

        @Override
        public Integer parse(InputStream answer) {
            try {
                return entries(answer);
            } catch (IOException damaged) {
                throw new UncheckedIOException("an answer cannot be read", damaged);
            }
        }
    };

    private static final long DEADLINE_SECONDS = 60;
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final String ALLOCATION = "local.general";
    private static final int JOB_ON_JOB = 0;
    private static final String LIMIT = "bench";

    /** Above what any scenario runs at a time: the limit is counted and checked, and holds nothing up. */
    private static final int LIMIT_FRAMES = 1_000_000;

    private static final int LARGEST_ANSWER_BYTES = 64 << 20;

    /** The API counts whole cores here; above any farm of the scenarios. */
    private static final float SUBSCRIPTION_CORES = 5_000_000;

    private final AccessTokens tokens;
    private final String target;
    private final ManagedChannel channel;
    private final Channel authorised;

    GridClient(AccessTokens tokens, String target) {
        this(tokens, target, NettyChannelBuilder.forTarget(target));
    }

    private GridClient(AccessTokens tokens, String target, NettyChannelBuilder builder) {
        this.tokens = tokens;
        this.target = target;
        channel = builder.usePlaintext()
                .maxInboundMessageSize(LARGEST_ANSWER_BYTES)
                .build();
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + tokens.issue(TokenKind.USER, "bench", TOKEN_LIFE));
        authorised = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Another one, with a connection of its own and no threads: answers are taken on the network's. */
    GridClient direct() {
        return new GridClient(
                tokens,
                target,
                NettyChannelBuilder.forTarget(target).directExecutor().disableRetry());
    }

    static int entries(InputStream answer) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(answer);
        int count = 0;
        if (in.readTag() != 0) {
            in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                in.skipField(tag);
                count++;
            }
        }
        return count;
    }

    GridStatusResponse status() {
        return status(false);
    }

    /** @param digest whether the cells' whole states are hashed for it */
    GridStatusResponse status(boolean digest) {
        return GridInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getStatus(GridStatusRequest.newBuilder().setDigest(digest).build());
    }

    /** Cores that the grid has booked, all shows together. */
    double bookedCores() {
        return ShowInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getShows(ShowGetShowsRequest.getDefaultInstance())
                .getShows()
                .getShowsList()
                .stream()
                .mapToDouble(show -> show.getShowStats().getReservedCores())
                .sum();
    }

    /** Bytes that the threads that decide have allocated since their nodes started, all nodes together. */
    long dispatchAllocatedBytes() {
        return status().getMembersList().stream()
                .mapToLong(MemberStatus::getDispatchAllocatedBytes)
                .sum();
    }

    /** Makes the limit that a tenth of the layers take. */
    void createLimit() {
        LimitCreateRequest request = LimitCreateRequest.newBuilder()
                .setName(LIMIT)
                .setMaxValue(LIMIT_FRAMES)
                .build();
        var unused = LimitInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .create(request);
    }

    /** Makes a show that may use the whole farm. Its root folder has a cap that is counted and never reached. */
    void createShow(String name) {
        ShowInterfaceGrpc.ShowInterfaceBlockingStub shows =
                ShowInterfaceGrpc.newBlockingStub(authorised).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        Show show = shows.createShow(
                        ShowCreateShowRequest.newBuilder().setName(name).build())
                .getShow();
        String allocation = AllocationInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .find(AllocFindRequest.newBuilder().setName(ALLOCATION).build())
                .getAllocation()
                .getId();
        shows.createSubscription(ShowCreateSubscriptionRequest.newBuilder()
                .setShow(show)
                .setAllocationId(allocation)
                .setSize(SUBSCRIPTION_CORES)
                .setBurst(SUBSCRIPTION_CORES)
                .build());
        Group root = shows.getRootGroup(
                        ShowGetRootGroupRequest.newBuilder().setShow(show).build())
                .getGroup();
        var unused = GroupInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .setMaxCores(GroupSetMaxCoresRequest.newBuilder()
                        .setGroup(root)
                        .setMaxCores(SUBSCRIPTION_CORES)
                        .build());
    }

    /** Lets a paused job begin. */
    void resume(String jobId) {
        var unused = JobInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .resume(JobResumeRequest.newBuilder()
                        .setJob(Job.newBuilder().setId(jobId))
                        .build());
    }

    /** Free swap in KiB as every host said last, by the host's name. */
    Map<String, Long> freeSwapOfHosts() {
        Map<String, Long> all = new HashMap<>();
        for (Host host : HostInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getHosts(HostGetHostsRequest.getDefaultInstance())
                .getHosts()
                .getHostsList()) {
            all.put(host.getName(), host.getFreeSwap());
        }
        return all;
    }

    /** Asks for a page of a job's frames; they are counted, not decoded. */
    void getFrames(String jobId, int page, int frames, StreamObserver<Integer> answer) {
        ask(
                JobInterfaceGrpc.getGetFramesMethod(),
                JobGetFramesRequest.newBuilder()
                        .setJob(Job.newBuilder().setId(jobId))
                        .setReq(FrameSearchCriteria.newBuilder().setPage(page).setLimit(frames))
                        .build(),
                answer);
    }

    /** Asks for all jobs that have not ended; they are counted, not decoded. */
    void getJobs(StreamObserver<Integer> answer) {
        ask(JobInterfaceGrpc.getGetJobsMethod(), JobGetJobsRequest.getDefaultInstance(), answer);
    }

    private <Q> void ask(MethodDescriptor<Q, ?> method, Q request, StreamObserver<Integer> answer) {
        ClientCall<Q, Integer> call = authorised.newCall(
                method.toBuilder(method.getRequestMarshaller(), ENTRIES).build(),
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        ClientCalls.asyncUnaryCall(call, request, answer);
    }

    /** Launches jobs together; returns when the launch is acknowledged. @return the jobs' ids */
    List<String> launch(List<JobSpec> jobs) {
        return launch(jobs, false);
    }

    /** As {@link #launch(List)}, but no frame starts before {@link #resume}. */
    List<String> launchPaused(List<JobSpec> jobs) {
        return launch(jobs, true);
    }

    private List<String> launch(List<JobSpec> jobs, boolean paused) {
        LaunchDocumentResponse response = LaunchInterfaceGrpc.newBlockingStub(authorised)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .launchDocument(LaunchDocumentRequest.newBuilder()
                        .setSpec(document(jobs, paused))
                        .build());
        return response.getJobIdsList();
    }

    static String showName(int index) {
        return "bench" + index;
    }

    private static SpecDocument document(List<JobSpec> jobs, boolean paused) {
        String show = showName(jobs.get(0).showIndex());
        SpecDocument.Builder spec =
                SpecDocument.newBuilder().setShow(show).setShot("sh010").setUser("bench");
        for (JobSpec job : jobs) {
            JobDocument.Builder document = JobDocument.newBuilder()
                    .setName(name(show, job))
                    .setPriority(job.priority())
                    .setPaused(paused)
                    .setMaxRetries(3);
            for (LayerSpec layer : job.layers()) {
                LayerDocument.Builder one = LayerDocument.newBuilder()
                        .setName(layer.name())
                        .setKind(LayerKind.RENDER)
                        .setCommand("simulated #IFRAME#")
                        .setRange("1-" + layer.frames())
                        .setChunkSize(1)
                        .setMinCoreUnits(layer.coreUnits())
                        .setMaxCoreUnits(layer.maxCoreUnits())
                        .setThreadable(layer.threadable())
                        .setMemoryKib(layer.memoryKib())
                        .addTags("general")
                        .addServices("shell");
                if (layer.limited()) {
                    one.addLimits(LIMIT);
                }
                document.addLayers(one);
            }
            spec.addJobs(document);
            if (job.parentIndex() >= 0) {
                spec.addDepends(DependDocument.newBuilder()
                        .setType(JOB_ON_JOB)
                        .setErJob(name(show, job))
                        .setOnJob(name(show, jobs.get(job.parentIndex()))));
            }
        }
        return spec.build();
    }

    private static String name(String show, JobSpec job) {
        return show + "-sh010-bench_" + job.name().substring(job.name().indexOf('_') + 1);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
