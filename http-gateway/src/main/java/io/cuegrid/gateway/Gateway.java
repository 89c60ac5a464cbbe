package io.cuegrid.gateway;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.gateway.call.Admission;
import io.cuegrid.gateway.call.Gatekeeper;
import io.cuegrid.gateway.call.RpcEndpoint;
import io.cuegrid.gateway.health.Health;
import io.cuegrid.gateway.health.HealthJson;
import io.cuegrid.gateway.health.HealthSource;
import io.cuegrid.gateway.metrics.GatewayMetrics;
import io.grpc.Channel;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: {@code POST /package.Service/Method} for every method of the protocol, {@code GET /health} and
 * {@code GET /metrics}. It keeps no state of its own, so any number may run; each reaches the grid over the one channel
 * that it is given (to a node on the network, or in-process inside of a node).
 *
 * <pre>
 *   HTTP ──▶ Jetty thread: token, path, JSON → message ──▶ channel ──▶ a node
 *   HTTP ◀── Jetty thread: message → JSON ◀── gRPC thread ◀────────────┘
 * </pre>
 *
 * <p>Calls need a token; health and metrics need none, because load balancers and scrapers have none: they hold counts
 * and names of facilities, no secrets, and the default bind is this machine only.
 *
 * <p>Threading: {@link #start} and {@link #close} by the owner; requests on Jetty's pool.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final List<HandlerType> VERBS = List.of(
            HandlerType.GET,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.HEAD,
            HandlerType.OPTIONS,
            HandlerType.TRACE);

    /** A thread reads a body, renders an answer or scrapes; none waits for a call. */
    private static final int MAX_THREADS = 32;

    private static final int MIN_THREADS = 4;

    /** Of a connection on which nothing moves; bounds what slow senders can hold. */
    private static final int IDLE_TIMEOUT_MILLIS = 30_000;

    /** What a stop leaves for answers that are being written, after the calls themselves have ended. */
    private static final long WRITE_OUT_MILLIS = 5_000;

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final GatewaySettings settings;
    private final PrometheusMeterRegistry registry;
    private final HealthSource healthSource;
    private final Admission admission;
    private final RpcEndpoint endpoint;
    private final QueuedThreadPool threads;
    private final HealthJson healthJson = new HealthJson();
    private final Javalin server;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Wires a gateway; nothing listens before {@link #start}.
     *
     * @param channel to the grid; stays the caller's to close
     * @param registry what {@code /metrics} shows; the gateway adds its own meters
     */
    public Gateway(
            GatewaySettings settings,
            Channel channel,
            AccessTokens tokens,
            PrometheusMeterRegistry registry,
            HealthSource healthSource) {
        this.settings = settings;
        this.registry = registry;
        this.healthSource = healthSource;
        admission = new Admission(settings.maxCalls());
        threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("rest");
        endpoint = new RpcEndpoint(
                channel, new Gatekeeper(tokens), admission, new GatewayMetrics(registry, admission::inFlight), threads);
        server = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(jetty -> {
            // an answer that has begun is written to its end
            jetty.insertHandler(new GracefulHandler());
            jetty.setStopTimeout(WRITE_OUT_MILLIS);
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        });
        config.routes.get("/health", this::health);
        config.routes.get("/metrics", this::metrics);
        for (HandlerType verb : VERBS) {
            config.routes.addHttpHandler(verb, "/*", endpoint::handle);
        }
    }

    /**
     * Begins to listen.
     *
     * @throws IllegalStateException when the port is taken or the address is not this machine's
     */
    public void start() {
        try {
            server.start(settings.bind(), settings.port());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "REST cannot listen on " + settings.bind() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        LOG.info("REST on http://{}:{}", settings.bind(), port());
    }

    /** The port it listens on; known after {@link #start}. */
    public int port() {
        return server.port();
    }

    private void health(Context http) {
        Health health = healthSource.health();
        http.status(HealthJson.httpStatus(health))
                .contentType("application/json")
                .result(healthJson.toBytes(health));
    }

    private void metrics(Context http) {
        http.contentType(METRICS_TYPE).result(registry.scrape());
    }

    /** Takes no new calls, lets those in flight end within the bound, then closes the port. Once; later calls do nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!admission.close(settings.stopTimeoutMillis())) {
                LOG.warn("{} calls were cut off by the stop", admission.inFlight());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
