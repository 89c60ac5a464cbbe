package io.cuegrid.node.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.api.token.TokenKind;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.node.Node;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.inspect.ReplayCommand;
import io.cuegrid.node.replication.LocalCell;
import io.cuegrid.node.service.client.Commands;
import io.cuegrid.node.testing.FakeDaemon;
import io.cuegrid.node.testing.HeldPartition;
import io.cuegrid.node.testing.TestNode;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A farm that runs on two whole nodes: both replicas of its cell, and what a paused backup holds back. */
@Timeout(180)
class CellReplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int DIGEST_EVERY = 10;
    private static final int CELL = 1;
    private static final int FRAMES = 200;
    private static final Pattern REPLAYED = Pattern.compile("\"sequence\":(\\d+),\"digest\":\"(\\w+)\"");

    @TempDir
    Path home;

    private final CountDownLatch pause = new CountDownLatch(1);
    private TestNode one;
    private TestNode other;

    @BeforeEach
    void startTwo() throws Exception {
        one = new TestNode(home, "one", DIGEST_EVERY);
        other = new TestNode(home, "other", DIGEST_EVERY);
        one.start();
        other.start(one.memberAddress());
        await().atMost(PATIENCE)
                .until(() -> one.node().mayOutlive(other.memberAddress())
                        && other.node().mayOutlive(one.memberAddress()));
    }

    @AfterEach
    void end() {
        pause.countDown();
        one.close();
        other.close();
    }

    private Node leader() {
        return await().atMost(PATIENCE)
                .until(
                        () -> List.of(one.node(), other.node()).stream()
                                .filter(node -> loop(node).state() == LeaderState.LEADING)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    private Node follower(Node leader) {
        return leader == one.node() ? other.node() : one.node();
    }

    private static DispatchLoop loop(Node node) {
        return Objects.requireNonNull(node.local(CELL)).loop();
    }

    private FakeDaemon daemon(Node node, String name, UUID id) throws IOException {
        AccessTokens tokens = new AccessTokens(SecretFile.read(home.resolve("secret")));
        FakeDaemon daemon =
                new FakeDaemon(node.grpcPort(), tokens.issue(TokenKind.HOST, name, Duration.ofHours(1)), name);
        daemon.hello(id, "local");
        return daemon;
    }

    /**
     * Says hello to the leader until that is welcome, as a real daemon does: while a second node comes, cells move, and one that has
     * just moved may not know its allocations yet.
     */
    private FakeDaemon welcomed(String name, UUID id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            FakeDaemon daemon = daemon(leader(), name, id);
                            await().atMost(PATIENCE)
                                    .until(() -> daemon.ended.isDone() || daemon.failed.isDone() || isWelcome(daemon));
                            if (!isWelcome(daemon)) {
                                daemon.close();
                                return null;
                            }
                            return daemon;
                        },
                        Objects::nonNull);
    }

    private static boolean isWelcome(FakeDaemon daemon) {
        return daemon.received.stream().anyMatch(GridMessage::hasWelcome);
    }

    /** @return number of the job */
    private long launch(Node node, int frames, boolean paused) throws IOException {
        AccessTokens tokens = new AccessTokens(SecretFile.read(home.resolve("secret")));
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort())
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + tokens.issue(TokenKind.USER, "alice", Duration.ofHours(1)));
        try {
            String id = LaunchInterfaceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .launchDocument(LaunchDocumentRequest.newBuilder()
                            .setSpec(SpecDocument.newBuilder()
                                    .setFacility("local")
                                    .setShow("testing")
                                    .setShot("shot")
                                    .setUser("alice")
                                    .setUid(1000)
                                    .addJobs(JobDocument.newBuilder()
                                            .setName("testing-shot-alice_farm")
                                            .setPriority(1)
                                            .setPaused(paused)
                                            .addLayers(LayerDocument.newBuilder()
                                                    .setName("layer")
                                                    .setKind(LayerKind.RENDER)
                                                    .setCommand("true")
                                                    .setRange("1-" + frames)
                                                    .setChunkSize(1)
                                                    .setMinCoreUnits(100)
                                                    .setMemoryKib(64 << 10))))
                            .build())
                    .getJobIds(0);
            return Objects.requireNonNull(EntityId.parse(id)).number();
        } finally {
            channel.shutdownNow();
        }
    }

    private static Set<Long> procs(FakeDaemon daemon) {
        return daemon.received.stream()
                .flatMap(message -> message.getLaunchesList().stream())
                .map(LaunchOrder::getProc)
                .collect(Collectors.toSet());
    }

    /** Runs every order in no time. @return whether there was one */
    private static boolean answer(FakeDaemon daemon, Set<Long> done) {
        HostMessage.Builder message = HostMessage.newBuilder();
        for (GridMessage received : daemon.received) {
            for (LaunchOrder order : received.getLaunchesList()) {
                if (done.add(order.getProc())) {
                    message.addStarted(FrameStartedReport.newBuilder()
                            .setProc(order.getProc())
                            .setPid(1));
                    message.addCompletions(FrameCompletion.newBuilder()
                            .setProc(order.getProc())
                            .setJobId(order.getJobId())
                            .setFrameOrdinal(order.getFrameOrdinal())
                            .setRunMillis(10));
                }
            }
        }
        if (message.getCompletionsCount() == 0) {
            return false;
        }
        daemon.send(message);
        return true;
    }

    @Test
    void shouldKeepOwnerAndBackupOfARunningFarmEqualAndReplayBothJournalsToTheSameDigests() throws Exception {
        Set<Long> done = new HashSet<>();
        Node leader;
        try (FakeDaemon daemon = welcomed("h1", UUID.randomUUID())) {
            leader = leader();
            launch(leader, FRAMES, false);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                boolean unused = answer(daemon, done);
                return done.size() == FRAMES;
            });
            long said = daemon.number();
            await().atMost(PATIENCE)
                    .until(() -> daemon.received.stream().anyMatch(message -> message.getAcknowledged() >= said));
        }
        LocalCell owners = loop(leader).local();
        LocalCell backups = loop(follower(leader)).local();
        await().atMost(PATIENCE)
                .until(() -> owners.checked().sequence() > 0 && owners.checked().equals(backups.checked()));
        Map<Long, String> live = Map.of(
                owners.checked().sequence(),
                String.format("%016x", owners.checked().digest()));
        assertThat(loop(leader).replicasInSync()).isEqualTo(2);
        one.kill();
        other.kill();

        SortedMap<Long, String> ofOne = replayed("one", Long.MAX_VALUE);
        SortedMap<Long, String> ofOther = replayed("other", Long.MAX_VALUE);
        long end = Math.min(ofOne.lastKey(), ofOther.lastKey());
        Set<Long> common = new HashSet<>(ofOne.keySet());
        common.retainAll(ofOther.keySet());
        common.removeIf(sequence -> sequence % DIGEST_EVERY != 0);
        assertThat(common).as("marked batches in both journals").hasSizeGreaterThanOrEqualTo(4);
        common.forEach(sequence -> assertThat(ofOther).containsEntry(sequence, ofOne.get(sequence)));
        assertThat(replayed("one", end).get(end))
                .isEqualTo(replayed("other", end).get(end));
        assertThat(ofOne).containsAllEntriesOf(live);
    }

    /** Digests by sequence that the replay command prints. */
    private SortedMap<Long, String> replayed(String node, long until) {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "--home=" + home,
                        "--name=" + node,
                        "--machine=" + CELL,
                        "--every=" + DIGEST_EVERY,
                        "--until=" + until);
        assertThat(status).isZero();
        SortedMap<Long, String> digests = new TreeMap<>();
        Matcher line = REPLAYED.matcher(out.toString());
        while (line.find()) {
            digests.put(Long.parseLong(line.group(1)), line.group(2));
        }
        return digests;
    }

    @Test
    void shouldSendNoOrderBeforeTheBackupHasAcknowledgedTheBooking() throws Exception {
        UUID id = UUID.randomUUID();
        Set<Long> seen = new HashSet<>();
        try (FakeDaemon daemon = welcomed("h1", id)) {
            Node leader = leader();
            long job = launch(leader, 1, true);
            // right behind a tick, so that the next batch is the one with the command
            long ticked = loop(leader).acknowledgedSequence();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> loop(leader).acknowledgedSequence() > ticked);
            holdPartitionThreads(follower(leader));
            long journal = loop(leader).local().store().bytes();
            var reply =
                    Objects.requireNonNull(leader.local(CELL)).submit(Commands.changeJob(job, JobSetting.PAUSED, 0));
            await().atMost(PATIENCE).until(() -> loop(leader).local().store().bytes() > journal);
            await().during(Duration.ofMillis(2_500))
                    .atMost(PATIENCE)
                    .until(() -> procs(daemon).isEmpty() && (!reply.isDone() || reply.isCompletedExceptionally()));
            pause.countDown();
            // the lead was doubted meanwhile: the daemon is told to say hello again
            await().atMost(PATIENCE)
                    .until(() ->
                            !procs(daemon).isEmpty() || daemon.received.stream().anyMatch(GridMessage::hasRedirect));
            seen.addAll(procs(daemon));
        }
        Node now = leader();
        try (FakeDaemon again = daemon(now, "h1", id)) {
            await().atMost(PATIENCE).until(() -> {
                if (again.ended.isDone()) {
                    return true;
                }
                seen.addAll(procs(again));
                return !seen.isEmpty();
            });
        }
        assertThat(seen).as("the one frame is ordered once").hasSizeLessThanOrEqualTo(1);
    }

    /** The backup is frozen as by a long pause of its process: nothing that reaches its partitions is taken. */
    private void holdPartitionThreads(Node node) {
        Set<Integer> partitions = new HashSet<>();
        CountDownLatch held = new CountDownLatch(1);
        for (int key = 1_000; partitions.size() < 64; key++) {
            var owner = node.member().leaderOf(key);
            if (owner != null && owner.local() && partitions.add(node.member().partitionOf(key))) {
                var unused = node.member().cells().submitToKey(new CellKey(key), new HeldPartition(held, pause));
            }
        }
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
