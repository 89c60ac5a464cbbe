package io.cuegrid.node.service;

import static io.cuegrid.node.service.ServiceFarm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.id.EntityKind;
import io.cuegrid.api.opencue.job.JobGetJobRequest;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobRunFiltersRequest;
import io.cuegrid.api.opencue.monitoring.GetFarmStatisticsRequest;
import io.cuegrid.api.opencue.monitoring.MonitoringInterfaceGrpc;
import io.cuegrid.api.opencue.show.ShowGetShowsRequest;
import io.cuegrid.api.opencue.show.ShowInterfaceGrpc;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.node.service.auth.FaultInterceptor;
import io.cuegrid.node.service.auth.TokenInterceptor;
import io.cuegrid.node.service.rpc.MethodTable;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status.Code;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every service: names, tokens, ids, faults. */
class ServiceSurfaceTest {
    private static final int OPENCUE_SERVICES = 28;
    private static final int OPENCUE_METHODS = 304;

    private final ServiceFarm farm = new ServiceFarm();

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void shouldRegisterEveryServiceAndMethodOfOpenCue() {
        var services = farm.server().getServices();
        var opencue = services.stream()
                .filter(service -> !service.getServiceDescriptor().getName().startsWith("cuegrid."))
                .toList();
        assertThat(opencue).hasSize(OPENCUE_SERVICES);
        assertThat(opencue.stream()
                        .mapToInt(service -> service.getMethods().size())
                        .sum())
                .isEqualTo(OPENCUE_METHODS);
        assertThat(services).hasSize(OPENCUE_SERVICES + 3);
    }

    @Test
    void shouldNameWhatIsNotBuilt() {
        assertRefused(
                Code.UNIMPLEMENTED,
                () -> JobInterfaceGrpc.newBlockingStub(farm.channel())
                        .runFilters(JobRunFiltersRequest.getDefaultInstance()),
                "job.JobInterface/RunFilters is not built yet");
        assertRefused(
                Code.UNIMPLEMENTED,
                () -> MonitoringInterfaceGrpc.newBlockingStub(farm.channel())
                        .getFarmStatistics(GetFarmStatisticsRequest.getDefaultInstance()),
                "monitoring.MonitoringInterface/GetFarmStatistics is not built yet");
    }

    @Test
    void shouldLetOnlyUsersTokensIn() {
        assertRefused(Code.UNAUTHENTICATED, () -> call(null), "no access token");
        assertRefused(Code.UNAUTHENTICATED, () -> call("nonsense"), "not a JSON web token");
        assertRefused(
                Code.UNAUTHENTICATED,
                () -> call(farm.tokens().issue(TokenKind.HOST, "node1", Duration.ofMinutes(1))),
                "of kind host");
        call(farm.tokens().issue(TokenKind.USER, "bob", Duration.ofMinutes(1)));
    }

    private void call(@org.jspecify.annotations.Nullable String token) {
        Metadata metadata = new Metadata();
        if (token != null) {
            metadata.put(TokenInterceptor.AUTHORIZATION, "Bearer " + token);
        }
        Channel channel =
                ClientInterceptors.intercept(farm.bareChannel(), MetadataUtils.newAttachHeadersInterceptor(metadata));
        ShowInterfaceGrpc.newBlockingStub(channel).getShows(ShowGetShowsRequest.getDefaultInstance());
    }

    @Test
    void shouldTellIdsApartThatNothingHas() {
        assertRefused(Code.INVALID_ARGUMENT, () -> job(""), "its id is empty");
        assertRefused(Code.NOT_FOUND, () -> job("nope"), "Job not found", "'nope'");
        assertRefused(Code.NOT_FOUND, () -> job("7b0a1a2e-31f5-4e6c-9d1c-0d6a5a4b3c2d"), "Job not found");
        assertRefused(
                Code.NOT_FOUND, () -> job(EntityId.of(EntityKind.JOB, 1, 1, 1).toString()), "another grid");
        assertRefused(
                Code.NOT_FOUND,
                () -> job(EntityId.of(EntityKind.HOST, MemoryGrid.INCARNATION, 1, 1)
                        .toString()),
                "the id of a host");
        assertRefused(
                Code.NOT_FOUND,
                () -> job(EntityId.of(EntityKind.JOB, MemoryGrid.INCARNATION, 9, 1)
                        .toString()),
                "facility");
    }

    private void job(String id) {
        JobInterfaceGrpc.newBlockingStub(farm.channel())
                .getJob(JobGetJobRequest.newBuilder().setId(id).build());
    }

    @Test
    void shouldHideFaultsBehindAnId() throws Exception {
        MethodTable table = new MethodTable(ShowInterfaceGrpc.getServiceDescriptor())
                .on(ShowInterfaceGrpc.getGetShowsMethod(), request -> {
                    throw new IllegalStateException("an inside that nobody should see");
                });
        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(ServerInterceptors.intercept(table, new FaultInterceptor()))
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try {
            assertRefused(
                    Code.INTERNAL,
                    () -> ShowInterfaceGrpc.newBlockingStub(channel).getShows(ShowGetShowsRequest.getDefaultInstance()),
                    "under fault ");
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
