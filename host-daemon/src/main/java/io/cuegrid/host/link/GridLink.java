package io.cuegrid.host.link;

import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.host.ExitStatus;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one stream to the node that leads this host's cell: connects, follows redirects, numbers and acknowledges
 * messages, sends heartbeats, notices silence, and comes back after every loss with growing, random pauses. It never gives
 * up by itself: frames run on while the grid is away.
 *
 * <pre>
 *   WAITING ─▶ CONNECTING ── welcome ─▶ WELCOMED
 *      ▲           │ redirect, refusal, silence    │ stream ends, silence, lease run out
 *      └───────────┴───────────────────────────────┘
 * </pre>
 *
 * <p>Threading: the daemon's loop only; gRPC's threads hand over to it. The grid sends the next message only after one
 * was handled (flow control), so nothing piles up here.
 */
public final class GridLink {
    private static final Logger LOG = LoggerFactory.getLogger(GridLink.class);

    /** A node that does not answer the hello is left after this time. */
    static final long WELCOME_MILLIS_MAX = 10_000;
    /** Redirects followed without a pause. */
    static final int REDIRECTS_MAX = 5;
    /** A stream that lived so long ends the growth of pauses. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Messages of the grid; a job document has at most 16 MiB. */
    private static final int INBOUND_BYTES_MAX = 64 << 20;
    /**
     * A stream counts as dead when nothing was heard for so many heartbeats and this part of the lease: early enough to find
     * another node in time, late enough not to run away from a leader that is busy.
     */
    private static final int SILENT_HEARTBEATS_MAX = 5;

    private static final int SILENT_LEASE_PART = 4;
    private static final long SILENCE_MILLIS_MIN = 3_000;
    /** The same failure is logged once, then each time so many more have come. */
    private static final int REPEATED_FAILURES_LOGGED = 30;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Executor loop;
    private final LinkListener listener;
    private final TokenSource tokens;
    private final GridTargets targets;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Lease lease;
    private final ChannelFactory channels;
    private final long heartbeatMillisOption;

    private @Nullable Session session;
    private long nextAttemptNanos;
    private int redirects;
    private boolean everWelcomed;
    private boolean closed;
    private String lastFailure = "";
    private int repeatedFailures;

    /** @param heartbeatMillisOption 0: as the grid says */
    public GridLink(
            Executor loop,
            LinkListener listener,
            TokenSource tokens,
            List<String> targets,
            Path leaseFile,
            ChannelFactory channels,
            long heartbeatMillisOption,
            RandomGenerator random) {
        this.loop = loop;
        this.listener = listener;
        this.tokens = tokens;
        this.targets = new GridTargets(targets, random.nextInt(targets.size()));
        this.backoff = new Backoff(random);
        this.random = random;
        this.lease = new Lease(leaseFile, io.cuegrid.host.machine.Uptime::centis);
        this.channels = channels;
        this.heartbeatMillisOption = heartbeatMillisOption;
        nextAttemptNanos = System.nanoTime();
    }

    /** True for a text "host:port". */
    public static boolean isTarget(String text) {
        return GridTargets.isTarget(text);
    }

    /** Looks at the clock: to be called a few times a second. */
    public void tick() {
        long now = System.nanoTime();
        Session current = session;
        if (closed) {
            return;
        }
        if (current == null) {
            if (now - nextAttemptNanos >= 0) {
                connect();
            }
        } else if (!current.welcomed) {
            if (now - current.startedNanos > TimeUnit.MILLISECONDS.toNanos(WELCOME_MILLIS_MAX)) {
                lose(current, current.target + " does not answer");
            }
        } else if (now - current.heardNanos > current.silenceNanosMax()) {
            lose(
                    current,
                    "nothing was heard from " + current.target + " for "
                            + TimeUnit.NANOSECONDS.toMillis(now - current.heardNanos) + " ms");
        } else if (lease.isExpired()
                && now - current.startedNanos > TimeUnit.MILLISECONDS.toNanos(WELCOME_MILLIS_MAX)) {
            lose(current, "the lease has run out; saying hello again to learn what becomes of the frames");
        } else {
            current.flush();
        }
    }

    /** Says hello again if the last one was before this moment: its list of procs has changed in a way that needs a verdict. */
    public void helloAgainIfBefore(long nanos) {
        Session current = session;
        if (current != null && current.welcomed && current.startedNanos - nanos < 0 && !lease.isExpired()) {
            lose(current, "frames were frozen; saying hello again to learn what becomes of them");
        }
    }

    /** The next heartbeat is due now: something that the grid should know has changed. */
    public void heartbeatNow() {
        Session current = session;
        if (current != null) {
            current.heartbeatNanos = System.nanoTime();
            current.flush();
        }
    }

    /** Sends what there is to say, if there is a stream and room on it. */
    public void flush() {
        if (session != null) {
            session.flush();
        }
    }

    public boolean isWelcomed() {
        return session != null && session.welcomed;
    }

    /** Ends the stream for good. */
    public void close() {
        closed = true;
        Session current = session;
        if (current != null) {
            session = null;
            current.end();
            listener.disconnected();
        }
    }

    private void connect() {
        String target = targets.take();
        String token;
        try {
            token = tokens.token();
        } catch (IOException e) {
            tokenRefused(e.getMessage() == null ? "there is no token" : e.getMessage());
            return;
        }
        ManagedChannel channel = channels.open(target, INBOUND_BYTES_MAX);
        Session fresh = new Session(target, channel);
        session = fresh;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        HostLinkGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .connect(fresh);
        lease.connected();
        fresh.sayHello();
    }

    private void lose(Session lost, String why) {
        if (session != lost) {
            return;
        }
        session = null;
        lost.end();
        boolean wasWelcomed = lost.welcomed;
        if (wasWelcomed && System.nanoTime() - lost.startedNanos > STEADY_NANOS) {
            backoff.reset();
        }
        pause(backoff.nextMillis());
        logFailure(why);
        if (wasWelcomed) {
            listener.disconnected();
        }
    }

    private void pause(long millis) {
        nextAttemptNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void logFailure(String why) {
        repeatedFailures = why.equals(lastFailure) ? repeatedFailures + 1 : 0;
        lastFailure = why;
        if (repeatedFailures % REPEATED_FAILURES_LOGGED == 0) {
            LOG.warn("no stream to the grid: {}; frames run on, trying again", why);
        }
    }

    private void tokenRefused(String why) {
        if (everWelcomed) {
            pause(Backoff.LIMIT_MILLIS);
            LOG.error("the grid does not take this host's token any more: {}; frames run on, trying again", why);
            return;
        }
        closed = true;
        listener.refused(
                ExitStatus.TOKEN,
                "the grid does not accept this host's token: " + why
                        + ". Give a token of kind host for this host's name (./cuegrid token), or the grid's own home.");
    }

    private void handle(Session from, GridMessage message) {
        if (session != from) {
            return;
        }
        from.heardNanos = System.nanoTime();
        try {
            if (message.hasRefusal()) {
                refused(
                        from,
                        message.getRefusal().getReason(),
                        message.getRefusal().getPermanent());
                return;
            }
            if (message.hasRedirect()) {
                redirected(from, message);
                return;
            }
            if (message.hasWelcome() && !from.welcomed && !welcome(from, message)) {
                return;
            }
            if (!from.welcomed || message.getNumber() <= from.received) {
                lose(from, from.target + " sent message " + message.getNumber() + " out of order");
                return;
            }
            if (message.getAcknowledged() > from.acknowledged) {
                from.acknowledged = message.getAcknowledged();
                listener.acknowledged(from.acknowledged);
            }
            if (message.getLeaseRenewed()) {
                lease.renewed(message.getAcknowledged());
            }
            listener.received(message);
            from.received = message.getNumber();
            from.requestNext();
            from.flush();
        } catch (IOException e) {
            LOG.error("a message of the grid could not be taken over: {}", e.getMessage(), e);
            lose(from, "this host's disk: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a message of the grid could not be handled", e);
            lose(from, "a message of " + from.target + " could not be handled: " + e);
        }
    }

    private boolean welcome(Session from, GridMessage message) throws IOException {
        var welcome = message.getWelcome();
        if (!listener.welcomed(from.target, welcome)) {
            lose(
                    from,
                    from.target + " leads an older epoch (" + welcome.getEpoch().getNumber()
                            + ") than this host has heard");
            return false;
        }
        from.welcomed = true;
        everWelcomed = true;
        redirects = 0;
        lastFailure = "";
        from.heartbeatMillis =
                heartbeatMillisOption > 0 ? heartbeatMillisOption : Math.max(100, welcome.getHeartbeatIntervalMillis());
        from.leaseMillis = welcome.getLeaseMillis();
        lease.leaseMillis(welcome.getLeaseMillis());
        backoff.leaseMillis(welcome.getLeaseMillis());
        lease.renewed(1);
        return true;
    }

    private void redirected(Session from, GridMessage message) {
        String target = message.getRedirect().getTarget();
        session = null;
        from.end();
        redirects++;
        if (!target.isEmpty() && GridTargets.isTarget(target) && redirects <= REDIRECTS_MAX) {
            LOG.info("{} sends this host on to {}", from.target, target);
            targets.redirect(target);
            pause(0);
            return;
        }
        redirects = 0;
        long asked =
                Math.min(Backoff.LIMIT_MILLIS, Math.max(0, message.getRedirect().getRetryAfterMillis()));
        pause(Math.max(backoff.nextMillis(), asked + random.nextLong(asked / 2 + 1)));
        logFailure("nobody leads this host's cell just now, says " + from.target);
    }

    private void refused(Session from, String reason, boolean permanent) {
        if (!permanent) {
            lose(from, from.target + " refuses this host for now: " + reason);
            return;
        }
        session = null;
        from.end();
        closed = true;
        listener.refused(ExitStatus.REFUSED, "the grid refuses this host: " + reason);
    }

    private void failed(Session from, Throwable failure) {
        if (session != from) {
            return;
        }
        Status status = Status.fromThrowable(failure);
        if (!from.welcomed
                && (status.getCode() == Status.Code.UNAUTHENTICATED
                        || status.getCode() == Status.Code.PERMISSION_DENIED)) {
            session = null;
            from.end();
            tokenRefused(String.valueOf(status.getDescription()));
            return;
        }
        lose(
                from,
                from.target + ": " + status.getCode()
                        + (status.getDescription() == null ? "" : " " + status.getDescription()));
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (java.util.concurrent.RejectedExecutionException stopped) {
            LOG.debug("the daemon has stopped");
        }
    }

    /** One stream. Its fields belong to the loop; gRPC's callbacks only hand over. */
    private final class Session implements ClientResponseObserver<HostMessage, GridMessage> {
        final String target;
        final ManagedChannel channel;
        final long startedNanos = System.nanoTime();
        long heardNanos = startedNanos;
        boolean welcomed;
        long heartbeatMillis = 1000;
        long leaseMillis;
        long nextNumber = 1;
        long received;
        long receivedSaid;
        long acknowledged;
        long heartbeatNanos;
        boolean ended;
        private volatile @Nullable ClientCallStreamObserver<HostMessage> call;

        Session(String target, ManagedChannel channel) {
            this.target = target;
            this.channel = channel;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<HostMessage> requests) {
            requests.disableAutoRequestWithInitial(1);
            requests.setOnReadyHandler(() -> onLoop(this::flush));
            call = requests;
        }

        @Override
        public void onNext(GridMessage message) {
            onLoop(() -> handle(this, message));
        }

        @Override
        public void onError(Throwable failure) {
            onLoop(() -> failed(this, failure));
        }

        @Override
        public void onCompleted() {
            onLoop(() -> lose(this, target + " ended the stream"));
        }

        void sayHello() {
            send(HostMessage.newBuilder().setHello(listener.hello()), true);
        }

        void requestNext() {
            ClientCallStreamObserver<HostMessage> open = call;
            if (open != null && !ended) {
                open.request(1);
            }
        }

        void flush() {
            ClientCallStreamObserver<HostMessage> open = call;
            if (open == null || !welcomed || ended) {
                return;
            }
            while (open.isReady()) {
                long now = System.nanoTime();
                boolean heartbeatDue = now - heartbeatNanos >= 0;
                HostMessage.Builder message = HostMessage.newBuilder();
                boolean something = listener.fill(message, nextNumber, heartbeatDue);
                if (!something && received == receivedSaid) {
                    return;
                }
                if (heartbeatDue) {
                    long jitter = random.nextLong(heartbeatMillis / 10 + 1);
                    heartbeatNanos = now + TimeUnit.MILLISECONDS.toNanos(heartbeatMillis - jitter);
                }
                send(message, message.hasHeartbeat());
            }
        }

        private void send(HostMessage.Builder message, boolean forLease) {
            ClientCallStreamObserver<HostMessage> open = call;
            if (open == null || ended) {
                return;
            }
            long number = nextNumber++;
            receivedSaid = received;
            if (forLease) {
                lease.sent(number);
            }
            open.onNext(message.setNumber(number).setAcknowledged(received).build());
        }

        long silenceNanosMax() {
            long millis = Math.max(heartbeatMillis * SILENT_HEARTBEATS_MAX, leaseMillis / SILENT_LEASE_PART);
            return TimeUnit.MILLISECONDS.toNanos(Math.max(SILENCE_MILLIS_MIN, millis));
        }

        void end() {
            ended = true;
            ClientCallStreamObserver<HostMessage> open = call;
            if (open != null) {
                open.cancel("the daemon leaves this stream", null);
            }
            channel.shutdownNow();
        }
    }
}
