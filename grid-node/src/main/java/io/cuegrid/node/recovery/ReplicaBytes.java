package io.cuegrid.node.recovery;

import io.cuegrid.core.snapshot.SnapshotWriter;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;

/** A replica's snapshot in memory, on its way to another node. Not thread-safe. */
final class ReplicaBytes implements SnapshotWriter {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private int position;

    @Override
    public void putByte(byte value) {
        buffer.putByte(position, value);
        position++;
    }

    @Override
    public void putInt(int value) {
        buffer.putInt(position, value);
        position += Integer.BYTES;
    }

    @Override
    public void putLong(long value) {
        buffer.putLong(position, value);
        position += Long.BYTES;
    }

    @Override
    public void putBytes(byte[] values, int offset, int length) {
        buffer.putBytes(position, values, offset, length);
        position += length;
    }

    @Override
    public void putInts(int[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            putInt(values[offset + i]);
        }
    }

    @Override
    public void putLongs(long[] values, int offset, int length) {
        for (int i = 0; i < length; i++) {
            putLong(values[offset + i]);
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer.byteArray(), position);
    }
}
