package io.cuegrid.host.link;

import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: doubled up to a limit, each drawn at random from nothing to all of it, so that
 * thousands of daemons do not come back in step.
 */
final class Backoff {
    static final long FIRST_MILLIS = 200;
    static final long LIMIT_MILLIS = 10_000;
    /** With a short lease the limit is so small a part of it: several attempts must fit into a lease. */
    private static final int PARTS_OF_LEASE = 8;

    private final RandomGenerator random;
    private long limitMillis = LIMIT_MILLIS;
    private long ceilingMillis = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextMillis() {
        long wait = random.nextLong(ceilingMillis / 4, ceilingMillis + 1);
        ceilingMillis = Math.min(limitMillis, ceilingMillis * 2);
        return wait;
    }

    void leaseMillis(long leaseMillis) {
        limitMillis = Math.max(FIRST_MILLIS, Math.min(LIMIT_MILLIS, leaseMillis / PARTS_OF_LEASE));
        ceilingMillis = Math.min(ceilingMillis, limitMillis);
    }

    void reset() {
        ceilingMillis = FIRST_MILLIS;
    }
}
