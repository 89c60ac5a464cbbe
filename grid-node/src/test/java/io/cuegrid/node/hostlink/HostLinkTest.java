package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.document.LayerKind;
import io.cuegrid.api.document.SpecDocument;
import io.cuegrid.api.grid.LaunchDocumentRequest;
import io.cuegrid.api.grid.LaunchInterfaceGrpc;
import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.FrameStartedReport;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import io.cuegrid.node.Machines;
import io.cuegrid.node.Node;
import io.cuegrid.node.NodeConfig;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.testing.FakeDaemon;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.HeldPartition;
import io.cuegrid.persistence.journal.SyncPolicy;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons at a whole node. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LEASE_MILLIS = 1_000;
    private static final long LOST_MILLIS = 3_500;

    @TempDir
    static Path home;

    private Node node;
    private AccessTokens tokens;

    @BeforeAll
    void startNode() throws Exception {
        NodeConfig config = new NodeConfig(
                home,
                "node",
                "127.0.0.1",
                0,
                -1,
                FreePorts.next(),
                List.of(),
                false,
                0,
                1,
                1,
                List.of("local"),
                null,
                null,
                SyncPolicy.INTERVAL,
                LEASE_MILLIS,
                LOST_MILLIS,
                NodeConfig.heartbeatMillisFor(LEASE_MILLIS),
                0,
                false,
                home.resolve("logs").toString(),
                10);
        node = new Node(config, new Machines()).start(60_000);
        tokens = new AccessTokens(SecretFile.read(home.resolve("secret")));
        await().atMost(PATIENCE).until(this::takesHosts);
    }

    /** Whether a hello is welcome: not before the cell knows its allocations. Real daemons come again by themselves. */
    private boolean takesHosts() {
        try (FakeDaemon daemon = daemon("first")) {
            daemon.hello(UUID.randomUUID(), "local");
            return awaitMessage(daemon, any -> any.hasWelcome() || any.hasRedirect() || any.hasRefusal())
                    .hasWelcome();
        }
    }

    @AfterAll
    void stopNode() {
        node.stop();
    }

    private FakeDaemon daemon(String name) {
        return new FakeDaemon(node.grpcPort(), tokens.issue(TokenKind.HOST, name, Duration.ofHours(1)), name);
    }

    private static GridMessage awaitMessage(FakeDaemon daemon, Predicate<GridMessage> wanted) {
        return await().atMost(PATIENCE)
                .until(
                        () -> daemon.received.stream()
                                .filter(wanted)
                                .findFirst()
                                .orElse(GridMessage.getDefaultInstance()),
                        wanted);
    }

    private static HostMessage.Builder heartbeat() {
        return HostMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setFreeMemoryKib(4L << 20).setFreeTempKib(50L << 20));
    }

    /** @param host whose name is a tag: hosts of other tests may still be there */
    private void launch(String name, int frames, String host) {
        launch(name, frames, host, 0);
    }

    /** @param silenceMinutes without a line in the log after which a run is ended; 0: none */
    private void launch(String name, int frames, String host, int silenceMinutes) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort())
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + tokens.issue(TokenKind.USER, "alice", Duration.ofHours(1)));
        var unused = LaunchInterfaceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .launchDocument(LaunchDocumentRequest.newBuilder()
                        .setSpec(SpecDocument.newBuilder()
                                .setFacility("local")
                                .setShow("testing")
                                .setShot("shot")
                                .setUser("alice")
                                .setUid(1000)
                                .addJobs(JobDocument.newBuilder()
                                        .setName(name)
                                        .setPriority(1)
                                        .addLayers(LayerDocument.newBuilder()
                                                .setName("layer")
                                                .setKind(LayerKind.RENDER)
                                                .setCommand("true")
                                                .setRange("1-" + frames)
                                                .setChunkSize(1)
                                                .addTags(host)
                                                .setTimeoutLluMinutes(silenceMinutes)
                                                .setMinCoreUnits(100)
                                                .setMemoryKib(256 * 1024))))
                        .build());
        channel.shutdownNow();
    }

    @Test
    void shouldAnswerALaunchThatTakesManyBatches() {
        assertThatCode(() -> launch("testing-shot-alice_many_batches", 60_000, "nowhere"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseATokenOfAnotherKindOrAnotherHost() throws Exception {
        String user = tokens.issue(TokenKind.USER, "host9", Duration.ofHours(1));
        try (FakeDaemon daemon = new FakeDaemon(node.grpcPort(), user, "host9")) {
            assertThat(Status.fromThrowable(daemon.failed.get(10, TimeUnit.SECONDS))
                            .getCode())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        String other = tokens.issue(TokenKind.HOST, "other", Duration.ofHours(1));
        try (FakeDaemon daemon = new FakeDaemon(node.grpcPort(), other, "host9")) {
            daemon.hello(UUID.randomUUID(), "local");
            assertThat(awaitMessage(daemon, GridMessage::hasRefusal)
                            .getRefusal()
                            .getReason())
                    .contains("token is for host 'other'");
            assertThat(daemon.ended.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldNameTheFacilitiesToAHostThatAsksForAnother() {
        try (FakeDaemon daemon = daemon("host8")) {
            daemon.hello(UUID.randomUUID(), "mars");
            assertThat(awaitMessage(daemon, GridMessage::hasRefusal)
                            .getRefusal()
                            .getReason())
                    .contains("mars")
                    .contains("local");
        }
    }

    @Test
    void shouldTakeAHostThatNamesNoFacilityIntoTheFirst() {
        try (FakeDaemon daemon = daemon("host6")) {
            daemon.hello(UUID.randomUUID(), "");
            assertThat(awaitMessage(daemon, GridMessage::hasWelcome)
                            .getWelcome()
                            .getCell())
                    .isEqualTo("local");
        }
    }

    /** A hello can wait in the ring while the lead is doubted: whoever leads next does not know its stream. */
    @Test
    void shouldSendAHostOnWhoseHelloIsDecidedAfterTheLeadWasLost() throws Exception {
        LocalMachine cell = Objects.requireNonNull(node.local(1));
        CellHosts hosts = new CellHosts(
                new HostLinkSettings(1_000, LEASE_MILLIS, LOST_MILLIS),
                () -> 1,
                cell,
                Runnable::run,
                (task, delayMillis) -> {},
                () -> "a:1",
                () -> {});
        UUID id = UUID.randomUUID();
        RecordedCall call = new RecordedCall();
        Hello hello = Hello.newBuilder()
                .setHostId(id.toString())
                .setHostName("host5")
                .setFacility("local")
                .setIncarnation(1)
                .build();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch pause = new CountDownLatch(1);
        var unused = node.member().cells().submitToKey(new CellKey(1), new HeldPartition(held, pause));
        try {
            held.await();
            hosts.register(new HostStream(1, hello, call, Runnable::run), id);
            assertThat(call.sent).isEmpty();
            hosts.onLost("the backups changed while a batch was on its way");
            assertThat(call.sent).singleElement().matches(GridMessage::hasRedirect);
            assertThat(call.ended).isTrue();
        } finally {
            pause.countDown();
        }
    }

    @Test
    void shouldEndTheRunThatTakesTheMostWhenItsHostIsShortOfMemory() {
        try (FakeDaemon daemon = daemon("host4")) {
            daemon.hello(UUID.randomUUID(), "local");
            awaitMessage(daemon, GridMessage::hasWelcome);
            launch("testing-shot-alice_memory", 2, "host4");
            await().atMost(PATIENCE).until(() -> orders(daemon).size() == 2);
            List<LaunchOrder> orders = orders(daemon);
            HostMessage.Builder report = HostMessage.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder()
                            .setFreeMemoryKib(100 << 10)
                            .setFreeTempKib(50L << 20)
                            .setProcColumns(RunningProcs.pack(
                                    List.of(using(orders.get(0), 200 << 10), using(orders.get(1), 7 << 20)))));
            daemon.send(report);
            GridMessage killed = awaitMessage(daemon, message -> message.getKillsCount() > 0);
            assertThat(killed.getKillsList()).singleElement().satisfies(kill -> {
                assertThat(kill.getProc()).isEqualTo(orders.get(1).getProc());
                assertThat(kill.getReason()).contains("short of memory");
            });
            for (LaunchOrder order : orders) {
                daemon.send(HostMessage.newBuilder()
                        .addCompletions(FrameCompletion.newBuilder()
                                .setProc(order.getProc())
                                .setJobId(order.getJobId())
                                .setFrameOrdinal(order.getFrameOrdinal())
                                .setRunMillis(100)));
            }
            long said = daemon.number();
            awaitMessage(daemon, message -> message.getAcknowledged() >= said);
        }
    }

    private static RunningProc using(LaunchOrder order, long rssKib) {
        return new RunningProc(order.getProc(), rssKib, rssKib, 0, 0, 0, 0, 0, 0, 0, false);
    }

    private static List<LaunchOrder> orders(FakeDaemon daemon) {
        return daemon.received.stream()
                .flatMap(message -> message.getLaunchesList().stream())
                .toList();
    }

    private static RunningProc silent(LaunchOrder order, long millis) {
        return new RunningProc(order.getProc(), 0, 0, 0, 0, 0, 0, 600_000, millis, 0, false);
    }

    @Test
    void shouldEndTheRunWhoseLogHasBeenSilentForItsLayersTimeout() {
        try (FakeDaemon daemon = daemon("host5")) {
            daemon.hello(UUID.randomUUID(), "local");
            awaitMessage(daemon, GridMessage::hasWelcome);
            launch("testing-shot-alice_silence", 2, "host5", 2);
            await().atMost(PATIENCE).until(() -> orders(daemon).size() == 2);
            List<LaunchOrder> orders = orders(daemon);
            HostMessage.Builder report = HostMessage.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder()
                            .setFreeMemoryKib(8L << 20)
                            .setFreeTempKib(50L << 20)
                            .setProcColumns(RunningProcs.pack(
                                    List.of(silent(orders.get(0), 119_000), silent(orders.get(1), 120_000)))));
            daemon.send(report);
            GridMessage killed = awaitMessage(daemon, message -> message.getKillsCount() > 0);
            assertThat(killed.getKillsList())
                    .singleElement()
                    .satisfies(kill ->
                            assertThat(kill.getProc()).isEqualTo(orders.get(1).getProc()));
            for (LaunchOrder order : orders) {
                daemon.send(HostMessage.newBuilder()
                        .addCompletions(FrameCompletion.newBuilder()
                                .setProc(order.getProc())
                                .setJobId(order.getJobId())
                                .setFrameOrdinal(order.getFrameOrdinal())
                                .setRunMillis(600_000)));
            }
            long said = daemon.number();
            awaitMessage(daemon, message -> message.getAcknowledged() >= said);
        }
    }

    @Test
    void shouldRefuseASecondDaemonOfTheSameName() {
        try (FakeDaemon first = daemon("host7")) {
            first.hello(UUID.randomUUID(), "local");
            awaitMessage(first, GridMessage::hasWelcome);
            try (FakeDaemon second = daemon("host7")) {
                second.hello(UUID.randomUUID(), "local");
                assertThat(awaitMessage(second, GridMessage::hasRefusal)
                                .getRefusal()
                                .getReason())
                        .contains("host7");
            }
        }
    }

    @Test
    void shouldSendOrdersAcknowledgeCompletionsAndGiveUpASilentHost() {
        UUID id = UUID.randomUUID();
        try (FakeDaemon daemon = daemon("host1")) {
            daemon.hello(id, "local");
            GridMessage welcome = awaitMessage(daemon, GridMessage::hasWelcome);
            assertThat(welcome.getWelcome().getLeaseMillis()).isEqualTo(LEASE_MILLIS);
            daemon.send(heartbeat());
            assertThat(awaitMessage(daemon, GridMessage::getLeaseRenewed).getAcknowledged())
                    .isEqualTo(daemon.number());

            launch("testing-shot-alice_one", 1, "host1");
            GridMessage ordered = awaitMessage(daemon, message -> message.getLaunchesCount() > 0);
            LaunchOrder order = ordered.getLaunches(0);
            assertThat(ordered.getDocuments(0).getId()).isEqualTo(order.getJobId());
            assertThat(ordered.getDocuments(0).getLogDir()).isNotEmpty();
            assertThat(order.getFrameNumbersList()).containsExactly(1);
            assertThat(order.getAttempt()).isEqualTo(1);

            daemon.send(HostMessage.newBuilder()
                    .addStarted(FrameStartedReport.newBuilder()
                            .setProc(order.getProc())
                            .setPid(1)));
            daemon.send(HostMessage.newBuilder()
                    .addCompletions(FrameCompletion.newBuilder()
                            .setProc(order.getProc())
                            .setJobId(order.getJobId())
                            .setFrameOrdinal(order.getFrameOrdinal())
                            .setRunMillis(100)));
            long said = daemon.number();
            awaitMessage(daemon, message -> message.getAcknowledged() >= said);

            launch("testing-shot-alice_two", 1, "host1");
            awaitMessage(
                    daemon,
                    message -> message.getLaunchesList().stream()
                            .anyMatch(launch -> !launch.getJobId().equals(order.getJobId())));
            // from here on it is silent: its lease ends, then it is lost, and its stream with it
            awaitMessage(daemon, GridMessage::hasRedirect);
            int leases = (int) daemon.received.stream()
                    .filter(GridMessage::getLeaseRenewed)
                    .count();
            assertThat(leases).isEqualTo(1);
        }
        try (FakeDaemon again = daemon("host1")) {
            again.hello(id, "local");
            awaitMessage(again, GridMessage::hasWelcome);
            GridMessage retried = awaitMessage(again, message -> message.getLaunchesCount() > 0);
            assertThat(retried.getLaunches(0).getFrameNumbersList()).containsExactly(1);
        }
    }
}
