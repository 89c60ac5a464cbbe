package io.cuegrid.core.cell.columns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A fast hash of state, the same on every JVM; no protection against people. */
public final class Hash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME_A = 0x9E3779B97F4A7C15L;
    private static final long PRIME_B = 0xC2B2AE3D27D4EB4FL;

    private Hash() {}

    /** Mixes one value into a hash. */
    public static long mix(long seed, long value) {
        long h = (seed ^ value) * PRIME_A;
        h ^= h >>> 29;
        return h * PRIME_B;
    }

    /** Mixes bytes into a hash. */
    public static long mix(long seed, byte[] bytes, int offset, int length) {
        long h = seed ^ (length * PRIME_B);
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            h = Long.rotateLeft((h ^ (long) LONGS.get(bytes, at)) * PRIME_A, 27);
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = (tail << 8) | (bytes[at] & 0xFF);
        }
        return mix(h, tail);
    }
}
