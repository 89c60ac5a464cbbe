package io.cuegrid.host.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void shouldGrowToItsLimitAndStartAnew() {
        long seed = System.nanoTime();
        Backoff backoff = new Backoff(new Random(seed));

        assertThat(backoff.nextMillis()).as("seed %d", seed).isBetween(0L, Backoff.FIRST_MILLIS);
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.nextMillis()).as("seed %d", seed).isBetween(0L, Backoff.LIMIT_MILLIS);
        }
        backoff.reset();
        assertThat(backoff.nextMillis()).as("seed %d", seed).isBetween(0L, Backoff.FIRST_MILLIS);
    }

    @Test
    void shouldTrySeveralTimesInAShortLease() {
        long seed = System.nanoTime();
        Backoff backoff = new Backoff(new Random(seed));
        backoff.leaseMillis(8_000);

        for (int i = 0; i < 100; i++) {
            assertThat(backoff.nextMillis()).as("seed %d", seed).isBetween(0L, 1_000L);
        }
    }

    @Test
    void shouldTryTheRedirectFirstThenTheConfiguredInTurn() {
        GridTargets targets = new GridTargets(List.of("a:1", "b:2"), 1);
        targets.redirect("c:3");

        assertThat(List.of(targets.take(), targets.take(), targets.take(), targets.take()))
                .containsExactly("c:3", "b:2", "a:1", "b:2");
        assertThat(GridTargets.isTarget("[::1]:8443")).isTrue();
        assertThat(GridTargets.isTarget("node.farm:8443")).isTrue();
        assertThat(GridTargets.isTarget("node.farm")).isFalse();
        assertThat(GridTargets.isTarget("a b:1")).isFalse();
    }
}
