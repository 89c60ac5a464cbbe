package io.cuegrid.node.grid;

import com.hazelcast.nio.ObjectDataOutput;
import io.cuegrid.core.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A snapshot written to another member, through a buffer so that arrays go out as memory copies: chunks of a length
 * and so many bytes. Not thread-safe.
 */
final class StreamSnapshotWriter implements SnapshotWriter {
    static final int CHUNK_BYTES = 64 * 1024;

    private final ObjectDataOutput out;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

    StreamSnapshotWriter(ObjectDataOutput out) {
        this.out = out;
    }

    @Override
    public void putByte(byte value) {
        room(1);
        buffer.put(value);
    }

    @Override
    public void putInt(int value) {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    @Override
    public void putLong(long value) {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    @Override
    public void putBytes(byte[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            room(1);
            int step = Math.min(length - done, buffer.remaining());
            buffer.put(values, offset + done, step);
            done += step;
        }
    }

    @Override
    public void putInts(int[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            room(Integer.BYTES);
            int step = Math.min(length - done, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, offset + done, step);
            buffer.position(buffer.position() + step * Integer.BYTES);
            done += step;
        }
    }

    @Override
    public void putLongs(long[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            room(Long.BYTES);
            int step = Math.min(length - done, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, offset + done, step);
            buffer.position(buffer.position() + step * Long.BYTES);
            done += step;
        }
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    void flush() {
        if (buffer.position() == 0) {
            return;
        }
        try {
            out.writeInt(buffer.position());
            out.write(chunk, 0, buffer.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }
}
