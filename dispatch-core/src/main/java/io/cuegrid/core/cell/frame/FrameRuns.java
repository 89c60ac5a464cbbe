package io.cuegrid.core.cell.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The frame numbers of a layer as arithmetic runs, packed in one value: the numbers in FrameSet order without
 * duplicates, and how they are found. A frame of the layer is a chunk of consecutive entries.
 *
 * <pre>
 *   run: first frame, step, entries, entries of all runs before it (4 ints each)
 * </pre>
 */
public final class FrameRuns {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RUN_BYTES = 16;

    private FrameRuns() {}

    /** Room for so many runs. */
    public static byte[] allocate(int runs) {
        return new byte[runs * RUN_BYTES];
    }

    /** Writes one run; runs are written in order. */
    public static void put(byte[] packed, int run, int firstFrame, int step, int count) {
        int at = run * RUN_BYTES;
        INTS.set(packed, at, firstFrame);
        INTS.set(packed, at + 4, step);
        INTS.set(packed, at + 8, count);
        INTS.set(packed, at + 12, run == 0 ? 0 : before(packed, run - 1) + count(packed, run - 1));
    }

    public static int runs(byte[] packed) {
        return packed.length / RUN_BYTES;
    }

    /** Entries of all runs. */
    public static int entries(byte[] packed) {
        int last = runs(packed) - 1;
        return last < 0 ? 0 : before(packed, last) + count(packed, last);
    }

    /** The frame number at an entry. */
    public static int frameNumber(byte[] packed, int entry) {
        int low = 0;
        int high = runs(packed) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before(packed, middle) <= entry) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return first(packed, low) + step(packed, low) * (entry - before(packed, low));
    }

    /** The entry of a frame number, or -1. */
    public static int entry(byte[] packed, int frameNumber) {
        int runs = runs(packed);
        for (int run = 0; run < runs; run++) {
            long distance = (long) frameNumber - first(packed, run);
            int step = step(packed, run);
            int count = count(packed, run);
            if (step == 0) {
                if (distance == 0 && count > 0) {
                    return before(packed, run);
                }
                continue;
            }
            long index = distance / step;
            if (index >= 0 && index < count && index * step == distance) {
                return before(packed, run) + (int) index;
            }
        }
        return -1;
    }

    public static int first(byte[] packed, int run) {
        return (int) INTS.get(packed, run * RUN_BYTES);
    }

    public static int step(byte[] packed, int run) {
        return (int) INTS.get(packed, run * RUN_BYTES + 4);
    }

    public static int count(byte[] packed, int run) {
        return (int) INTS.get(packed, run * RUN_BYTES + 8);
    }

    private static int before(byte[] packed, int run) {
        return (int) INTS.get(packed, run * RUN_BYTES + 12);
    }
}
