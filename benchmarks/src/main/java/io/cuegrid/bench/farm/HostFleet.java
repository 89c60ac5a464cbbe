package io.cuegrid.bench.farm;

import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.bench.workload.HostSpec;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All simulated hosts of a farm, the TCP connections that they share, their heartbeats and their clock.
 *
 * <p>Threading: any thread.
 */
final class HostFleet implements AutoCloseable {
    /** Streams may share connections; so many at most are opened to a node. */
    static final int MAX_CONNECTIONS = 200;
    /** A run time: the run ends when it is told to. */
    static final long UNTIL_TOLD = -1;

    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final long RECONNECT_MILLIS = 200;
    private static final long HEARTBEAT_TICK_MILLIS = 50;

    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Map<String, List<ManagedChannel>> channels = new ConcurrentHashMap<>();
    private final Map<String, Long> jobNumbers = new ConcurrentHashMap<>();
    private final Map<String, Long> firstOrders = new ConcurrentHashMap<>();
    private final RunClock clock = new RunClock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder ordered = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder streamsLost = new LongAdder();
    private final LongAdder heartbeatsTaken = new LongAdder();
    private final LiveFrames live = new LiveFrames();
    private final CoreMix mix = new CoreMix();
    private final IntToLongFunction runMillis;
    private final String firstTarget;
    private final int connections;
    private volatile long heartbeatMillis = 1_000;
    private volatile @Nullable String failure;
    private volatile boolean keepFirstOrders;
    private volatile boolean letGo;
    private volatile boolean quiet;
    private int nextBeat;

    /**
     * @param target host:port of a node
     * @param runMillis run time by core units
     */
    HostFleet(List<HostSpec> specs, AccessTokens tokens, String target, IntToLongFunction runMillis) {
        this.runMillis = runMillis;
        firstTarget = target;
        connections = Math.min(MAX_CONNECTIONS, specs.size());
        for (HostSpec spec : specs) {
            hosts.add(new SimulatedHost(spec, this, tokens.issue(TokenKind.HOST, spec.name(), TOKEN_LIFE)));
        }
    }

    /** Connects every host and begins the heartbeats. */
    void start() {
        for (SimulatedHost host : hosts) {
            connect(host, firstTarget);
        }
        var unused = timer.scheduleWithFixedDelay(
                this::beatSome, HEARTBEAT_TICK_MILLIS, HEARTBEAT_TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void connect(SimulatedHost host, String target) {
        List<ManagedChannel> open = channels.computeIfAbsent(target, this::open);
        host.connect(open.get(Math.floorMod(host.spec().name().hashCode(), open.size())));
    }

    private List<ManagedChannel> open(String target) {
        List<ManagedChannel> open = new ArrayList<>(connections);
        for (int i = 0; i < connections; i++) {
            open.add(NettyChannelBuilder.forTarget(target)
                    .usePlaintext()
                    .directExecutor()
                    .disableRetry()
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .build());
        }
        return open;
    }

    /** Sends no heartbeats of its own any more. */
    void stopHeartbeats() {
        quiet = true;
    }

    private void beatSome() {
        if (quiet) {
            return;
        }
        int due = (int) Math.max(1, Math.ceil((double) hosts.size() * HEARTBEAT_TICK_MILLIS / heartbeatMillis));
        long now = System.currentTimeMillis();
        for (int i = 0; i < Math.min(due, hosts.size()); i++) {
            hosts.get(nextBeat).beat(now, HostSpec.GIB_IN_KIB);
            nextBeat = (nextBeat + 1) % hosts.size();
        }
    }

    void welcomed(long intervalMillis) {
        if (intervalMillis > 0) {
            heartbeatMillis = intervalMillis;
        }
    }

    void reconnect(SimulatedHost host, String target, long afterMillis) {
        var unused = timer.schedule(
                () -> connect(host, target.isEmpty() ? firstTarget : target),
                Math.max(1, afterMillis),
                TimeUnit.MILLISECONDS);
    }

    void streamLost(SimulatedHost host, String why) {
        streamsLost.increment();
        var unused = timer.schedule(() -> connect(host, firstTarget), RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }

    void failed(String why) {
        failure = why;
    }

    /** Why the farm cannot go on, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    void ordered(int orders) {
        ordered.add(orders);
    }

    void completed(int runs) {
        completed.add(runs);
    }

    /** Orders that have come, all hosts together. */
    long orderedCount() {
        return ordered.sum();
    }

    /** Runs that have ended, and the grid has acknowledged it. */
    long completedCount() {
        return completed.sum();
    }

    void heartbeatTaken() {
        heartbeatsTaken.increment();
    }

    /** Heartbeats that the grid has acknowledged. */
    long heartbeatsTakenCount() {
        return heartbeatsTaken.sum();
    }

    LiveFrames live() {
        return live;
    }

    long streamsLostCount() {
        return streamsLost.sum();
    }

    /** How long a run of so many cores takes, or {@link #UNTIL_TOLD}. */
    long runMillis(int coreUnits) {
        long millis = runMillis.applyAsLong(coreUnits);
        return millis == UNTIL_TOLD && letGo ? 0 : millis;
    }

    /** Ends every run that waits to be told, and those that come, at once. */
    void letGo() {
        letGo = true;
        hosts.forEach(SimulatedHost::endAll);
    }

    /** Runs that have ended, by cores. */
    CoreMix mix() {
        return mix;
    }

    RunClock clock() {
        return clock;
    }

    /** The number in a job's id. */
    long jobNumber(String jobId) {
        return jobNumbers.computeIfAbsent(jobId, text -> {
            EntityId id = EntityId.parse(text);
            return id == null ? -1 : id.number();
        });
    }

    /** Notes from now on when the first order of each job arrives. */
    void keepFirstOrders() {
        keepFirstOrders = true;
    }

    void orderArrived(String jobId, long nanos) {
        if (keepFirstOrders) {
            firstOrders.putIfAbsent(jobId, nanos);
        }
    }

    /** When the job's first order arrived, or null. */
    @Nullable
    Long firstOrderNanos(String jobId) {
        return firstOrders.get(jobId);
    }

    List<SimulatedHost> hosts() {
        return hosts;
    }

    long welcomedCount() {
        return hosts.stream().filter(SimulatedHost::isWelcomed).count();
    }

    /** Core units that run right now, as the hosts see it. */
    long busyCoreUnits() {
        return hosts.stream().mapToLong(SimulatedHost::busyCoreUnits).sum();
    }

    boolean isSettled() {
        return hosts.stream().allMatch(SimulatedHost::isSettled);
    }

    /** TCP connections that hosts have streams on. */
    int connectionCount() {
        return channels.values().stream()
                .mapToInt(open -> (int) open.stream()
                        .filter(channel -> channel.getState(false) == ConnectivityState.READY)
                        .count())
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clock.close();
        hosts.forEach(SimulatedHost::close);
        channels.values().forEach(list -> list.forEach(ManagedChannel::shutdownNow));
    }
}
