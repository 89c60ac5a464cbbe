package io.cuegrid.core.cell.book;

/**
 * What a frame asks for and what a host has left as five small numbers in one long, each with a guard bit above it, so that
 * one subtraction compares all of them. Numbers are rounded down the same way on both sides: what really fits always fits
 * here; the exact numbers are compared once a candidate is found.
 *
 * <pre>
 *   bits 0-14 cores (tenths of a core) | 16-30 memory | 32-38 gpus | 40-46 whole host | 48-62 gpu memory
 * </pre>
 */
public final class Need {
    /** Fits nowhere. */
    public static final long CLOSED = 0x7FFF_7F7F_7FFF_7FFFL;
    /** A host without any limit. */
    public static final long UNBOUNDED = CLOSED;

    private static final long GUARDS = 0x8000_8080_8000_8000L;
    private static final long WIDE_GUARDS = 0x8000_0000_8000_8000L;
    private static final long NARROW_GUARDS = 0x0000_8080_0000_0000L;
    private static final int WIDE_BITS = 15;
    private static final int NARROW_BITS = 7;
    private static final long WIDE_MAX = 0x7FFF;
    private static final long GPUS_MAX = 0x7F;
    private static final int CORE_QUANTUM = 10;
    private static final int MEMORY_SHIFT = 16;
    private static final int GPU_SHIFT = 32;
    private static final int WHOLE_SHIFT = 40;
    private static final int GPU_MEMORY_SHIFT = 48;
    private static final int MANTISSA_BITS = 10;

    private Need() {}

    /** @param wholeHost the frame takes a host that is idle; of a host: it is idle */
    public static long of(int coreUnits, long memoryKib, int gpus, long gpuMemoryKib, boolean wholeHost) {
        return cores(coreUnits)
                | rounded(memoryKib) << MEMORY_SHIFT
                | gpus(gpus) << GPU_SHIFT
                | (wholeHost ? 1L << WHOLE_SHIFT : 0)
                | rounded(gpuMemoryKib) << GPU_MEMORY_SHIFT;
    }

    private static long cores(long coreUnits) {
        return Math.max(0, Math.min(WIDE_MAX, coreUnits / CORE_QUANTUM));
    }

    private static long gpus(long gpus) {
        return Math.max(0, Math.min(GPUS_MAX, gpus));
    }

    /** Rounds down to 10 significant bits; larger values never give smaller results. */
    private static long rounded(long value) {
        if (value < 1 << MANTISSA_BITS) {
            return Math.max(0, value);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value) - MANTISSA_BITS;
        long mantissa = (value >>> exponent) & ((1 << MANTISSA_BITS) - 1);
        return Math.min(WIDE_MAX, (long) (exponent + 1) << MANTISSA_BITS | mantissa);
    }

    /** Whether each number of the need is at most that of the room. */
    public static boolean fits(long need, long room) {
        return (((room | GUARDS) - need) & GUARDS) == GUARDS;
    }

    /** The smaller of each number. */
    public static long min(long a, long b) {
        long notLess = ((a | GUARDS) - b) & GUARDS;
        long wide = notLess & WIDE_GUARDS;
        long narrow = notLess & NARROW_GUARDS;
        long takeB = (wide - (wide >>> WIDE_BITS)) | (narrow - (narrow >>> NARROW_BITS));
        return (b & takeB) | (a & ~takeB & ~GUARDS);
    }

    /** What is large here is small there: turns "the largest room" into "the smallest need". */
    public static long inverse(long value) {
        return UNBOUNDED - value;
    }

    /** Room cut down to so many core units. */
    public static long capCores(long room, long coreUnits) {
        long left = cores(coreUnits);
        return left < (room & WIDE_MAX) ? (room & ~WIDE_MAX) | left : room;
    }

    /** Room cut down to so many gpus. */
    public static long capGpus(long room, long gpus) {
        long left = gpus(gpus);
        return left < ((room >>> GPU_SHIFT) & GPUS_MAX) ? (room & ~(GPUS_MAX << GPU_SHIFT)) | left << GPU_SHIFT : room;
    }
}
