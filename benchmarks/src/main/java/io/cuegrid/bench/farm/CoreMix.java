package io.cuegrid.bench.farm;

import java.util.concurrent.atomic.AtomicLongArray;

/** Frames by the cores that they took or asked for. Threading: any thread. */
final class CoreMix {
    private static final int CORE_UNITS = 100;
    /** Of the largest simulated host; larger ones are counted with it. */
    private static final int CORES_MAX = 128;

    private final AtomicLongArray frames = new AtomicLongArray(CORES_MAX + 1);

    void add(int coreUnits, long count) {
        frames.addAndGet(Math.min(CORES_MAX, coreUnits / CORE_UNITS), count);
    }

    /** Share of frames that would have to be of another size to make both mixes equal, 0 to 1. */
    double deviation(CoreMix other) {
        long here = total();
        long there = other.total();
        if (here == 0 || there == 0) {
            return here == there ? 0 : 1;
        }
        double sum = 0;
        for (int cores = 0; cores <= CORES_MAX; cores++) {
            sum += Math.abs((double) frames.get(cores) / here - (double) other.frames.get(cores) / there);
        }
        return sum / 2;
    }

    /** Frames of fewer cores than that. */
    long narrowerThan(int coreUnits) {
        long sum = 0;
        for (int cores = 0; cores < Math.min(CORES_MAX + 1, coreUnits / CORE_UNITS); cores++) {
            sum += frames.get(cores);
        }
        return sum;
    }

    private long total() {
        return narrowerThan(Integer.MAX_VALUE);
    }
}
