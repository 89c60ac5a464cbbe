package io.cuegrid.bench.farm;

import io.cuegrid.api.hostlink.CellEpoch;
import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.FrameStartedReport;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostInventory;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.KillOrder;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.ProcState;
import io.cuegrid.api.hostlink.ProcVerdict;
import io.cuegrid.api.hostlink.RunningProc;
import io.cuegrid.bench.workload.HostSpec;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * One host of the simulated farm: a stream of its own with a token and an incarnation of its own, and the daemon's side
 * of HostLink without processes. It confirms every order, ends the run when its time is over, keeps what the grid has
 * not acknowledged, and after a lost stream says hello again with what it has.
 *
 * <p>Threading: gRPC's threads, the run clock and the heartbeat thread call; everything is under this object's lock.
 */
final class SimulatedHost {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long RSS_KIB = 1 << 20;
    private static final int SIGKILL = 9;
    private static final String FACILITY = "local";
    private static final int THREADS_PER_CORE = 1;

    private final HostSpec spec;
    private final HostFleet fleet;
    private final String token;
    private final String id = UUID.randomUUID().toString();
    private final RunLog log = new RunLog();
    private final Map<Long, Run> running = new LinkedHashMap<>();
    private final LongHashSet seen = new LongHashSet();
    private final Deque<HostMessage> unacknowledged = new ArrayDeque<>();
    private HostMessage.Builder pending = HostMessage.newBuilder();
    private @Nullable Stream stream;
    private long sentNumber;
    private long heardNumber;
    private CellEpoch newestEpoch = CellEpoch.getDefaultInstance();
    private long busyCoreUnits;
    private long busyMemoryKib;
    private long overshoots;
    private boolean closed;

    SimulatedHost(HostSpec spec, HostFleet fleet, String token) {
        this.spec = spec;
        this.fleet = fleet;
        this.token = token;
    }

    HostSpec spec() {
        return spec;
    }

    RunLog log() {
        return log;
    }

    /** Orders that asked for more than this host had left. */
    synchronized long overshoots() {
        return overshoots;
    }

    synchronized long busyCoreUnits() {
        return busyCoreUnits;
    }

    synchronized boolean isWelcomed() {
        return stream != null && stream.welcomed;
    }

    /** Whether nothing runs and the grid has acknowledged all that was said. */
    synchronized boolean isSettled() {
        return running.isEmpty() && unacknowledged.isEmpty();
    }

    /** Opens a stream and says hello. */
    synchronized void connect(Channel channel) {
        if (closed) {
            return;
        }
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        Stream fresh = new Stream();
        stream = fresh;
        sentNumber = 0;
        heardNumber = 0;
        fresh.out = HostLinkGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .connect(fresh);
        send(HostMessage.newBuilder().setHello(hello()));
    }

    private Hello hello() {
        Hello.Builder hello = Hello.newBuilder()
                .setHostId(id)
                .setHostName(spec.name())
                .setFacility(FACILITY)
                .setBootId("boot-" + id)
                .setIncarnation(1)
                .setVersion("bench")
                .setNewestEpoch(newestEpoch)
                .setInventory(HostInventory.newBuilder()
                        .setCoreUnits(spec.coreUnits())
                        .setMemoryKib(spec.memoryKib())
                        .setTotalMemoryKib(spec.memoryKib())
                        .setTotalSwapKib(HostSpec.GIB_IN_KIB)
                        .setTotalTempKib(100 * HostSpec.GIB_IN_KIB)
                        .addOs("linux")
                        .addAllTags(spec.tags())
                        .setThreadsPerCore(THREADS_PER_CORE)
                        .setCpuModel("simulated"));
        running.forEach((proc, run) -> hello.addProcs(state(run.order, ProcState.State.RUNNING)));
        for (HostMessage message : unacknowledged) {
            for (FrameCompletion completion : message.getCompletionsList()) {
                hello.addProcs(ProcState.newBuilder()
                        .setProc(completion.getProc())
                        .setEpoch(newestEpoch)
                        .setJobId(completion.getJobId())
                        .setFrameOrdinal(completion.getFrameOrdinal())
                        .setState(ProcState.State.ENDED));
            }
        }
        return hello.build();
    }

    private static ProcState state(LaunchOrder order, ProcState.State state) {
        return ProcState.newBuilder()
                .setProc(order.getProc())
                .setEpoch(order.getEpoch())
                .setJobId(order.getJobId())
                .setFrameOrdinal(order.getFrameOrdinal())
                .setState(state)
                .build();
    }

    /** Says that it lives, with figures for every run. */
    synchronized void beat(long timeMillis) {
        if (stream == null || !stream.welcomed) {
            return;
        }
        Heartbeat.Builder heartbeat = Heartbeat.newBuilder()
                .setTimeMillis(timeMillis)
                .setFreeMemoryKib(spec.memoryKib() - busyMemoryKib)
                .setFreeSwapKib(HostSpec.GIB_IN_KIB)
                .setFreeTempKib(100 * HostSpec.GIB_IN_KIB)
                .setLoadHundredths((int) busyCoreUnits);
        long now = System.nanoTime();
        running.forEach((proc, run) -> heartbeat.addProcs(RunningProc.newBuilder()
                .setProc(proc)
                .setRssKib(RSS_KIB)
                .setMaxRssKib(RSS_KIB)
                .setRunMillis((now - run.startedNanos) / 1_000_000)
                .setCpuMillis((now - run.startedNanos) / 1_000_000)));
        pending.setHeartbeat(heartbeat);
        flush();
    }

    /** A run is over; its completion goes out with the next {@link #flush}. */
    synchronized void end(long proc, int exitSignal) {
        Run run = running.remove(proc);
        if (run == null) {
            return;
        }
        long now = System.nanoTime();
        busyCoreUnits -= run.order.getCoreUnits();
        busyMemoryKib -= run.order.getMemoryKib();
        log.ended(run.index, now);
        long millis = (now - run.startedNanos) / 1_000_000;
        pending.addCompletions(FrameCompletion.newBuilder()
                .setProc(proc)
                .setJobId(run.order.getJobId())
                .setFrameOrdinal(run.order.getFrameOrdinal())
                .setExitSignal(exitSignal)
                .setKilledByOrder(exitSignal != 0)
                .setRunMillis(millis)
                .setCpuMillis(millis)
                .setMaxRssKib(RSS_KIB)
                .setMaxPssKib(RSS_KIB));
        if (exitSignal == 0) {
            fleet.completed(1);
        }
    }

    /** Sends what there is to say. */
    synchronized void flush() {
        boolean somethingToSay = pending.hasHeartbeat()
                || pending.getStartedCount() > 0
                || pending.getCompletionsCount() > 0
                || pending.getRefusedCount() > 0;
        if (stream != null && stream.welcomed && somethingToSay) {
            HostMessage.Builder message = pending;
            pending = HostMessage.newBuilder();
            send(message);
        }
    }

    private void send(HostMessage.Builder builder) {
        Stream current = stream;
        if (current == null || current.out == null) {
            return;
        }
        HostMessage message =
                builder.setNumber(++sentNumber).setAcknowledged(heardNumber).build();
        if (message.getCompletionsCount() > 0 || message.getStartedCount() > 0) {
            unacknowledged.add(message);
        }
        current.out.onNext(message);
    }

    private synchronized void heard(Stream from, GridMessage message) {
        if (from != stream) {
            return;
        }
        if (message.hasRefusal()) {
            fleet.failed(spec.name() + " was refused: " + message.getRefusal().getReason());
            return;
        }
        if (message.hasRedirect()) {
            String target = message.getRedirect().getTarget();
            stream = null;
            fleet.reconnect(this, target, message.getRedirect().getRetryAfterMillis());
            return;
        }
        heardNumber = message.getNumber();
        if (message.hasWelcome()) {
            welcomed(from, message);
        }
        while (!unacknowledged.isEmpty() && unacknowledged.peek().getNumber() <= message.getAcknowledged()) {
            unacknowledged.poll();
        }
        for (LaunchOrder order : message.getLaunchesList()) {
            launch(order);
        }
        for (KillOrder kill : message.getKillsList()) {
            end(kill.getProc(), SIGKILL);
        }
        for (ProcVerdict verdict : message.getVerdictsList()) {
            if (verdict.getVerdict() == ProcVerdict.Verdict.END) {
                drop(verdict.getProc());
            }
        }
        flush();
        if (message.getLaunchesCount() > 0 && heardNumber > 0) {
            fleet.ordered(message.getLaunchesCount());
        }
    }

    private void welcomed(Stream from, GridMessage message) {
        from.welcomed = true;
        newestEpoch = message.getWelcome().getEpoch();
        fleet.welcomed(message.getWelcome().getHeartbeatIntervalMillis());
        // what the old stream may have lost is said again, with the numbers of this one
        Deque<HostMessage> again = new ArrayDeque<>(unacknowledged);
        unacknowledged.clear();
        for (HostMessage lost : again) {
            send(lost.toBuilder().clearHeartbeat());
        }
    }

    private void launch(LaunchOrder order) {
        long now = System.nanoTime();
        if (!seen.add(order.getProc())) {
            // said again after a lost stream: it runs, or its completion is on its way
            return;
        }
        busyCoreUnits += order.getCoreUnits();
        busyMemoryKib += order.getMemoryKib();
        if (busyCoreUnits > spec.coreUnits() || busyMemoryKib > spec.memoryKib()) {
            overshoots++;
        }
        int index = log.ordered(
                order.getProc(),
                RunLog.frame(fleet.jobNumber(order.getJobId()), order.getFrameOrdinal()),
                order.getCoreUnits(),
                now);
        running.put(order.getProc(), new Run(order, index, now));
        pending.addStarted(
                FrameStartedReport.newBuilder().setProc(order.getProc()).setPid(1));
        fleet.orderArrived(order.getJobId(), now);
        long runMillis = fleet.runMillis(order.getCoreUnits());
        if (runMillis == 0) {
            end(order.getProc(), 0);
        } else {
            fleet.clock().after(runMillis, this, order.getProc());
        }
    }

    private void drop(long proc) {
        Run run = running.remove(proc);
        if (run != null) {
            busyCoreUnits -= run.order.getCoreUnits();
            busyMemoryKib -= run.order.getMemoryKib();
        }
    }

    private synchronized void lost(Stream which, String why) {
        if (which == stream && !closed) {
            stream = null;
            fleet.streamLost(this, why);
        }
    }

    /** Ends the stream for good. */
    synchronized void close() {
        closed = true;
        if (stream != null && stream.out != null) {
            stream.out.onCompleted();
        }
        stream = null;
    }

    private record Run(LaunchOrder order, int index, long startedNanos) {}

    /** The grid's side of one stream. */
    private final class Stream implements StreamObserver<GridMessage> {
        private @Nullable StreamObserver<HostMessage> out;
        private boolean welcomed;

        @Override
        public void onNext(GridMessage message) {
            heard(this, message);
        }

        @Override
        public void onError(Throwable failure) {
            lost(this, String.valueOf(failure.getMessage()));
        }

        @Override
        public void onCompleted() {
            lost(this, "the grid ended the stream");
        }
    }
}
