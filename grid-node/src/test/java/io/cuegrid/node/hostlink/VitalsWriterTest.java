package io.cuegrid.node.hostlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.node.grid.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VitalsWriterTest {
    private record Write(long key, byte said, CompletableFuture<Void> done) {}

    private final List<Write> writes = new ArrayList<>();
    private final VitalsWriter writer = new VitalsWriter(
            (key, value) -> {
                Write write = new Write(key, Vitals.heartbeat(value).get(), new CompletableFuture<>());
                writes.add(write);
                return write.done();
            },
            () -> 5);

    private boolean hear(long host, int said) {
        return writer.put(1, host, new byte[] {(byte) said});
    }

    @Test
    void shouldKeepOnlyTheNewestOfThoseThatWait() {
        assertThat(hear(7, 1)).isTrue();
        assertThat(hear(7, 2)).isTrue();
        assertThat(hear(7, 3)).isFalse();
        assertThat(writes).extracting(Write::said).containsExactly((byte) 1);

        writes.get(0).done().complete(null);

        assertThat(writes).extracting(Write::said).containsExactly((byte) 1, (byte) 3);
        writes.get(1).done().complete(null);
        assertThat(hear(7, 4)).isTrue();
        assertThat(writes).extracting(Write::said).containsExactly((byte) 1, (byte) 3, (byte) 4);
    }

    @Test
    void shouldGoOnAfterAWriteThatFailed() {
        hear(7, 1);
        hear(7, 2);

        writes.get(0).done().completeExceptionally(new IllegalStateException("the grid is changing"));

        assertThat(writes).extracting(Write::said).containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void shouldNotLetOneHostWaitForAnother() {
        hear(7, 1);
        hear(8, 2);

        assertThat(writes).extracting(Write::key).containsExactly(Vitals.key(1, 7), Vitals.key(1, 8));
    }
}
