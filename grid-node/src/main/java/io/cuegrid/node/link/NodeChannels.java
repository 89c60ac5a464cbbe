package io.cuegrid.node.link;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.node.service.auth.TokenInterceptor;
import io.grpc.CallCredentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Channels to the other nodes, one an address, kept until the node ends. Each call carries a token of kind node.
 *
 * <p>Threading: any thread.
 */
public final class NodeChannels implements AutoCloseable {
    /** Largest message between nodes: a slice of rows or a launch with its document. */
    public static final int MESSAGE_BYTES_MAX = 128 * 1024 * 1024;

    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
    private static final long KEEPALIVE_SECONDS = 20;

    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final CallCredentials credentials;

    public NodeChannels(AccessTokens tokens, String nodeName) {
        this.credentials = new NodeCredentials(tokens, nodeName);
    }

    /** @param address host:port of the other node's gRPC server */
    public ManagedChannel channel(String address) {
        return channels.computeIfAbsent(
                address,
                target -> NettyChannelBuilder.forTarget(target)
                        .usePlaintext()
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                        .build());
    }

    /**
     * Whether a call goes out at once. If not, a connection is tried at once, however long the pause after earlier failures
     * would be: a node that was away is back when it leads.
     */
    public boolean isConnected(String address) {
        ManagedChannel channel = channel(address);
        ConnectivityState state = channel.getState(true);
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return state == ConnectivityState.READY;
    }

    public CallCredentials credentials() {
        return credentials;
    }

    private static final class NodeCredentials extends CallCredentials {
        private final AccessTokens tokens;
        private final String nodeName;

        NodeCredentials(AccessTokens tokens, String nodeName) {
            this.tokens = tokens;
            this.nodeName = nodeName;
        }

        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
            Metadata headers = new Metadata();
            headers.put(
                    TokenInterceptor.AUTHORIZATION, "Bearer " + tokens.issue(TokenKind.NODE, nodeName, TOKEN_LIFETIME));
            applier.apply(headers);
        }
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
