package io.cuegrid.core.cell.book;

/**
 * What a frame asks for and what a host has left as four numbers of 15 bits in one long, so that one subtraction compares
 * all four. Numbers are rounded down the same way on both sides: what really fits always fits here; the exact
 * numbers are compared once a candidate is found.
 *
 * <pre>
 *   lane 0 cores (tenths of a core) | lane 1 memory | lane 2 gpus, and "whole host" | lane 3 gpu memory
 * </pre>
 */
public final class Need {
    /** Fits nowhere. */
    public static final long CLOSED = 0x7FFF_7FFF_7FFF_7FFFL;
    /** A host without any limit. */
    public static final long UNBOUNDED = 0x7FFF_7FFF_7FFF_7FFFL;

    private static final long GUARDS = 0x8000_8000_8000_8000L;
    private static final int LANE_MAX = 0x7FFF;
    private static final int GPUS_MAX = 0x3FFF;
    private static final int WHOLE_HOST = 0x4000;
    private static final int CORE_QUANTUM = 10;
    private static final int MEMORY_SHIFT = 16;
    private static final int GPU_SHIFT = 32;
    private static final int GPU_MEMORY_SHIFT = 48;
    private static final int MANTISSA_BITS = 10;

    private Need() {}

    /** @param wholeHost the frame takes a host that is idle; of a host: it is idle */
    public static long of(int coreUnits, long memoryKib, int gpus, long gpuMemoryKib, boolean wholeHost) {
        long gpuLane = Math.max(0, Math.min(GPUS_MAX, gpus)) | (wholeHost ? WHOLE_HOST : 0);
        return cores(coreUnits)
                | rounded(memoryKib) << MEMORY_SHIFT
                | gpuLane << GPU_SHIFT
                | rounded(gpuMemoryKib) << GPU_MEMORY_SHIFT;
    }

    private static long cores(long coreUnits) {
        return Math.max(0, Math.min(LANE_MAX, coreUnits / CORE_QUANTUM));
    }

    /** Rounds down to 10 significant bits; larger values never give smaller results. */
    private static long rounded(long value) {
        if (value < 1 << MANTISSA_BITS) {
            return Math.max(0, value);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value) - MANTISSA_BITS;
        long mantissa = (value >>> exponent) & ((1 << MANTISSA_BITS) - 1);
        return Math.min(LANE_MAX, (long) (exponent + 1) << MANTISSA_BITS | mantissa);
    }

    /** Whether each lane of the need is at most that of the room. */
    public static boolean fits(long need, long room) {
        return (((room | GUARDS) - need) & GUARDS) == GUARDS;
    }

    /** The smaller of each lane. */
    public static long min(long a, long b) {
        long notLess = ((a | GUARDS) - b) & GUARDS;
        long takeB = notLess - (notLess >>> 15);
        return (b & takeB) | (a & ~takeB & ~GUARDS);
    }

    /** What is large here is small there: turns "the largest room" into "the smallest need". */
    public static long inverse(long value) {
        return UNBOUNDED - value;
    }

    /** Room cut down to so many core units. */
    public static long capCores(long room, long coreUnits) {
        long lane = cores(coreUnits);
        return lane < (room & LANE_MAX) ? (room & ~(long) LANE_MAX) | lane : room;
    }

    /** Room cut down to so many gpus. */
    public static long capGpus(long room, long gpus) {
        long lane = (room >>> GPU_SHIFT) & GPUS_MAX;
        long cap = Math.max(0, gpus);
        return cap < lane ? (room & ~((long) GPUS_MAX << GPU_SHIFT)) | cap << GPU_SHIFT : room;
    }

    /** Room that gives no gpus. */
    public static boolean hasGpu(long room) {
        return ((room >>> GPU_SHIFT) & GPUS_MAX) != 0;
    }
}
