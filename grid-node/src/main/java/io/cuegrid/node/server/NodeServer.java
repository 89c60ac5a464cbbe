package io.cuegrid.node.server;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.node.link.NodeChannels;
import io.cuegrid.node.service.auth.FaultInterceptor;
import io.cuegrid.node.service.auth.TokenInterceptor;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The node's gRPC server, on the network and in-process (for the gateway in this node). It listens as soon as it is made
 * and refuses until {@link #open}. Tools and nodes have threads of their own, so that tools that wait never hold up hosts or
 * other nodes. What hosts say is taken on the network's threads: it never waits there, and most of it is a few bytes.
 *
 * <p>Threading: any thread.
 */
public final class NodeServer implements AutoCloseable {
    /** Servants block on the grid: as many as tools may wait at a time. */
    private static final int TOOL_THREADS = 48;

    private static final int NODE_THREADS = 8;
    private static final long KEEPALIVE_SECONDS = 20;
    private static final long PERMIT_KEEPALIVE_SECONDS = 5;
    private static final String HOST_LINK = "cuegrid.HostLink/";
    private static final String NODE_LINK = "cuegrid.NodeLink/";

    private final StartingRegistry registry = new StartingRegistry();
    private final String inProcessName = "node-" + UUID.randomUUID();
    private final ExecutorService tools = pool("grpc-tool", TOOL_THREADS);
    private final ExecutorService nodes = pool("grpc-node", NODE_THREADS);
    private final AccessTokens tokens;
    private final Server server;
    private final Server inProcess;

    /** @throws IOException with a sentence when the port is taken */
    public NodeServer(String bind, int port, AccessTokens tokens) throws IOException {
        this.tokens = tokens;
        server = NettyServerBuilder.forAddress(new InetSocketAddress(bind, port))
                .fallbackHandlerRegistry(registry)
                .callExecutor(new ByCaller())
                // finds out which service a call is for, which waits for nothing; then ByCaller is asked
                .directExecutor()
                .maxInboundMessageSize(NodeChannels.MESSAGE_BYTES_MAX)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(PERMIT_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
        inProcess = InProcessServerBuilder.forName(inProcessName)
                .fallbackHandlerRegistry(registry)
                .executor(tools)
                .maxInboundMessageSize(NodeChannels.MESSAGE_BYTES_MAX)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new IOException(
                    "gRPC cannot listen on " + bind + ":" + port
                            + ": another process has the port; end it, or give --grpc-port or --port-base",
                    e);
        }
        inProcess.start();
    }

    private final class ByCaller implements ServerCallExecutorSupplier {
        @Override
        public <Q, R> Executor getExecutor(ServerCall<Q, R> call, Metadata metadata) {
            String method = call.getMethodDescriptor().getFullMethodName();
            return method.startsWith(HOST_LINK) ? Runnable::run : method.startsWith(NODE_LINK) ? nodes : tools;
        }
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return Executors.newFixedThreadPool(threads, factory);
    }

    /** Adds a service for callers with one of these kinds of token. */
    public void add(BindableService service, TokenKind... kinds) {
        ServerServiceDefinition definition = service.bindService();
        registry.add(
                ServerInterceptors.intercept(definition, new FaultInterceptor(), new TokenInterceptor(tokens, kinds)));
    }

    /** All services are there. */
    public void open() {
        registry.open();
    }

    public int port() {
        return server.getPort();
    }

    /** A channel to this very server without a network. */
    public ManagedChannel inProcessChannel() {
        return InProcessChannelBuilder.forName(inProcessName)
                .maxInboundMessageSize(NodeChannels.MESSAGE_BYTES_MAX)
                .build();
    }

    /** Takes no new calls; those that are under way get a moment. */
    public void stop(long graceMillis) {
        server.shutdown();
        inProcess.shutdown();
        try {
            if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        inProcess.shutdownNow();
    }

    @Override
    public void close() {
        server.shutdownNow();
        inProcess.shutdownNow();
        tools.shutdownNow();
        nodes.shutdownNow();
    }
}
