package io.cuegrid.node.hostlink;

import io.cuegrid.node.grid.Vitals;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * Puts heartbeats into the map "vitals". One write a host is under way, and of those that wait only the newest is kept, so
 * that a slow grid is never followed by a queue of old heartbeats.
 *
 * <p>Threading: any thread.
 */
public final class VitalsWriter implements HostLinkService.VitalsSink {
    private final Store store;
    private final EpochClock clock;
    /** As many as hosts that were heard: a cell takes no more than its maxHosts. */
    private final ConcurrentHashMap<Long, Host> hosts = new ConcurrentHashMap<>();

    /** Where entries go. */
    @FunctionalInterface
    public interface Store {
        CompletionStage<?> put(long key, byte[] value);
    }

    private static final class Host {
        private boolean writing;
        private byte @Nullable [] waiting;
    }

    public VitalsWriter(Store store, EpochClock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean put(int cellNumber, long hostNumber, byte[] heartbeat) {
        long key = Vitals.key(cellNumber, hostNumber);
        byte[] value = Vitals.value(clock.time(), heartbeat);
        Host host = hosts.computeIfAbsent(key, unknown -> new Host());
        synchronized (host) {
            if (host.writing) {
                boolean first = host.waiting == null;
                host.waiting = value;
                return first;
            }
            host.writing = true;
        }
        write(key, host, value);
        return true;
    }

    private void write(long key, Host host, byte[] value) {
        try {
            var unused = store.put(key, value).whenCompleteAsync((nothing, failed) -> next(key, host), Runnable::run);
        } catch (RuntimeException leaving) {
            synchronized (host) {
                host.writing = false;
                host.waiting = null;
            }
        }
    }

    /** A write that failed costs one heartbeat; the next one says the same. */
    private void next(long key, Host host) {
        byte[] value;
        synchronized (host) {
            value = host.waiting;
            host.waiting = null;
            if (value == null) {
                host.writing = false;
                return;
            }
        }
        write(key, host, value);
    }
}
