package io.cuegrid.node.testing;

import io.cuegrid.node.NodeConfig;
import io.cuegrid.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.util.List;

/** Settings of a node that is alone, without history. Stateless. */
public final class TestNodes {
    public static final long LEASE_MILLIS = 60_000;
    private static final int DIGEST_EVERY = 1_000;

    private TestNodes() {}

    /** @param journalReserveBytes below it new work is refused */
    public static NodeConfig alone(Path home, int grpcPort, int httpPort, int memberPort, long journalReserveBytes) {
        return new NodeConfig(
                home,
                "node",
                "127.0.0.1",
                grpcPort,
                httpPort,
                memberPort,
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
                LEASE_MILLIS + NodeConfig.LEASE_MARGIN_MILLIS,
                NodeConfig.heartbeatMillisFor(LEASE_MILLIS),
                journalReserveBytes,
                false,
                home.resolve("logs").toString(),
                DIGEST_EVERY);
    }
}
