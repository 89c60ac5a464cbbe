package io.cuegrid.node.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.testing.FreePorts;
import io.cuegrid.node.testing.TestMember;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop whose disk is nearly full, and has room again. */
@Timeout(60)
class StepDownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REASON = "little disk is left under /the/journal";

    @Test
    void shouldStepDownWhileTheDiskIsNearlyFullAndLeadAgainAfterwards() throws Exception {
        try (TestMember member = new TestMember("disk", "a", FreePorts.next(), List.of(), 1)) {
            member.start();
            await().atMost(PATIENCE).until(member::tryCreate);
            await().atMost(PATIENCE).until(() -> member.loop().state() == LeaderState.LEADING);
            assertThat(member.put("one").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);

            member.loop().diskCritical(REASON);
            await().atMost(PATIENCE).until(() -> member.loop().state() == LeaderState.STEPPED_DOWN);
            assertThatThrownBy(() -> member.put("two").get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("UNAVAILABLE")
                    .hasMessageContaining(REASON);
            assertThat(member.losses).containsExactly(REASON);

            member.loop().diskCritical(null);
            await().atMost(PATIENCE).until(() -> member.loop().state() == LeaderState.LEADING);
            assertThat(member.put("three").get(10, TimeUnit.SECONDS).code()).isEqualTo(ReplyCode.OK);
        }
    }
}
