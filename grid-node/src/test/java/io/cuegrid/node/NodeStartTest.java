package io.cuegrid.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.TestNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node says when it cannot start. */
@Timeout(60)
class NodeStartTest {
    private static final long MORE_THAN_ANY_DISK = Long.MAX_VALUE;

    @TempDir
    Path home;

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void refuses(NodeConfig config, String... words) {
        assertThatThrownBy(() -> {
                    try (Node node = new Node(config, new Machines())) {
                        throw new AssertionError("started: " + node.grpcPort());
                    }
                })
                .isInstanceOf(IOException.class)
                .message()
                .contains(words)
                .doesNotContain("Exception");
    }

    @Test
    void shouldNameThePortAndTheOptionWhenAPortIsTaken() throws IOException {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            refuses(TestNodes.alone(home, port, 0, FreePorts.next(), 0), "127.0.0.1:" + port, "--grpc-port");
            refuses(TestNodes.alone(home, 0, port, FreePorts.next(), 0), "127.0.0.1:" + port, "--http-port");
            refuses(TestNodes.alone(home, 0, 0, port, 0), "127.0.0.1:" + port, "--member-port");
        }
    }

    @Test
    void shouldNotStartWithLessThanHalfOfTheReserve() {
        refuses(
                TestNodes.alone(home, 0, 0, FreePorts.next(), MORE_THAN_ANY_DISK),
                home.resolve("nodes/node/journal").toString(),
                "--journal-reserve");
    }
}
