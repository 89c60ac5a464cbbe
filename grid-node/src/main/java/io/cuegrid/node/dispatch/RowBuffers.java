package io.cuegrid.node.dispatch;

import io.cuegrid.core.batch.MessageListWriter;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lists for rows of reads that are used again: a slice of jobs is half a megabyte, which would be allocated, grown and cleared
 * anew for each. The one that came back last is given first: it may still be in the processor's cache.
 *
 * <p>Threading: any thread. Who takes a list owns it until it gives it back; one that is never given back is collected.
 */
final class RowBuffers {
    /** Lists kept. */
    static final int KEPT_MAX = 16;
    /** A list that grew larger is not kept. */
    static final int KEPT_BYTES_MAX = 2 * 1024 * 1024;

    private static final int INITIAL_BYTES = 8 * 1024;

    private final LinkedBlockingDeque<MessageListWriter> kept = new LinkedBlockingDeque<>(KEPT_MAX);

    /** An empty list. */
    MessageListWriter take() {
        @Nullable MessageListWriter list = kept.pollFirst();
        return list == null ? new MessageListWriter(INITIAL_BYTES) : list;
    }

    /** Nobody looks at the list any more. */
    void give(MessageListWriter list) {
        if (list.buffer().capacity() <= KEPT_BYTES_MAX) {
            list.reset();
            var unused = kept.offerFirst(list);
        }
    }
}
