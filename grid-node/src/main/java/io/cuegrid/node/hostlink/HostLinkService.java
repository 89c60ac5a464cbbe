package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.node.service.auth.Caller;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC side of HostLink: greets daemons, sends those that came to the wrong node on, and feeds what the others say
 * into their cell. While the cell's ring is full a stream is not read any further.
 *
 * <p>Threading: any thread; a stream's messages come one at a time.
 */
public final class HostLinkService extends HostLinkGrpc.HostLinkImplBase {
    private static final long SWEEP_MILLIS = 250;
    private static final long RETRY_MILLIS = 500;

    private final VitalsSink vitals;
    private final Supplier<List<String>> facilities;
    private final ConcurrentHashMap<String, CellHosts> cells = new ConcurrentHashMap<>();
    private final AtomicLong streamIds = new AtomicLong();
    private final Executor executor;
    private final ScheduledExecutorService timer;

    /** Takes heartbeats as they came. */
    @FunctionalInterface
    public interface VitalsSink {
        /** @return false when an older one of the host, which still waited, was dropped for it */
        boolean put(int cellNumber, long hostNumber, Heartbeat heartbeat);
    }

    /**
     * @param vitals where heartbeats land
     * @param facilities names of all, for the sentence to a host that names another
     * @param executor for sending
     * @param timer for what happens a little later; the service ends with it
     */
    public HostLinkService(
            VitalsSink vitals, Supplier<List<String>> facilities, Executor executor, ScheduledExecutorService timer) {
        this.vitals = vitals;
        this.facilities = facilities;
        this.executor = executor;
        this.timer = timer;
        var unused = timer.scheduleWithFixedDelay(
                () -> cells.values().forEach(CellHosts::sweep), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Hosts of this facility are served from here on. */
    public void put(String facility, CellHosts hosts) {
        cells.put(facility, hosts);
    }

    /** Streams that are open, of all cells. */
    public int streams() {
        return cells.values().stream().mapToInt(CellHosts::streams).sum();
    }

    @Override
    public StreamObserver<HostMessage> connect(StreamObserver<GridMessage> answers) {
        ServerCallStreamObserver<GridMessage> call = (ServerCallStreamObserver<GridMessage>) answers;
        call.disableAutoRequest();
        Incoming incoming = new Incoming(call, Caller.subject());
        call.setOnReadyHandler(incoming::onReady);
        call.setOnCancelHandler(incoming::onEnd);
        call.request(1);
        return incoming;
    }

    /** What one daemon says. */
    private final class Incoming implements StreamObserver<HostMessage> {
        private final ServerCallStreamObserver<GridMessage> call;
        private final String subject;
        private volatile @Nullable HostStream stream;
        private volatile @Nullable CellHosts cell;
        private @Nullable HostFeed feed;

        Incoming(ServerCallStreamObserver<GridMessage> call, String subject) {
            this.call = call;
            this.subject = subject;
        }

        @Override
        public void onNext(HostMessage message) {
            HostFeed open = feed;
            if (open == null) {
                greet(message);
            } else {
                open.take(message);
            }
        }

        private void greet(HostMessage message) {
            Hello hello = atHome(HostStream.requireHello(message).getHello());
            HostStream fresh = new HostStream(streamIds.incrementAndGet(), hello, call, executor);
            stream = fresh;
            @Nullable String wrong = problem(hello);
            if (wrong != null) {
                fresh.refuse(wrong, true);
                return;
            }
            @Nullable CellHosts found = cells.get(hello.getFacility());
            if (found == null) {
                fresh.refuse(
                        "there is no facility '" + hello.getFacility() + "' in this grid; it has " + facilities.get(),
                        true);
                return;
            }
            if (!found.isLeading()) {
                boolean here = found.machine().takesCommands();
                fresh.redirect(here ? "" : found.leaderAddress(), RETRY_MILLIS);
                return;
            }
            cell = found;
            feed = new HostFeed(fresh, found, vitals, timer);
            found.register(fresh, UUID.fromString(hello.getHostId()));
        }

        /** A host that names no facility belongs to the first. */
        private Hello atHome(Hello hello) {
            List<String> all = hello.getFacility().isEmpty() ? facilities.get() : List.of();
            return all.isEmpty()
                    ? hello
                    : hello.toBuilder().setFacility(all.get(0)).build();
        }

        private @Nullable String problem(Hello hello) {
            if (!hello.getHostName().equals(subject)) {
                return "the token is for host '" + subject + "', not for '" + hello.getHostName() + "'";
            }
            try {
                UUID.fromString(hello.getHostId());
            } catch (IllegalArgumentException notAnId) {
                return "the host id '" + hello.getHostId() + "' is not a UUID";
            }
            return null;
        }

        void onReady() {
            HostStream open = stream;
            if (open != null) {
                open.schedule();
            }
        }

        void onEnd() {
            HostStream open = stream;
            CellHosts of = cell;
            if (open != null) {
                open.ended();
                if (of != null) {
                    of.detach(open);
                }
            }
        }

        @Override
        public void onError(Throwable error) {
            onEnd();
        }

        @Override
        public void onCompleted() {
            HostStream open = stream;
            boolean answered = open != null && open.isClosed();
            onEnd();
            if (answered) {
                return;
            }
            if (open == null) {
                call.onError(Status.INVALID_ARGUMENT
                        .withDescription("the stream ended before a hello")
                        .asRuntimeException());
            } else {
                call.onCompleted();
            }
        }
    }
}
