package io.cuegrid.persistence.snapshot;

import io.cuegrid.core.snapshot.SnapshotReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a snapshot's file. Not thread-safe. */
public final class SnapshotFileReader implements SnapshotReader, AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final SnapshotFile file;
    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    /** Opens the file after its header: the replica comes first. */
    public SnapshotFileReader(SnapshotFile file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        channel.position(SnapshotFile.HEADER_BYTES);
    }

    /**
     * Checks a whole file.
     *
     * @return null when it is good, else what is wrong with it
     */
    static @Nullable String check(SnapshotFile file, int machine) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < SnapshotFile.HEADER_BYTES + SnapshotFile.TRAILER_BYTES) {
                return "it has only " + size + " bytes";
            }
            ByteBuffer header = read(channel, 0, SnapshotFile.HEADER_BYTES);
            if (header.getLong() != SnapshotFile.MAGIC) {
                return "it is not a snapshot";
            }
            int format = header.getInt();
            if (format != SnapshotFile.FORMAT) {
                return "its format is " + format + ", this version reads " + SnapshotFile.FORMAT;
            }
            int ofMachine = header.getInt();
            if (ofMachine != machine) {
                return "it is of machine " + ofMachine + ", not " + machine;
            }
            ByteBuffer trailer = read(channel, size - SnapshotFile.TRAILER_BYTES, SnapshotFile.TRAILER_BYTES);
            if (trailer.getLong() != size - SnapshotFile.TRAILER_BYTES) {
                return "it is cut short";
            }
            return trailer.getInt() == crc(channel, size - Integer.BYTES) ? null : "its checksum is wrong";
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new EOFException("the file ends at " + position);
            }
        }
        return into.flip();
    }

    private static int crc(FileChannel channel, long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer into = ByteBuffer.allocate(BUFFER_BYTES);
        long position = 0;
        while (position < end) {
            into.clear().limit((int) Math.min(into.capacity(), end - position));
            int read = channel.read(into, position);
            if (read < 0) {
                throw new EOFException("the file ends at " + position);
            }
            position += read;
            crc.update(into.flip());
        }
        return (int) crc.getValue();
    }

    private ByteBuffer have(int bytes) {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        try {
            buffer.compact();
            while (buffer.position() < bytes) {
                if (channel.read(buffer) < 0) {
                    throw new EOFException("snapshot " + file.path() + " ends before its state does");
                }
            }
            return buffer.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte getByte() {
        return have(Byte.BYTES).get();
    }

    @Override
    public int getInt() {
        return have(Integer.BYTES).getInt();
    }

    @Override
    public long getLong() {
        return have(Long.BYTES).getLong();
    }

    @Override
    public void getBytes(byte[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int bytes = Math.min(have(1).remaining(), length - done);
            buffer.get(values, offset + done, bytes);
            done += bytes;
        }
    }

    @Override
    public void getInts(int[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int ints = Math.min(have(Integer.BYTES).remaining() / Integer.BYTES, length - done);
            buffer.asIntBuffer().get(values, offset + done, ints);
            buffer.position(buffer.position() + ints * Integer.BYTES);
            done += ints;
        }
    }

    @Override
    public void getLongs(long[] values, int offset, int length) {
        int done = 0;
        while (done < length) {
            int longs = Math.min(have(Long.BYTES).remaining() / Long.BYTES, length - done);
            buffer.asLongBuffer().get(values, offset + done, longs);
            buffer.position(buffer.position() + longs * Long.BYTES);
            done += longs;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
