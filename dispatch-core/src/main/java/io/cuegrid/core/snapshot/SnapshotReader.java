package io.cuegrid.core.snapshot;

/** The other end of {@link SnapshotWriter}: the same calls in the same order return what was put. Not thread-safe. */
public interface SnapshotReader {

    byte getByte();

    int getInt();

    long getLong();

    void getBytes(byte[] values, int offset, int length);

    void getInts(int[] values, int offset, int length);

    void getLongs(long[] values, int offset, int length);
}
