package io.cuegrid.outline.cli;

import io.cuegrid.api.grid.DispatchInterfaceGrpc;
import io.cuegrid.api.grid.GridInterfaceGrpc;
import io.cuegrid.api.grid.HistoryInterfaceGrpc;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.grid.WhyInterfaceGrpc;
import io.cuegrid.api.opencue.host.HostInterfaceGrpc;
import io.cuegrid.api.opencue.host.ProcInterfaceGrpc;
import io.cuegrid.api.opencue.job.JobInterfaceGrpc;
import io.cuegrid.outline.launch.FarmHome;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A channel to one node with a token, for one command. Threading: one thread, except that the channel works on threads of
 * its own.
 */
public final class GridSession implements AutoCloseable {
    /** A list of a hundred thousand frames is about 30 MiB. */
    private static final int MESSAGE_BYTES_MAX = 256 << 20;

    private static final long CALL_SECONDS_MAX = 60;
    private static final long CLOSE_SECONDS_MAX = 2;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final String address;
    private final CallCredentials credentials;

    private GridSession(ManagedChannel channel, String address, CallCredentials credentials) {
        this.channel = channel;
        this.address = address;
        this.credentials = credentials;
    }

    static GridSession open(GridOptions options) {
        FarmHome home = options.farmHome();
        String address = options.node != null ? options.node : home.nodeAddress(options.portBase);
        return open(address, TokenSource.of(options, home).token());
    }

    /** @param address host:port of a node's gRPC service */
    public static GridSession open(String address, String token) {
        ManagedChannel channel;
        try {
            channel = NettyChannelBuilder.forTarget(address)
                    .usePlaintext()
                    .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                    .build();
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitStatus.USAGE, "'" + address + "' is no address: write HOST:PORT");
        }
        return new GridSession(channel, address, new Bearer(token));
    }

    /** host:port of the node that is asked. */
    public String address() {
        return address;
    }

    public JobInterfaceGrpc.JobInterfaceBlockingStub jobs() {
        return JobInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public HostInterfaceGrpc.HostInterfaceBlockingStub hosts() {
        return HostInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public ProcInterfaceGrpc.ProcInterfaceBlockingStub procs() {
        return ProcInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public HistoryInterfaceGrpc.HistoryInterfaceBlockingStub history() {
        return HistoryInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public GridInterfaceGrpc.GridInterfaceBlockingStub grid() {
        return GridInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public WhyInterfaceGrpc.WhyInterfaceBlockingStub why() {
        return WhyInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public DispatchInterfaceGrpc.DispatchInterfaceBlockingStub dispatch() {
        return DispatchInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    public LaunchInterfaceGrpc.LaunchInterfaceBlockingStub launch() {
        return LaunchInterfaceGrpc.newBlockingStub(channel)
                .withCallCredentials(credentials)
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Makes a call; a refusal becomes a sentence and a status. */
    public <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException refused) {
            throw Refusals.explained(refused, address);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Bearer extends CallCredentials {
        private final Metadata headers = new Metadata();

        Bearer(String token) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }

        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
            applier.apply(headers);
        }
    }
}
