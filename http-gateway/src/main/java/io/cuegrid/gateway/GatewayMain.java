package io.cuegrid.gateway;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.gateway.health.GridStatusHealth;
import io.cuegrid.gateway.metrics.ProcessMetrics;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Main of {@code ./cuegrid gateway}: a gateway in a process of its own, before a grid that runs elsewhere. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Answers OpenCue's REST calls and passes them on to a grid.",
        footer = {
            "",
            "Examples:",
            "  ./cuegrid gateway                                    before the node on this machine",
            "  ./cuegrid gateway --grid farm01:8443 --port 9000     before another machine's node",
            "  ./cuegrid gateway --bind 0.0.0.0                     reachable from the network"
        })
public final class GatewayMain implements Callable<Integer> {
    private static final String LOGBACK_PROPERTY = "logback.configurationFile";
    private static final int GRPC_OFFSET = 3;
    private static final int REST_OFFSET = 8;
    private static final int DEFAULT_PORT_BASE = 8440;
    private static final Duration HEALTH_TOKEN_LIFE = Duration.ofMinutes(1);
    private static final long CHANNEL_STOP_MILLIS = 2_000;
    private static final long KEEP_ALIVE_SECONDS = 30;

    @Option(
            names = "--grid",
            paramLabel = "HOST:PORT",
            description = "gRPC address of a node (default: this machine's)")
    private @Nullable String grid;

    @Option(names = "--port", paramLabel = "N", description = "port to listen on; 0: any (default: port base + 8)")
    private @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String bind = GatewaySettings.DEFAULT_BIND;

    @Option(
            names = "--max-calls",
            paramLabel = "N",
            description = "calls in flight at a time (default: ${DEFAULT-VALUE})")
    private int maxCalls = GatewaySettings.DEFAULT_MAX_CALLS;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "moves the default ports: gRPC N+3, REST N+8 (default: ${DEFAULT-VALUE})")
    private int portBase = DEFAULT_PORT_BASE;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:CUEGRID_HOME:-.cuegrid}",
            description = "home that holds the grid's secret (default: $CUEGRID_HOME, else .cuegrid)")
    private Path home = Path.of(".cuegrid");

    public static void main(String[] arguments) {
        if (System.getProperty(LOGBACK_PROPERTY) == null) {
            System.setProperty(LOGBACK_PROPERTY, "cuegrid-gateway-logback.xml");
        }
        CommandLine commandLine = new CommandLine(new GatewayMain());
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println("cuegrid gateway: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        AccessTokens tokens = new AccessTokens(SecretFile.read(home.resolve("secret")));
        int listenPort = port != null ? port : portBase + REST_OFFSET;
        PortCheck.requireFree("REST", bind, listenPort, "--port or --port-base");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMetrics.bind(registry);
        ManagedChannel channel = Grpc.newChannelBuilder(
                        grid != null ? grid : "127.0.0.1:" + (portBase + GRPC_OFFSET),
                        InsecureChannelCredentials.create())
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .build();
        Gateway gateway = new Gateway(
                new GatewaySettings(bind, listenPort, maxCalls, GatewaySettings.DEFAULT_STOP_TIMEOUT_MILLIS),
                channel,
                tokens,
                registry,
                new GridStatusHealth(channel, () -> tokens.issue(TokenKind.NODE, "gateway", HEALTH_TOKEN_LIFE)));
        gateway.start();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            gateway.close();
                            stop(channel);
                            stopped.countDown();
                        },
                        "stop"));
        System.out.println("{\"ready\":\"gateway\",\"rest\":" + gateway.port() + "}");
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private static void stop(ManagedChannel channel) {
        try {
            if (!channel.shutdown().awaitTermination(CHANNEL_STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
