package io.cuegrid.persistence.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of snapshots. A few are outside of the heap and used again and again: in the heap each is an object of its own region,
 * and a hundred of them, one after the other, make the collector mark the whole heap. Who needs more at a time gets some of the heap.
 *
 * <p>Threading: any thread.
 */
final class Chunks {
    static final int CHUNK_BYTES = 1 << 20;
    /** Outside of the heap: as many as one snapshot has under way, and one that is being filled. */
    static final int KEPT_MAX = SnapshotInProgress.CHUNKS_WAITING_MAX + 2;

    private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(KEPT_MAX);
    private final AtomicInteger made = new AtomicInteger();

    /** An empty one, little endian. */
    ByteBuffer take() {
        @Nullable ByteBuffer chunk = kept.poll();
        if (chunk == null) {
            chunk = (made.getAndIncrement() < KEPT_MAX
                            ? ByteBuffer.allocateDirect(CHUNK_BYTES)
                            : ByteBuffer.allocate(CHUNK_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return chunk;
    }

    /** Nobody looks at it any more. */
    void give(ByteBuffer chunk) {
        if (chunk.isDirect()) {
            var unused = kept.offer(chunk.clear());
        } else {
            made.decrementAndGet();
        }
    }
}
