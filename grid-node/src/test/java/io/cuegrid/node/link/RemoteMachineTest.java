package io.cuegrid.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.Secret;
import io.cuegrid.node.testing.FreePorts;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RemoteMachineTest {
    private static final int TRIES = 20;

    @Test
    void shouldSendNothingBeforeItIsConnectedAndConnectWhenTheNodeIsBack() throws IOException {
        int port = FreePorts.next();
        String address = "127.0.0.1:" + port;
        try (NodeChannels channels =
                new NodeChannels(new AccessTokens(new Secret("a secret of this test alone, no other's")), "a")) {
            RemoteMachine machine = new RemoteMachine(1, channels, address);
            for (int i = 0; i < TRIES; i++) {
                assertThat(machine.submit((buffer, offset, correlationId) -> 0))
                        .failsWithin(java.time.Duration.ofSeconds(10))
                        .withThrowableThat()
                        .havingCause()
                        .satisfies(
                                error -> assertThat(Status.fromThrowable(error).getDescription())
                                        .isEqualTo(RemoteMachine.NOT_CONNECTED));
            }
            Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .build()
                    .start();
            try {
                await().until(() -> channels.isConnected(address));
            } finally {
                server.shutdownNow();
            }
        }
    }
}
