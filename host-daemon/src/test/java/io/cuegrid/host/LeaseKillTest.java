package io.cuegrid.host;

import static io.cuegrid.host.FakeGrid.job;
import static io.cuegrid.host.FakeGrid.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.host.frame.LeaseExpiry;
import org.junit.jupiter.api.Test;

/** The lease with {@code --on-lease-expiry kill}. */
class LeaseKillTest extends DaemonTest {
    @Override
    void configure(FakeGrid fresh) {
        fresh.lease(5_000);
    }

    @Override
    LeaseExpiry onLeaseExpiry() {
        return LeaseExpiry.KILL;
    }

    @Test
    void shouldKillFramesWhenTheLeaseRunsOut() {
        grid.launch(job("sleep 300", logs), order(1, 1, 1));
        grid.awaitStarted(1);
        grid.renewing(false);

        FrameCompletion completion = grid.awaitCompletion(1);

        assertThat(completion.getExitStatus()).isEqualTo(286);
        assertThat(completion.getExitSignal()).isEqualTo(9);
        assertThat(completion.getReason()).contains("lease");
    }
}
