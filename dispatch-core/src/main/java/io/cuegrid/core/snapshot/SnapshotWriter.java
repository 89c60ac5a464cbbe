package io.cuegrid.core.snapshot;

/**
 * Takes a state machine's state as a stream of little-endian primitives. Implementations: a file with a checksum, a
 * Hazelcast stream, a buffer in tests. Not thread-safe.
 */
public interface SnapshotWriter {

    void putByte(byte value);

    void putInt(int value);

    void putLong(long value);

    void putBytes(byte[] values, int offset, int length);

    void putInts(int[] values, int offset, int length);

    void putLongs(long[] values, int offset, int length);
}
