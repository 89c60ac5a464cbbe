package io.cuegrid.node.dispatch;

import io.grpc.Status;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The commands whose replies somebody waits for, bounded. Threading: any thread. */
final class PendingReplies {
    /** Far above what tools keep open; a runaway client meets it. */
    static final int PENDING_MAX = 65_536;

    private final ConcurrentHashMap<Long, ReplyHandler> handlers = new ConcurrentHashMap<>();
    private final AtomicLong correlations = new AtomicLong();

    /** @return the correlation id to encode, or 0 when too many wait already */
    long add(ReplyHandler handler) {
        if (handlers.size() >= PENDING_MAX) {
            return 0;
        }
        long id = correlations.incrementAndGet();
        handlers.put(id, handler);
        return id;
    }

    @Nullable
    ReplyHandler remove(long correlationId) {
        return handlers.remove(correlationId);
    }

    boolean contains(long correlationId) {
        return handlers.containsKey(correlationId);
    }

    void fail(long correlationId, Status status) {
        @Nullable ReplyHandler handler = handlers.remove(correlationId);
        if (handler != null) {
            handler.onFailure(status);
        }
    }

    int size() {
        return handlers.size();
    }
}
