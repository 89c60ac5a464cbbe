package io.cuegrid.core.directory;

/** A 64-bit hash for digests of state: the same on every JVM. Not for untrusted keys. */
final class ByteHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xBF58476D1CE4E5B9L;

    private ByteHash() {}

    static long mix(long hash, long value) {
        long mixed = (hash ^ value) * FACTOR + SEED;
        return mixed ^ (mixed >>> 29);
    }

    static long of(byte[] bytes) {
        long hash = mix(SEED, bytes.length);
        for (byte value : bytes) {
            hash = mix(hash, value);
        }
        return hash;
    }
}
