package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.node.grid.Vitals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VitalsWriterTest {
    private record Write(Map<Long, byte[]> entries, CompletableFuture<Void> done) {}

    private final List<Write> writes = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final VitalsWriter writer = new VitalsWriter(
            entries -> {
                Write write = new Write(entries, new CompletableFuture<>());
                writes.add(write);
                return write.done();
            },
            (task, delayMillis) -> later.add(task),
            () -> 5);

    private boolean hear(long host, int said) {
        return writer.put(
                1, host, Heartbeat.newBuilder().setLoadHundredths(said).build());
    }

    private void delayEnds() {
        later.remove().run();
    }

    private static int said(Write write, long host) throws Exception {
        byte[] value = Objects.requireNonNull(write.entries().get(Vitals.key(1, host)));
        assertThat(Vitals.heardMillis(value)).isEqualTo(5);
        return Heartbeat.parseFrom(Vitals.heartbeat(value)).getLoadHundredths();
    }

    @Test
    void shouldWriteTheNewestOfEachHostTogether() throws Exception {
        assertThat(hear(7, 1)).isTrue();
        assertThat(hear(8, 2)).isTrue();
        assertThat(hear(7, 3)).as("the first of host 7 was dropped for it").isFalse();
        assertThat(writes).isEmpty();

        delayEnds();

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).entries()).hasSize(2);
        assertThat(said(writes.get(0), 7)).isEqualTo(3);
        assertThat(said(writes.get(0), 8)).isEqualTo(2);
        assertThat(later).isEmpty();
    }

    @Test
    void shouldNotWriteAgainBeforeTheWriteBeforeIsDone() throws Exception {
        hear(7, 1);
        delayEnds();
        assertThat(hear(7, 2)).isTrue();
        assertThat(later).isEmpty();

        writes.get(0).done().complete(null);
        delayEnds();

        assertThat(said(writes.get(1), 7)).isEqualTo(2);
    }

    @Test
    void shouldGoOnAfterAWriteThatFailed() throws Exception {
        hear(7, 1);
        delayEnds();
        hear(7, 2);

        writes.get(0).done().completeExceptionally(new IllegalStateException("the grid is changing"));
        delayEnds();

        assertThat(said(writes.get(1), 7)).isEqualTo(2);
    }

    @Test
    void shouldNotWriteWhatWasHeardOfACellThatAnotherNodeLeadsNow() throws Exception {
        hear(7, 1);
        hear(8, 2);
        writer.forget(2);
        writer.forget(1);
        assertThat(hear(7, 3)).isTrue();

        delayEnds();

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).entries()).containsOnlyKeys(Vitals.key(1, 7));
        assertThat(said(writes.get(0), 7)).isEqualTo(3);
        writes.get(0).done().complete(null);
        assertThat(later).isEmpty();
    }

    @Test
    void shouldGoOnWhenAllThatWaitedWasForgotten() throws Exception {
        hear(7, 1);
        writer.forget(1);
        delayEnds();
        assertThat(writes).isEmpty();

        hear(7, 2);
        delayEnds();

        assertThat(said(writes.get(0), 7)).isEqualTo(2);
    }

    @Test
    void shouldSplitALargeWrite() {
        for (int host = 1; host <= 2 * VitalsWriter.HOSTS_MAX + 1; host++) {
            hear(host, 1);
        }
        delayEnds();
        assertThat(writes.get(0).entries()).hasSize(VitalsWriter.HOSTS_MAX);

        writes.get(0).done().complete(null);
        assertThat(writes.get(1).entries()).hasSize(VitalsWriter.HOSTS_MAX);

        writes.get(1).done().complete(null);
        delayEnds();
        assertThat(writes.get(2).entries()).hasSize(1);
    }
}
