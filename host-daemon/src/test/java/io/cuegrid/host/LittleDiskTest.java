package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.OrderRefused;
import io.cuegrid.host.frame.LeaseExpiry;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A host with little disk left says so and takes no order. */
class LittleDiskTest extends DaemonTest {
    @Override
    HostDaemon newDaemon() {
        return new HostDaemon(
                TestHost.config(folder, grid.target(), LeaseExpiry.FREEZE, Long.MAX_VALUE, false),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    @Test
    void shouldTakeNoOrder() {
        grid.launch(job("true", logs), order(1, 1, 1));

        assertThat(grid.awaitRefusal(1).getCause()).isEqualTo(OrderRefused.Cause.SHUTTING_DOWN);
        assertThat(grid.awaitHeartbeat().getHeartbeat().getNimbyLocked()).isTrue();
        assertThat(daemon.frameCount()).isZero();
    }
}
