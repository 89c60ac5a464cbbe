package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.node.grid.Vitals;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts heartbeats into the map "vitals": each host has an entry here that holds its newest one, and a few times a second
 * those that are new go to the map together. So a slow grid is never followed by a queue of old heartbeats, and the map
 * takes as many writes as there are hosts, however often they speak.
 *
 * <p>Threading: any thread. One bulk write is under way at a time.
 */
public final class VitalsWriter implements HostLinkService.VitalsSink {
    /** From a host's heartbeat until it is on its way into the map. */
    static final long DELAY_MILLIS = 250;
    /** Hosts of one bulk write: it is made of one operation a partition, and none of them may hold a partition for long. */
    static final int HOSTS_MAX = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(VitalsWriter.class);

    private final Store store;
    private final Delay delay;
    private final EpochClock clock;
    /** As many as hosts that were heard: a cell takes no more than its maxHosts. */
    private final ConcurrentHashMap<Long, Host> hosts = new ConcurrentHashMap<>();
    /** Those whose newest heartbeat is not in the map: each once, or again after it was forgotten. */
    private final ConcurrentLinkedQueue<Host> fresh = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean writing = new AtomicBoolean();

    /** Where entries go. */
    @FunctionalInterface
    public interface Store {
        /** Keys are of {@link Vitals#key}, values of {@link Vitals#value}. */
        CompletionStage<?> putAll(Map<Long, byte[]> entries);
    }

    private static final class Host {
        private final long key;
        private @Nullable Heartbeat newest;
        private long heardMillis;

        Host(long key) {
            this.key = key;
        }

        /** @return the one that it takes the place of */
        synchronized @Nullable Heartbeat hear(Heartbeat heartbeat, long nowMillis) {
            Heartbeat before = newest;
            newest = heartbeat;
            heardMillis = nowMillis;
            return before;
        }

        /** @return null when there is none that is not in the map */
        synchronized byte @Nullable [] take() {
            Heartbeat heartbeat = newest;
            newest = null;
            return heartbeat == null ? null : Vitals.value(heardMillis, heartbeat);
        }

        synchronized void forget() {
            newest = null;
        }
    }

    public VitalsWriter(Store store, Delay delay, EpochClock clock) {
        this.store = store;
        this.delay = delay;
        this.clock = clock;
    }

    @Override
    public boolean put(int cellNumber, long hostNumber, Heartbeat heartbeat) {
        Host host = hosts.computeIfAbsent(Vitals.key(cellNumber, hostNumber), Host::new);
        if (host.hear(heartbeat, clock.time()) != null) {
            return false;
        }
        fresh.add(host);
        if (writing.compareAndSet(false, true)) {
            delay.after(this::write, DELAY_MILLIS);
        }
        return true;
    }

    /** This node does not lead a cell any more: who does hears newer heartbeats than those that wait here. */
    public void forget(int cellNumber) {
        long first = Vitals.key(cellNumber, 0);
        for (Host host : fresh) {
            long number = host.key - first;
            if (number >= 0 && number <= EntityId.NUMBER_MAX) {
                host.forget();
            }
        }
    }

    private void write() {
        Map<Long, byte[]> entries = new HashMap<>();
        while (entries.size() < HOSTS_MAX) {
            Host host = fresh.poll();
            if (host == null) {
                break;
            }
            byte @Nullable [] value = host.take();
            if (value != null) {
                entries.put(host.key, value);
            }
        }
        if (entries.isEmpty()) {
            next(null);
            return;
        }
        try {
            var unused = store.putAll(entries).whenCompleteAsync((nothing, failed) -> next(failed), Runnable::run);
        } catch (RuntimeException leaving) {
            next(leaving);
        }
    }

    /** A write that failed costs one heartbeat of its hosts; the next ones say the same. */
    private void next(@Nullable Throwable failed) {
        if (failed != null) {
            LOG.debug("heartbeats were not kept", failed);
        }
        if (fresh.size() >= HOSTS_MAX && failed == null) {
            write();
            return;
        }
        writing.set(false);
        if (!fresh.isEmpty() && writing.compareAndSet(false, true)) {
            delay.after(this::write, DELAY_MILLIS);
        }
    }
}
