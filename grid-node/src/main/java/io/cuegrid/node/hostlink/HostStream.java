package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.CellEpoch;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.KillOrder;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.ProcVerdict;
import io.cuegrid.api.hostlink.Redirect;
import io.cuegrid.api.hostlink.Refusal;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.counters.LinkCount;
import io.cuegrid.node.counters.Pushback;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one daemon, from its hello to its end, with what waits to be sent on it. Orders wait for their job's
 * document; nothing overtakes them.
 *
 * <p>Threading: {@link #enqueue} and {@link #acknowledged} by the loop, sending by the pool's threads, receiving by gRPC, one
 * message at a time. Two locks: one is held by who sends, over slow work; the other guards what all share, for a few
 * instructions at a time, so that neither the loop nor gRPC's threads wait for a sender except to end the stream. It is taken
 * inside the first, never the other way.
 */
final class HostStream {
    /** At this bound the stream is closed: the host reconciles when it comes back. */
    static final int OUTGOING_MAX = 20_000;
    /** Orders in one message. */
    static final int ORDERS_MAX = 512;
    /** Bytes of documents in one message; one larger document goes alone. */
    static final int DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HostStream.class);

    private final long id;
    private final Hello hello;
    private final ServerCallStreamObserver<GridMessage> call;
    private final Executor executor;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Held over a message's making and sending; what only senders use needs no other. */
    private final Object sending = new Object();

    /** Guards what is not a sender's alone. */
    private final Object lock = new Object();

    private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
    private final LaunchQueue launchQueue = new LaunchQueue();
    private final LongHashSet sentJobs = new LongHashSet();
    private final ArrayDeque<Completions> completions = new ArrayDeque<>();
    private @Nullable Welcome welcome;
    private @Nullable Jobs jobs;
    private @Nullable CellEpoch epoch;
    private volatile @Nullable CellCounters counters;
    private volatile long hostNumber;
    private long number;
    private long acknowledged;
    private long heartbeatNumber;
    private long leaseNumber;
    private long waitingHeartbeat;
    private boolean ackWaits;
    private boolean leaseWaits;
    private volatile boolean closed;

    /** Ends of runs in a message that is not acknowledged yet; few, because a host's next message waits for room. */
    private record Completions(long messageNumber, int count) {}

    HostStream(long id, Hello hello, ServerCallStreamObserver<GridMessage> call, Executor executor) {
        this.id = id;
        this.hello = hello;
        this.call = call;
        this.executor = executor;
    }

    /** Of marks in the inbound ring. */
    long id() {
        return id;
    }

    Hello hello() {
        return hello;
    }

    long hostNumber() {
        return hostNumber;
    }

    boolean isClosed() {
        return closed;
    }

    /** The host was taken in: the welcome goes first. */
    void welcome(long host, Welcome first, Jobs knownJobs, CellCounters cellCounters) {
        hostNumber = host;
        counters = cellCounters;
        synchronized (lock) {
            welcome = first;
            epoch = first.getEpoch();
            jobs = knownJobs;
        }
        schedule();
    }

    /** @return false when the stream is closed: it is when too much waits */
    boolean enqueue(Outgoing item) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (outgoing.size() < OUTGOING_MAX) {
                outgoing.addLast(item);
                return true;
            }
        }
        overflow();
        return false;
    }

    /** As {@link #enqueue} for an order to launch, given for the first time or again. */
    boolean enqueueLaunch(
            long procNumber,
            long jobNumber,
            int layerIndex,
            int frameIndex,
            int frameOrdinal,
            int attempt,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            boolean ignoreNimby) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (outgoing.size() < OUTGOING_MAX) {
                launchQueue.add(
                        procNumber,
                        jobNumber,
                        layerIndex,
                        frameIndex,
                        frameOrdinal,
                        attempt,
                        coreUnits,
                        memoryKib,
                        gpus,
                        gpuMemoryKib,
                        ignoreNimby);
                outgoing.addLast(Outgoing.Launch.NEXT);
                return true;
            }
        }
        overflow();
        return false;
    }

    private void overflow() {
        CellCounters cell = counters;
        if (cell != null) {
            cell.pushedBack(Pushback.HOST_QUEUE);
        }
        LOG.warn("host {} takes its orders too slowly: its stream is closed", hello.getHostName());
        close(Status.RESOURCE_EXHAUSTED.withDescription("more than " + OUTGOING_MAX + " orders wait for this host"));
    }

    private void count(LinkCount what, int delta) {
        CellCounters cell = counters;
        if (cell != null && delta > 0) {
            cell.add(what, delta);
        }
    }

    /** A message of the host carried ends of runs. */
    void completions(long messageNumber, int count) {
        synchronized (lock) {
            completions.addLast(new Completions(messageNumber, count));
        }
    }

    /** A message of the host carried a heartbeat. */
    void heartbeat(long messageNumber) {
        synchronized (lock) {
            heartbeatNumber = messageNumber;
        }
    }

    /** Number of the newest message with nothing but a heartbeat that waits for a round; 0 none. For {@link HeartbeatRounds}. */
    long waitingHeartbeat() {
        return waitingHeartbeat;
    }

    void waitingHeartbeat(long messageNumber) {
        waitingHeartbeat = messageNumber;
    }

    /**
     * A heartbeat and all before it are in the grid. Goes out with the next {@link #flush}.
     *
     * @param trusted whether its lease may be renewed
     */
    void heartbeatAcknowledged(long messageNumber, boolean trusted) {
        synchronized (lock) {
            acknowledged = Math.max(acknowledged, messageNumber);
            ackWaits = true;
            if (trusted && messageNumber > leaseNumber) {
                leaseNumber = messageNumber;
                leaseWaits = true;
            }
        }
    }

    /**
     * All up to a message of the host is in the grid, replicated. Goes out when the stream is {@link #schedule scheduled}.
     *
     * @param trusted whether its lease may be renewed
     */
    void acknowledged(long messageNumber, boolean trusted) {
        synchronized (lock) {
            acknowledged = Math.max(acknowledged, messageNumber);
            while (!completions.isEmpty() && completions.getFirst().messageNumber() <= acknowledged) {
                count(
                        LinkCount.COMPLETIONS_ACKNOWLEDGED,
                        completions.removeFirst().count());
            }
            ackWaits = true;
            if (trusted && heartbeatNumber > leaseNumber && heartbeatNumber <= acknowledged) {
                leaseNumber = heartbeatNumber;
                leaseWaits = true;
            }
        }
    }

    /** Whether the host has a job's document from this stream. */
    boolean hasSent(long jobNumber) {
        synchronized (lock) {
            return sentJobs.contains(jobNumber);
        }
    }

    /** Has what waits sent soon. */
    void schedule() {
        if (claim()) {
            executor.execute(this::flush);
        }
    }

    /** @return whether the caller is the one who must have {@link #flush} called */
    boolean claim() {
        return scheduled.compareAndSet(false, true);
    }

    /** Sends what waits as far as the host takes it. */
    void flush() {
        scheduled.set(false);
        synchronized (sending) {
            try {
                while (!closed && call.isReady()) {
                    @Nullable GridMessage next = next();
                    if (next == null) {
                        return;
                    }
                    call.onNext(next);
                }
            } catch (RuntimeException e) {
                LOG.warn("host {}: sending failed", hello.getHostName(), e);
                close(Status.INTERNAL.withDescription("sending failed"));
            }
        }
    }

    private @Nullable GridMessage next() {
        GridMessage.Builder message = GridMessage.newBuilder();
        @Nullable CellEpoch leader;
        @Nullable Jobs documents;
        boolean any;
        synchronized (lock) {
            leader = epoch;
            documents = jobs;
            if (leader == null || documents == null) {
                return null;
            }
            any = ackWaits || leaseWaits;
            message.setLeaseRenewed(leaseWaits).setAcknowledged(acknowledged);
            ackWaits = false;
            leaseWaits = false;
            Welcome first = welcome;
            if (first != null) {
                message.setWelcome(first);
                welcome = null;
                any = true;
            }
        }
        int orders = 0;
        int launches = 0;
        long documentBytes = 0;
        while (orders < ORDERS_MAX && documentBytes < DOCUMENT_BYTES_MAX) {
            @Nullable Outgoing item;
            LaunchQueue.@Nullable Launch launch;
            synchronized (lock) {
                item = outgoing.peekFirst();
                launch = item instanceof Outgoing.Launch ? launchQueue.first() : null;
            }
            if (item == null) {
                break;
            }
            @Nullable JobKnowledge job = launch == null ? null : documents.get(launch.jobNumber(), this::schedule);
            if (launch != null && job == null) {
                break;
            }
            boolean firstOfJob;
            synchronized (lock) {
                if (closed) {
                    return null;
                }
                outgoing.removeFirst();
                if (launch != null) {
                    launchQueue.removeFirst();
                }
                firstOfJob = launch != null && sentJobs.add(launch.jobNumber());
            }
            if (launch == null || job == null) {
                add(message, item, leader, documents);
            } else {
                if (firstOfJob) {
                    message.addDocuments(job.document());
                    documentBytes += job.document().getSerializedSize();
                }
                message.addLaunches(order(launch, job, leader));
                launches++;
            }
            orders++;
            any = true;
        }
        if (!any) {
            return null;
        }
        count(LinkCount.ORDERS_SENT, launches);
        return message.setNumber(++number).build();
    }

    private void add(GridMessage.Builder message, Outgoing item, CellEpoch leader, Jobs documents) {
        if (item instanceof Outgoing.Kill kill) {
            message.addKills(KillOrder.newBuilder()
                    .setProc(kill.procNumber())
                    .setEpoch(leader)
                    .setReason(kill.reason()));
        } else if (item instanceof Outgoing.Verdict verdict) {
            message.addVerdicts(ProcVerdict.newBuilder()
                    .setProc(verdict.procNumber())
                    .setVerdict(verdict.goOn() ? ProcVerdict.Verdict.GO_ON : ProcVerdict.Verdict.END));
        } else if (item instanceof Outgoing.Command command) {
            message.setCommand(command.command());
        } else if (item instanceof Outgoing.Forget forget && unsend(forget.jobNumber())) {
            message.addForgottenJobIds(documents.idOf(forget.jobNumber()));
        }
    }

    private boolean unsend(long jobNumber) {
        synchronized (lock) {
            return sentJobs.remove(jobNumber);
        }
    }

    private static LaunchOrder order(LaunchQueue.Launch launch, JobKnowledge job, CellEpoch leader) {
        LaunchOrder.Builder order = LaunchOrder.newBuilder()
                .setProc(launch.procNumber())
                .setEpoch(leader)
                .setJobId(job.jobId())
                .setLayerIndex(launch.layerIndex())
                .setFrameOrdinal(launch.frameOrdinal())
                .setFrameIndex(launch.frameIndex())
                .setAttempt(launch.attempt())
                .setCoreUnits(launch.coreUnits())
                .setMemoryKib(launch.memoryKib())
                .setGpus(launch.gpus())
                .setGpuMemoryKib(launch.gpuMemoryKib())
                .setIgnoreNimby(launch.ignoreNimby())
                .setFrameId(job.frameId(launch.frameOrdinal()));
        job.addFrames(launch.layerIndex(), launch.frameIndex(), order);
        return order.build();
    }

    /** Sends the host to another node and ends the stream. */
    void redirect(String target, long retryAfterMillis) {
        finish(GridMessage.newBuilder()
                .setRedirect(Redirect.newBuilder().setTarget(target).setRetryAfterMillis(retryAfterMillis)));
    }

    /** Turns the host away with a sentence and ends the stream. */
    void refuse(String reason, boolean permanent) {
        finish(GridMessage.newBuilder()
                .setRefusal(Refusal.newBuilder().setReason(reason).setPermanent(permanent)));
    }

    private void finish(GridMessage.Builder last) {
        if (!end()) {
            return;
        }
        synchronized (sending) {
            try {
                call.onNext(last.setNumber(++number)
                        .setAcknowledged(acknowledgedNumber())
                        .build());
                call.onCompleted();
            } catch (RuntimeException gone) {
                LOG.debug("host {} was gone already", hello.getHostName(), gone);
            }
        }
    }

    private long acknowledgedNumber() {
        synchronized (lock) {
            return acknowledged;
        }
    }

    /** Ends the stream with an error. */
    void close(Status status) {
        if (!end()) {
            return;
        }
        synchronized (sending) {
            try {
                call.onError(status.asRuntimeException());
            } catch (RuntimeException gone) {
                LOG.debug("host {} was gone already", hello.getHostName(), gone);
            }
        }
    }

    /** The host ended it. */
    void ended() {
        end();
    }

    /** What waits is given up. @return false when the stream was closed before */
    private boolean end() {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            closed = true;
            outgoing.clear();
            launchQueue.clear();
            return true;
        }
    }

    /** Asks gRPC for the host's next message. */
    void requestNext() {
        if (!closed) {
            call.request(1);
        }
    }

    static HostMessage requireHello(HostMessage message) {
        if (!message.hasHello()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("the first message of a stream must be a hello")
                    .asRuntimeException();
        }
        return message;
    }
}
