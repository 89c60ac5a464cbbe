package io.cuegrid.bench.farm;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench echo-server}: the process that the echo scenario measures, with a node's settings of gRPC. */
@Command(
        name = "echo-server",
        hidden = true,
        description = "Answers completions with orders; see farm --scenario echo.")
public final class EchoServerCommand implements Callable<Integer> {
    /** As many as a node has for its hosts. */
    private static final int HOST_THREADS = 4;

    private static final int MESSAGE_BYTES_MAX = 64 << 20;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(HOST_THREADS);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new EchoService())
                .executor(threads)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build()
                .start();
        PrintWriter out = spec.commandLine().getOut();
        out.println("{\"ready\":\"echo\",\"port\":" + server.getPort() + "}");
        out.flush();
        server.awaitTermination();
        threads.shutdownNow();
        return 0;
    }
}
