package io.cuegrid.bench.farm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends simulated runs when their time is over: a timing wheel of one slot a millisecond on a thread of its own. All runs
 * of a host that end in one slot go out as one message, as a real daemon's would.
 *
 * <p>Threading: any thread adds; the wheel's thread takes. A slot's list is guarded by itself.
 */
final class RunClock implements AutoCloseable {
    private static final int SLOTS = 1 << 16;
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<List<Due>> wheel = new ArrayList<>(SLOTS);
    private final long originNanos = System.nanoTime();
    private final Thread thread = new Thread(this::run, "run-clock");
    private volatile boolean closed;

    RunClock() {
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>(0));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Calls {@code host.end(proc)} after so many milliseconds, at most the wheel's 65 seconds. */
    void after(long millis, SimulatedHost host, long proc) {
        if (millis >= SLOTS - 1) {
            throw new IllegalArgumentException("a run of " + millis + " ms is longer than the wheel");
        }
        long slot = (System.nanoTime() - originNanos) / SLOT_NANOS + Math.max(1, millis);
        List<Due> bucket = wheel.get((int) slot & (SLOTS - 1));
        synchronized (bucket) {
            bucket.add(new Due(host, proc));
        }
    }

    private void run() {
        long slot = 0;
        Set<SimulatedHost> touched = new LinkedHashSet<>();
        while (!closed) {
            long now = (System.nanoTime() - originNanos) / SLOT_NANOS;
            while (slot < now) {
                take((int) slot & (SLOTS - 1), touched);
                slot++;
            }
            for (SimulatedHost host : touched) {
                host.flush();
            }
            touched.clear();
            LockSupport.parkNanos(SLOT_NANOS);
        }
    }

    private void take(int index, Set<SimulatedHost> touched) {
        List<Due> bucket = wheel.get(index);
        List<Due> due;
        synchronized (bucket) {
            if (bucket.isEmpty()) {
                return;
            }
            due = List.copyOf(bucket);
            bucket.clear();
        }
        for (Due run : due) {
            run.host.end(run.proc, 0);
            touched.add(run.host);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private record Due(SimulatedHost host, long proc) {}
}
