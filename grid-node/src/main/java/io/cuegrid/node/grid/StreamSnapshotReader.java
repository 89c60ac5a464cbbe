package io.cuegrid.node.grid;

import com.hazelcast.nio.ObjectDataInput;
import io.cuegrid.core.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The other end of {@link StreamSnapshotWriter}. Not thread-safe. */
final class StreamSnapshotReader implements SnapshotReader {
    private final ObjectDataInput in;
    private final byte[] chunk = new byte[StreamSnapshotWriter.CHUNK_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

    StreamSnapshotReader(ObjectDataInput in) {
        this.in = in;
        buffer.limit(0);
    }

    @Override
    public byte getByte() {
        fill();
        return buffer.get();
    }

    @Override
    public int getInt() {
        fill();
        return buffer.getInt();
    }

    @Override
    public long getLong() {
        fill();
        return buffer.getLong();
    }

    @Override
    public void getBytes(byte[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            fill();
            int step = Math.min(length - done, buffer.remaining());
            buffer.get(values, offset + done, step);
            done += step;
        }
    }

    @Override
    public void getInts(int[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            fill();
            int step = Math.min(length - done, buffer.remaining() / Integer.BYTES);
            requireStep(step);
            buffer.asIntBuffer().get(values, offset + done, step);
            buffer.position(buffer.position() + step * Integer.BYTES);
            done += step;
        }
    }

    @Override
    public void getLongs(long[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            fill();
            int step = Math.min(length - done, buffer.remaining() / Long.BYTES);
            requireStep(step);
            buffer.asLongBuffer().get(values, offset + done, step);
            buffer.position(buffer.position() + step * Long.BYTES);
            done += step;
        }
    }

    private static void requireStep(int step) {
        if (step == 0) {
            throw new IllegalStateException("a replica's stream is read in another order than it was written");
        }
    }

    private void fill() {
        if (buffer.hasRemaining()) {
            return;
        }
        try {
            int length = in.readInt();
            if (length <= 0 || length > chunk.length) {
                throw new IOException("a chunk of " + length + " bytes in a replica's stream");
            }
            in.readFully(chunk, 0, length);
            buffer.position(0).limit(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
