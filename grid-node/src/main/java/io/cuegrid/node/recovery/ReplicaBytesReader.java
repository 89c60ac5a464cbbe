package io.cuegrid.node.recovery;

import io.cuegrid.core.snapshot.SnapshotReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The other end of {@link ReplicaBytes}. Not thread-safe. */
final class ReplicaBytesReader implements SnapshotReader {
    private final ByteBuffer buffer;

    ReplicaBytesReader(byte[] bytes) {
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public byte getByte() {
        return buffer.get();
    }

    @Override
    public int getInt() {
        return buffer.getInt();
    }

    @Override
    public long getLong() {
        return buffer.getLong();
    }

    @Override
    public void getBytes(byte[] values, int offset, int length) {
        buffer.get(values, offset, length);
    }

    @Override
    public void getInts(int[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            values[offset + i] = buffer.getInt();
        }
    }

    @Override
    public void getLongs(long[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            values[offset + i] = buffer.getLong();
        }
    }
}
