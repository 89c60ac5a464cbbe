package io.cuegrid.persistence.snapshot;

import io.cuegrid.core.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a machine writes in chunks and hands each full one on. Never touches a file: it is called on the machine's
 * thread.
 */
final class ChunkWriter implements SnapshotWriter {
    private final Supplier<ByteBuffer> empty;
    private final Consumer<ByteBuffer> full;
    private @Nullable ByteBuffer chunk;

    /**
     * @param empty gives chunks
     * @param full takes those that have something in them, ready to be read
     */
    ChunkWriter(Supplier<ByteBuffer> empty, Consumer<ByteBuffer> full) {
        this.empty = empty;
        this.full = full;
    }

    private ByteBuffer room(int bytes) {
        ByteBuffer open = chunk;
        if (open != null && open.remaining() < bytes) {
            flush();
            open = null;
        }
        if (open == null) {
            open = empty.get();
            chunk = open;
        }
        return open;
    }

    /** Hands on what is there. */
    void flush() {
        ByteBuffer open = chunk;
        if (open != null) {
            chunk = null;
            full.accept(open.flip());
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
            ByteBuffer open = room(1);
            int bytes = Math.min(open.remaining(), length - done);
            open.put(values, offset + done, bytes);
            done += bytes;
        }
    }

    @Override
    public void putInts(int[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer open = room(Integer.BYTES);
            int ints = Math.min(open.remaining() / Integer.BYTES, length - done);
            open.asIntBuffer().put(values, offset + done, ints);
            open.position(open.position() + ints * Integer.BYTES);
            done += ints;
        }
    }

    @Override
    public void putLongs(long[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer open = room(Long.BYTES);
            int longs = Math.min(open.remaining() / Long.BYTES, length - done);
            open.asLongBuffer().put(values, offset + done, longs);
            open.position(open.position() + longs * Long.BYTES);
            done += longs;
        }
    }
}
