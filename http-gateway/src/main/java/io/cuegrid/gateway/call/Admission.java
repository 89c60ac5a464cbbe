package io.cuegrid.gateway.call;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls the gateway has in flight: a bound, and a way to let them end before a stop.
 *
 * <p>Threading: any thread.
 */
public final class Admission {
    private final int maxCalls;
    private final Semaphore permits;
    private volatile boolean closed;

    /** @param maxCalls 1 or more */
    public Admission(int maxCalls) {
        this.maxCalls = maxCalls;
        permits = new Semaphore(maxCalls);
    }

    /** Whether one more call may begin; if so, {@link #leave} must follow once. */
    boolean enter() {
        return !closed && permits.tryAcquire();
    }

    void leave() {
        permits.release();
    }

    /** Whether the gateway takes no new calls any more. */
    boolean isClosed() {
        return closed;
    }

    /** The bound. */
    public int maxCalls() {
        return maxCalls;
    }

    /** Calls that have begun and not ended. */
    public int inFlight() {
        return maxCalls - permits.availablePermits();
    }

    /**
     * Takes no new calls and waits for those in flight.
     *
     * @return whether all of them ended in time
     */
    public boolean close(long timeoutMillis) throws InterruptedException {
        closed = true;
        return permits.tryAcquire(maxCalls, timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
