package io.cuegrid.outline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void shouldWaitLongerEachTimeAndNeverLongerThanHalfAMinute() {
        assertThat(policy.pauseAfter(5)).isEqualTo(200);
        assertThat(policy.pauseAfter(5)).isEqualTo(800);
        assertThat(policy.pauseAfter(5)).isEqualTo(3_200);
        assertThat(policy.pauseAfter(5)).isEqualTo(12_800);
        assertThat(policy.pauseAfter(5)).isEqualTo(30_000);
        assertThat(policy.pauseAfter(5)).isEqualTo(30_000);
    }

    @Test
    void shouldForgetOldTroubleAfterAGoodLife() {
        policy.pauseAfter(5);
        policy.pauseAfter(5);

        assertThat(policy.pauseAfter(60_000)).isEqualTo(200);
    }
}
