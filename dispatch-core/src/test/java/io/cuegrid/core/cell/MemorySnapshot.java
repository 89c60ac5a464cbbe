package io.cuegrid.core.cell;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A snapshot in memory. */
final class MemorySnapshot implements SnapshotWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    SnapshotReader reader() {
        return new Reader(ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    @Override
    public void putByte(byte value) {
        bytes.write(value);
    }

    @Override
    public void putInt(int value) {
        bytes.write(scratch.putInt(0, value).array(), 0, 4);
    }

    @Override
    public void putLong(long value) {
        bytes.write(scratch.putLong(0, value).array(), 0, 8);
    }

    @Override
    public void putBytes(byte[] values, int offset, int length) {
        bytes.write(values, offset, length);
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

    private record Reader(ByteBuffer buffer) implements SnapshotReader {
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
                values[offset + i] = getInt();
            }
        }

        @Override
        public void getLongs(long[] values, int offset, int length) {
            for (int i = 0; i < length; i++) {
                values[offset + i] = getLong();
            }
        }
    }
}
