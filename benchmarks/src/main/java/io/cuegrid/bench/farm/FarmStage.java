package io.cuegrid.bench.farm;

import io.cuegrid.bench.workload.Workload;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a load works with: the processes, a tool's client, the hosts, and who is told how it goes.
 *
 * @param reader for tools that ask all the time
 * @param progress told what is being done, a line each
 */
record FarmStage(
        Workload workload,
        FarmGrid grid,
        GridClient client,
        GridClient reader,
        HostFleet fleet,
        Consumer<String> progress) {
    private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(50);

    /** Waits for a condition; looks more and more seldom, at least every 50 ms. */
    void await(String what, long seconds, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long pauseNanos = PAUSE_NANOS_MIN;
        while (!condition.getAsBoolean()) {
            requireNoFailure();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + seconds + " s it does not hold that " + what + " ("
                        + fleet.orderedCount() + " ordered, " + fleet.completedCount() + " completed)");
            }
            LockSupport.parkNanos(pauseNanos);
            pauseNanos = Math.min(PAUSE_NANOS_MAX, pauseNanos * 2);
        }
    }

    /** Waits until a time of {@link System#nanoTime}. */
    static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** @throws IllegalStateException when a host was turned away or a node has died */
    void requireNoFailure() {
        String failure = fleet.failure();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        try {
            grid.requireAlive();
        } catch (IOException died) {
            throw new IllegalStateException(died.getMessage(), died);
        }
    }
}
