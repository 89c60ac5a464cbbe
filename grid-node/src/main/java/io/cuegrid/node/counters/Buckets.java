package io.cuegrid.node.counters;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often values fell into fixed ranges, and their sum. Recording allocates nothing.
 *
 * <p>Threading: one writer; any thread reads, and may see a value in the sum a moment later than in its range.
 */
public final class Buckets {
    /** 100 us to 10 s. */
    private static final long[] DURATIONS_NANOS = {
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        1_000_000_000,
        10_000_000_000L
    };

    private static final long[] SIZES = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    private final long[] bounds;
    private final AtomicLongArray counts;
    private final AtomicLong sum = new AtomicLong();

    private Buckets(long[] bounds) {
        this.bounds = bounds;
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /** Of nanoseconds. */
    public static Buckets ofDurations() {
        return new Buckets(DURATIONS_NANOS);
    }

    /** Of numbers of things, 0 included. */
    public static Buckets ofSizes() {
        return new Buckets(SIZES);
    }

    /** By the writer. */
    public void record(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
        sum.setRelease(sum.getPlain() + value);
    }

    /** Largest values of the ranges, rising; one more range has everything above. */
    public long[] bounds() {
        return bounds.clone();
    }

    /** Of each range, the last one for what is above all bounds. */
    public long[] counts() {
        long[] now = new long[counts.length()];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts.getAcquire(i);
        }
        return now;
    }

    public long sum() {
        return sum.getAcquire();
    }

    /** How many values were recorded. */
    public long count() {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.getAcquire(i);
        }
        return total;
    }
}
