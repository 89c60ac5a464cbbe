package io.cuegrid.node.service;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Secret;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.node.service.auth.FaultInterceptor;
import io.cuegrid.node.service.auth.TokenInterceptor;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The services behind their interceptors on an in-process gRPC server, over a {@link MemoryGrid}. */
public final class ServiceFarm implements AutoCloseable {
    public static final String USER = "ann";
    public static final String LOG_ROOT = "/shots";

    private final MemoryGrid grid;
    private final Server server;
    private final ManagedChannel bareChannel;
    private final Channel channel;
    private final AccessTokens tokens;

    public ServiceFarm() {
        this(1_000);
    }

    /** @param maxJobs that a cell holds */
    public ServiceFarm(int maxJobs) {
        grid = new MemoryGrid(List.of("local", "cloud"), maxJobs);
        tokens = new AccessTokens(new Secret("a secret of a test that lives as long as it runs"));
        ServiceConfig config = new ServiceConfig(LOG_ROOT, 5_000, grid::nowMillis);
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
        for (BindableService service : OpenCueServices.create(grid, config)) {
            builder.addService(ServerInterceptors.intercept(
                    service, new FaultInterceptor(), new TokenInterceptor(tokens, TokenKind.USER)));
        }
        try {
            server = builder.build().start();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        bareChannel = InProcessChannelBuilder.forName(name).build();
        channel = ClientInterceptors.intercept(
                bareChannel,
                MetadataUtils.newAttachHeadersInterceptor(bearer(tokens.issue(TokenKind.USER, USER, null))));
    }

    private static Metadata bearer(String token) {
        Metadata metadata = new Metadata();
        metadata.put(TokenInterceptor.AUTHORIZATION, "Bearer " + token);
        return metadata;
    }

    public MemoryGrid grid() {
        return grid;
    }

    /** Carries a token of {@link #USER}. */
    public Channel channel() {
        return channel;
    }

    /** Carries no token. */
    public Channel bareChannel() {
        return bareChannel;
    }

    public Server server() {
        return server;
    }

    public AccessTokens tokens() {
        return tokens;
    }

    /** Asserts that a call is refused with a status and a sentence that holds all parts. */
    public static void assertRefused(Status.Code code, ThrowingCallable call, String... parts) {
        Assertions.assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            Assertions.assertThat(refused.getStatus().getCode())
                    .as(refused.getMessage())
                    .isEqualTo(code);
            Assertions.assertThat(String.valueOf(refused.getStatus().getDescription()))
                    .contains(parts);
        });
    }

    @Override
    public void close() {
        bareChannel.shutdownNow();
        server.shutdownNow();
    }
}
