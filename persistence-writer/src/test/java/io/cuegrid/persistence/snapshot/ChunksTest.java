package io.cuegrid.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots use the same few chunks outside of the heap, and never more of them. */
class ChunksTest {
    private final Chunks chunks = new Chunks();

    private List<ByteBuffer> take(int count) {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(chunks.take());
        }
        return taken;
    }

    @Test
    void shouldGiveAChunkAgainEmpty() {
        ByteBuffer first = chunks.take();
        first.putLong(42).flip();
        chunks.give(first);

        ByteBuffer again = chunks.take();

        assertThat(again).isSameAs(first);
        assertThat(again.position()).isZero();
        assertThat(again.remaining()).isEqualTo(Chunks.CHUNK_BYTES);
        assertThat(again.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldTakeFromTheHeapWhatIsNeededBeyondItsBound() {
        List<ByteBuffer> taken = take(Chunks.KEPT_MAX + 3);
        assertThat(taken.stream().filter(ByteBuffer::isDirect)).hasSize(Chunks.KEPT_MAX);
        assertThat(taken).allMatch(chunk -> chunk.order() == ByteOrder.LITTLE_ENDIAN);

        taken.forEach(chunks::give);

        List<ByteBuffer> again = take(Chunks.KEPT_MAX + 1);
        assertThat(again.subList(0, Chunks.KEPT_MAX)).allMatch(ByteBuffer::isDirect);
        assertThat(again.get(Chunks.KEPT_MAX).isDirect()).isFalse();
    }
}
