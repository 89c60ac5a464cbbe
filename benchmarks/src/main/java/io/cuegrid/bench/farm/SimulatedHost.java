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
import io.cuegrid.bench.workload.HostSpec;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.agrona.collections.Long2ObjectHashMap;
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
    /** Of what a frame reserves: it uses one half. */
    private static final int RSS_DIVISOR = 2;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NO_BEAT = Long.MAX_VALUE;
    private static final int SIGKILL = 9;
    private static final String FACILITY = "local";
    private static final int THREADS_PER_CORE = 1;

    private final HostSpec spec;
    private final HostFleet fleet;
    private final String token;
    private final String id = UUID.randomUUID().toString();
    private final RunLog log;
    private final Long2ObjectHashMap<Run> running = new Long2ObjectHashMap<>();
    private final LongHashSet seen = new LongHashSet();
    private final Deque<HostMessage> unacknowledged = new ArrayDeque<>();
    /** Of all that is in {@link #running}; null when that has changed. */
    private @Nullable RunFigures figures;

    private HostMessage.Builder pending = HostMessage.newBuilder();
    private @Nullable Stream stream;
    private long sentNumber;
    private long heardNumber;
    private CellEpoch newestEpoch = CellEpoch.getDefaultInstance();
    private long beatNumber = NO_BEAT;
    private boolean closed;

    SimulatedHost(HostSpec spec, HostFleet fleet, String token) {
        this.spec = spec;
        this.fleet = fleet;
        this.token = token;
        this.log = new RunLog(spec.coreUnits(), spec.memoryKib());
    }

    HostSpec spec() {
        return spec;
    }

    RunLog log() {
        return log;
    }

    synchronized long busyCoreUnits() {
        return log.busyCoreUnits();
    }

    synchronized boolean isWelcomed() {
        return stream != null && stream.welcomed;
    }

    synchronized boolean isBeatUnderWay() {
        return beatNumber != NO_BEAT;
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
        beatNumber = NO_BEAT;
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
        running.values().forEach(run -> hello.addProcs(state(run.order, ProcState.State.RUNNING)));
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

    /**
     * Says that it lives, with figures for every run.
     *
     * @param freeSwapKib told as it is, so that a heartbeat can be found again
     * @return false when it is not connected, or the heartbeat before is not acknowledged yet
     */
    synchronized boolean beat(long timeMillis, long freeSwapKib) {
        if (stream == null || !stream.welcomed || beatNumber != NO_BEAT) {
            return false;
        }
        Heartbeat.Builder heartbeat = Heartbeat.newBuilder()
                .setTimeMillis(timeMillis)
                .setFreeMemoryKib(spec.memoryKib() - log.busyMemoryKib() / RSS_DIVISOR)
                .setFreeSwapKib(freeSwapKib)
                .setFreeTempKib(100 * HostSpec.GIB_IN_KIB)
                .setLoadHundredths((int) log.busyCoreUnits());
        RunFigures current = figures;
        if (current == null) {
            current = figures();
            figures = current;
        }
        pending.setHeartbeat(heartbeat.setProcColumns(current.pack(System.nanoTime())));
        flush();
        beatNumber = sentNumber;
        return true;
    }

    /** Of the runs as they are now. */
    private RunFigures figures() {
        RunFigures all = new RunFigures(running.size());
        running.forEachLong((proc, run) ->
                all.add(proc, run.order.getMemoryKib() / RSS_DIVISOR, run.order.getCoreUnits(), run.startedNanos));
        return all;
    }

    /** A run is over; its completion goes out with the next {@link #flush}. */
    synchronized void end(long proc, int exitSignal) {
        Run run = removed(proc);
        if (run != null) {
            end(run, exitSignal);
        }
    }

    private void end(Run run, int exitSignal) {
        LaunchOrder order = run.order;
        log.ended(
                run.index,
                order.getCoreUnits(),
                order.getMemoryKib(),
                exitSignal == 0 ? RunLog.End.WELL : RunLog.End.BADLY);
        fleet.live().end(log.frame(run.index));
        fleet.mix().add(order.getCoreUnits(), 1);
        long millis = (System.nanoTime() - run.startedNanos) / NANOS_PER_MILLI;
        long rssKib = order.getMemoryKib() / RSS_DIVISOR;
        pending.addCompletions(FrameCompletion.newBuilder()
                .setProc(order.getProc())
                .setJobId(order.getJobId())
                .setFrameOrdinal(order.getFrameOrdinal())
                .setExitSignal(exitSignal)
                .setKilledByOrder(exitSignal != 0)
                .setRunMillis(millis)
                .setCpuMillis(millis * order.getCoreUnits() / HostSpec.CORE_UNITS)
                .setMaxRssKib(rssKib)
                .setMaxPssKib(rssKib));
    }

    /** Ends every run, well. */
    synchronized void endAll() {
        Long2ObjectHashMap<Run> all = new Long2ObjectHashMap<>(running);
        running.clear();
        figures = null;
        all.values().forEach(run -> end(run, 0));
        flush();
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
        acknowledged(message.getAcknowledged());
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
        if (message.getLaunchesCount() > 0) {
            fleet.ordered(message.getLaunchesCount());
        }
        flush();
    }

    private void acknowledged(long number) {
        HostMessage oldest = unacknowledged.peek();
        int ended = 0;
        while (oldest != null && oldest.getNumber() <= number) {
            ended += oldest.getCompletionsCount();
            unacknowledged.poll();
            oldest = unacknowledged.peek();
        }
        if (ended > 0) {
            fleet.completed(ended);
        }
        if (beatNumber <= number) {
            beatNumber = NO_BEAT;
            fleet.heartbeatTaken();
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
        long frame = RunTable.frame(fleet.jobNumber(order.getJobId()), order.getFrameOrdinal());
        fleet.live().begin(frame);
        int index = log.ordered(order.getProc(), frame, order.getCoreUnits(), order.getMemoryKib());
        Run run = new Run(order, index, now);
        pending.addStarted(
                FrameStartedReport.newBuilder().setProc(order.getProc()).setPid(1));
        fleet.orderArrived(order.getJobId(), now);
        long runMillis = fleet.runMillis(order.getCoreUnits());
        if (runMillis == 0) {
            end(run, 0);
            return;
        }
        running.put(order.getProc(), run);
        figures = null;
        if (runMillis != HostFleet.UNTIL_TOLD) {
            fleet.clock().after(runMillis, this, order.getProc());
        }
    }

    private @Nullable Run removed(long proc) {
        figures = null;
        return running.remove(proc);
    }

    private void drop(long proc) {
        Run run = removed(proc);
        if (run != null) {
            log.ended(run.index, run.order.getCoreUnits(), run.order.getMemoryKib(), RunLog.End.NONE);
            fleet.live().end(log.frame(run.index));
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
