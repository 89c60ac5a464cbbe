package io.cuegrid.persistence.snapshot;

import io.cuegrid.core.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Collects what a machine writes in chunks and hands each full one on. Never touches a file: it is called on the machine's
 * thread.
 */
final class ChunkWriter implements SnapshotWriter {
    static final int CHUNK_BYTES = 1 << 20;

    private final Consumer<ByteBuffer> full;
    private ByteBuffer chunk = newChunk();

    ChunkWriter(Consumer<ByteBuffer> full) {
        this.full = full;
    }

    private static ByteBuffer newChunk() {
        return ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer room(int bytes) {
        if (chunk.remaining() < bytes) {
            flush();
        }
        return chunk;
    }

    /** Hands on what is there. */
    void flush() {
        if (chunk.position() > 0) {
            full.accept(chunk.flip());
            chunk = newChunk();
        }
    }

    @Override
    public void putByte(byte value) {
        room(Byte.BYTES).put(value);
    }

    @Override
    public void putInt(int value) {
        room(Integer.BYTES).putInt(value);
    }

    @Override
    public void putLong(long value) {
        room(Long.BYTES).putLong(value);
    }

    @Override
    public void putBytes(byte[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int bytes = Math.min(room(1).remaining(), length - done);
            chunk.put(values, offset + done, bytes);
            done += bytes;
        }
    }

    @Override
    public void putInts(int[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int ints = Math.min(room(Integer.BYTES).remaining() / Integer.BYTES, length - done);
            chunk.asIntBuffer().put(values, offset + done, ints);
            chunk.position(chunk.position() + ints * Integer.BYTES);
            done += ints;
        }
    }

    @Override
    public void putLongs(long[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int longs = Math.min(room(Long.BYTES).remaining() / Long.BYTES, length - done);
            chunk.asLongBuffer().put(values, offset + done, longs);
            chunk.position(chunk.position() + longs * Long.BYTES);
            done += longs;
        }
    }
}
