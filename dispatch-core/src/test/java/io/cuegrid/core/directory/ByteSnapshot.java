package io.cuegrid.core.directory;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import org.agrona.ExpandableArrayBuffer;

/** A snapshot in memory. */
final class ByteSnapshot implements SnapshotWriter, SnapshotReader {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private int end;
    private int position;

    boolean isAtEnd() {
        return position == end;
    }

    @Override
    public void putByte(byte value) {
        buffer.putByte(end, value);
        end += Byte.BYTES;
    }

    @Override
    public void putInt(int value) {
        buffer.putInt(end, value);
        end += Integer.BYTES;
    }

    @Override
    public void putLong(long value) {
        buffer.putLong(end, value);
        end += Long.BYTES;
    }

    @Override
    public void putBytes(byte[] values, int offset, int length) {
        buffer.putBytes(end, values, offset, length);
        end += length;
    }

    @Override
    public void putInts(int[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            putInt(values[i]);
        }
    }

    @Override
    public void putLongs(long[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            putLong(values[i]);
        }
    }

    @Override
    public byte getByte() {
        position += Byte.BYTES;
        return buffer.getByte(position - Byte.BYTES);
    }

    @Override
    public int getInt() {
        position += Integer.BYTES;
        return buffer.getInt(position - Integer.BYTES);
    }

    @Override
    public long getLong() {
        position += Long.BYTES;
        return buffer.getLong(position - Long.BYTES);
    }

    @Override
    public void getBytes(byte[] values, int offset, int length) {
        buffer.getBytes(position, values, offset, length);
        position += length;
    }

    @Override
    public void getInts(int[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            values[i] = getInt();
        }
    }

    @Override
    public void getLongs(long[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            values[i] = getLong();
        }
    }
}
