package io.cuegrid.bench.farm;

import org.agrona.collections.LongHashSet;

/**
 * The frames that run on any simulated host just now. A frame that is ordered while a run of it lives is booked twice,
 * and that is seen here by the hosts themselves.
 *
 * <p>Threading: any thread; striped.
 */
final class LiveFrames {
    private static final int STRIPES = 64;

    private final LongHashSet[] live = new LongHashSet[STRIPES];
    private final long[] twice = new long[STRIPES];

    LiveFrames() {
        for (int i = 0; i < STRIPES; i++) {
            live[i] = new LongHashSet();
        }
    }

    /** A run of the frame begins. */
    void begin(long frame) {
        int stripe = stripe(frame);
        synchronized (live[stripe]) {
            if (!live[stripe].add(frame)) {
                twice[stripe]++;
            }
        }
    }

    /** A run of the frame is over. */
    void end(long frame) {
        int stripe = stripe(frame);
        synchronized (live[stripe]) {
            live[stripe].remove(frame);
        }
    }

    /** Orders for frames of which a run lived. */
    long doubleBooked() {
        long sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            synchronized (live[stripe]) {
                sum += twice[stripe];
            }
        }
        return sum;
    }

    private static int stripe(long frame) {
        return (int) (frame ^ frame >>> 24) & STRIPES - 1;
    }
}
