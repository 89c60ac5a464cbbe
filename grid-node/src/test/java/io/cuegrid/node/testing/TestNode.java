package io.cuegrid.node.testing;

import io.cuegrid.node.Machines;
import io.cuegrid.node.Node;
import io.cuegrid.node.NodeConfig;
import io.cuegrid.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One whole node of a home, started and killed again and again at the same ports. Several run in one JVM.
 *
 * <p>Threading: one thread at a time.
 */
public final class TestNode implements AutoCloseable {
    private static final long START_MILLIS_MAX = 40_000;
    private static final long LEASE_MILLIS = 4_000;
    private static final long LOST_MILLIS = 8_000;

    private final Path home;
    private final String name;
    private final int digestEvery;
    private final int memberPort = FreePorts.next();
    private final int grpcPort = FreePorts.next();
    private @Nullable Node node;

    public TestNode(Path home, String name) {
        this(home, name, 0);
    }

    /** @param digestEvery owner and backup compare digests each so many batches; 0: never */
    public TestNode(Path home, String name, int digestEvery) {
        this.home = home;
        this.name = name;
        this.digestEvery = digestEvery;
    }

    /** Starts it and waits until it is ready. @throws IOException what the process would say before it ends */
    public Node start(String... join) throws IOException, InterruptedException {
        return start(false, 20_000, 1, join);
    }

    public Node start(boolean alone, long waitMillis, int members, String... join)
            throws IOException, InterruptedException {
        Node started = new Node(
                new NodeConfig(
                        home,
                        name,
                        "127.0.0.1",
                        grpcPort,
                        -1,
                        memberPort,
                        List.of(join),
                        alone,
                        waitMillis,
                        members,
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
                        digestEvery),
                new Machines());
        node = started;
        try {
            return started.start(START_MILLIS_MAX);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public Node node() {
        return java.util.Objects.requireNonNull(node);
    }

    public String memberAddress() {
        return "127.0.0.1:" + memberPort;
    }

    public String grpcAddress() {
        return "127.0.0.1:" + grpcPort;
    }

    /** What it remembers of its partners; empty when it never had one. */
    public String partners() throws IOException {
        Path file = home.resolve("nodes").resolve(name).resolve("partners");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Puts back what was remembered before: as if the power had been cut at that moment. */
    public void partners(String content) throws IOException {
        Files.writeString(home.resolve("nodes").resolve(name).resolve("partners"), content);
    }

    /** As a crash: nobody is told. */
    public void kill() {
        node().member().terminate();
        close();
    }

    @Override
    public void close() {
        Node running = node;
        node = null;
        if (running != null) {
            running.close();
        }
    }
}
