package io.cuegrid.host;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.hostlink.CellEpoch;
import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostLinkGrpc;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.OrderRefused;
import io.cuegrid.api.hostlink.ProcVerdict;
import io.cuegrid.api.hostlink.Redirect;
import io.cuegrid.api.hostlink.Refusal;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A grid of one job for tests of the daemon: a real gRPC server that says what a test tells it to and keeps what it hears.
 *
 * <p>Threading: its lock guards all; gRPC's threads and the test's come in.
 */
final class FakeGrid implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String TOKEN = "token-of-the-test";
    static final String JOB_ID = new UUID(1, 2).toString();
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Object lock = new Object();
    private final Server server;
    private final List<Hello> hellos = new ArrayList<>();
    private final List<HostMessage> heard = new ArrayList<>();
    private final List<Stream> ignored = new ArrayList<>();
    private @Nullable Stream stream;
    private long epoch = 1;
    private boolean acknowledging = true;
    private boolean renewing = true;
    private boolean silent;
    private long leaseMillis = 16_000;
    private long heartbeatMillis = 200;
    private String incarnation = "0badcafe";
    private @Nullable GridMessage firstAnswer;

    /** One stream of a daemon. */
    private static final class Stream {
        final StreamObserver<GridMessage> out;
        long number;
        long heard;

        Stream(StreamObserver<GridMessage> out) {
            this.out = out;
        }
    }

    FakeGrid() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerInterceptors.intercept(new Service(), new TokenCheck()))
                .build()
                .start();
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    FakeGrid lease(long millis) {
        leaseMillis = millis;
        return this;
    }

    /** What every hello is answered with from now on instead of a welcome. */
    void answer(@Nullable GridMessage message) {
        synchronized (lock) {
            firstAnswer = message;
        }
    }

    static GridMessage redirectTo(String target) {
        return GridMessage.newBuilder()
                .setRedirect(Redirect.newBuilder().setTarget(target))
                .build();
    }

    static GridMessage refusal(String reason) {
        return GridMessage.newBuilder()
                .setRefusal(Refusal.newBuilder().setReason(reason).setPermanent(true))
                .build();
    }

    void acknowledging(boolean on) {
        synchronized (lock) {
            acknowledging = on;
        }
    }

    /** A silent grid hears, but says nothing: as a cut network looks to a daemon. */
    void silent(boolean on) {
        synchronized (lock) {
            silent = on;
            ignored.forEach(waiting -> waiting.out.onError(Status.UNAVAILABLE.asRuntimeException()));
            ignored.clear();
        }
    }

    void renewing(boolean on) {
        synchronized (lock) {
            renewing = on;
        }
    }

    void epoch(long number) {
        synchronized (lock) {
            epoch = number;
        }
    }

    void incarnation(String digits) {
        synchronized (lock) {
            incarnation = digits;
        }
    }

    /** Ends the stream, as a leader that lost its cell does. */
    void hangUp() {
        synchronized (lock) {
            if (stream != null) {
                stream.out.onError(Status.UNAVAILABLE.asRuntimeException());
                stream = null;
            }
        }
    }

    static CellEpoch epochOf(long number) {
        return CellEpoch.newBuilder()
                .setNumber(number)
                .setLeaderId("leader-" + number)
                .build();
    }

    static JobDocument job(String command, Path logFolder) {
        return job("show-shot-user_job", command, logFolder.toString(), Map.of());
    }

    static JobDocument job(String name, String command, String logFolder, Map<String, String> environment) {
        return JobDocument.newBuilder()
                .setId(JOB_ID)
                .setName(name)
                .setShow("show")
                .setShot("shot")
                .setUser("somebody")
                .setLogDir(logFolder)
                .putAllEnvironment(environment)
                .addLayers(LayerDocument.newBuilder()
                        .setName("render")
                        .setCommand(command)
                        .setRange("1-9")
                        .setChunkSize(1))
                .build();
    }

    static LaunchOrder order(long proc, int frame, long epochNumber) {
        return LaunchOrder.newBuilder()
                .setProc(proc)
                .setEpoch(epochOf(epochNumber))
                .setJobId(JOB_ID)
                .setFrameOrdinal(frame - 1)
                .setFrameIndex(frame - 1)
                .addFrameNumbers(frame)
                .setAttempt(1)
                .setCoreUnits(100)
                .setMemoryKib(1 << 20)
                .setFrameId(new UUID(3, proc).toString())
                .build();
    }

    void launch(JobDocument job, LaunchOrder... orders) {
        say(GridMessage.newBuilder().addDocuments(job).addAllLaunches(List.of(orders)));
    }

    void kill(long proc, String reason) {
        say(GridMessage.newBuilder()
                .addKills(io.cuegrid.api.hostlink.KillOrder.newBuilder()
                        .setProc(proc)
                        .setEpoch(epochOf(epoch))
                        .setReason(reason)));
    }

    void verdict(long proc, ProcVerdict.Verdict verdict) {
        say(GridMessage.newBuilder()
                .addVerdicts(ProcVerdict.newBuilder().setProc(proc).setVerdict(verdict)));
    }

    void say(GridMessage.Builder message) {
        synchronized (lock) {
            if (stream == null) {
                throw new AssertionError("no daemon is connected");
            }
            send(stream, message);
        }
    }

    private void send(Stream to, GridMessage.Builder message) {
        to.number++;
        to.out.onNext(message.setNumber(to.number)
                .setAcknowledged(acknowledging ? to.heard : 0)
                .build());
    }

    // what was heard

    Hello awaitHello(int count) {
        return await("hello " + count, () -> {
            synchronized (lock) {
                return hellos.size() >= count ? Optional.of(hellos.get(count - 1)) : Optional.empty();
            }
        });
    }

    int hellos() {
        synchronized (lock) {
            return hellos.size();
        }
    }

    long awaitStarted(long proc) {
        return await(
                "start of proc " + proc,
                () -> messages().stream()
                        .flatMap(message -> message.getStartedList().stream())
                        .filter(report -> report.getProc() == proc)
                        .map(report -> report.getPid())
                        .findFirst());
    }

    FrameCompletion awaitCompletion(long proc) {
        return await(
                "completion of proc " + proc, () -> completions(proc).stream().findFirst());
    }

    List<FrameCompletion> completions(long proc) {
        return messages().stream()
                .flatMap(message -> message.getCompletionsList().stream())
                .filter(completion -> completion.getProc() == proc)
                .toList();
    }

    OrderRefused awaitRefusal(long proc) {
        return await(
                "refusal of proc " + proc,
                () -> messages().stream()
                        .flatMap(message -> message.getRefusedList().stream())
                        .filter(refused -> refused.getProc() == proc)
                        .findFirst());
    }

    /** The newest heartbeat's line of a proc, once it satisfies the condition. */
    RunningProc awaitVitals(long proc, java.util.function.Predicate<RunningProc> condition) {
        return await("heartbeat with proc " + proc, () -> {
            List<HostMessage> beats =
                    messages().stream().filter(HostMessage::hasHeartbeat).toList();
            return beats.isEmpty()
                    ? Optional.empty()
                    : RunningProcs.unpack(
                                    beats.get(beats.size() - 1).getHeartbeat().getProcColumns())
                            .stream()
                            .filter(line -> line.proc() == proc)
                            .filter(condition)
                            .findFirst();
        });
    }

    HostMessage awaitHeartbeat() {
        return await(
                "heartbeat",
                () -> messages().stream().filter(HostMessage::hasHeartbeat).findFirst());
    }

    List<HostMessage> messages() {
        synchronized (lock) {
            return List.copyOf(heard);
        }
    }

    static <T> T await(String what, Supplier<Optional<T>> supplier) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(supplier::get, Optional::isPresent)
                .orElseThrow();
    }

    private void take(Stream from, HostMessage message) {
        synchronized (lock) {
            if (silent) {
                if (message.hasHello()) {
                    ignored.add(from);
                }
                return;
            }
            from.heard = message.getNumber();
            heard.add(message);
            if (message.hasHello()) {
                hellos.add(message.getHello());
                greet(from);
            } else if (stream == from) {
                boolean beat = message.hasHeartbeat();
                boolean content = beat || message.getCompletionsCount() + message.getStartedCount() > 0;
                if (content) {
                    send(from, GridMessage.newBuilder().setLeaseRenewed(beat && renewing));
                }
            }
        }
    }

    private void greet(Stream from) {
        if (firstAnswer != null) {
            send(from, firstAnswer.toBuilder());
            from.out.onCompleted();
            return;
        }
        stream = from;
        send(
                from,
                GridMessage.newBuilder()
                        .setWelcome(Welcome.newBuilder()
                                .setEpoch(epochOf(epoch))
                                .setCell("local")
                                .setGridIncarnation(incarnation)
                                .setHeartbeatIntervalMillis(heartbeatMillis)
                                .setLeaseMillis(leaseMillis)));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Service extends HostLinkGrpc.HostLinkImplBase {
        @Override
        public StreamObserver<HostMessage> connect(StreamObserver<GridMessage> out) {
            Stream opened = new Stream(out);
            return new StreamObserver<>() {
                @Override
                public void onNext(HostMessage message) {
                    take(opened, message);
                }

                @Override
                public void onError(Throwable gone) {
                    forget();
                }

                @Override
                public void onCompleted() {
                    forget();
                }

                private void forget() {
                    synchronized (lock) {
                        ignored.remove(opened);
                        if (stream == opened) {
                            stream = null;
                        }
                    }
                }
            };
        }
    }

    /** As a node does: a call without the right token is turned away before it begins. */
    private static final class TokenCheck implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!("Bearer " + TOKEN).equals(headers.get(AUTHORIZATION))) {
                call.close(Status.UNAUTHENTICATED.withDescription("the token is not this grid's"), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
