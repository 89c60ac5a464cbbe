package io.cuegrid.persistence.snapshot;

import io.cuegrid.core.snapshot.SnapshotWriter;
import io.cuegrid.persistence.journal.DiskSync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way to its file. The machine's thread fills {@link #writer} slice by slice while {@link #hasRoom}, and
 * ends with {@link #finish} or {@link #cancel}; the store's thread writes. The file gets its name when it is whole and on
 * the disk.
 *
 * <p>Threading: as said; the two threads meet in a queue of chunks.
 */
public final class SnapshotInProgress {
    /** Chunks in memory: the machine's thread stops filling above it. */
    static final int CHUNKS_WAITING_MAX = 16;

    /** Brought to the disk together: much at once would hold up the journal, which every batch waits for. */
    private static final long SYNC_BYTES = 4L << 20;

    private enum End {
        OPEN,
        FINISHED,
        CANCELLED
    }

    private final SnapshotFile target;
    private final Path draft;
    private final Chunks pool;
    private final ChunkWriter writer;
    private final Queue<ByteBuffer> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CRC32C crc = new CRC32C();
    private volatile End end = End.OPEN;
    private volatile boolean done;
    private @Nullable FileChannel channel;
    private final long begunNanos = System.nanoTime();
    private long bytes;
    private long syncedBytes;

    SnapshotInProgress(SnapshotFile target, int machine, Chunks pool) {
        this.target = target;
        this.pool = pool;
        this.writer = new ChunkWriter(pool::take, this::enqueue);
        this.draft = target.path().resolveSibling(target.path().getFileName() + ".new");
        writer.putLong(SnapshotFile.MAGIC);
        writer.putInt(SnapshotFile.FORMAT);
        writer.putInt(machine);
        writer.putLong(target.segment());
    }

    private void enqueue(ByteBuffer chunk) {
        waiting.incrementAndGet();
        chunks.add(chunk);
    }

    /** Where the replica's capture writes. */
    public SnapshotWriter writer() {
        return writer;
    }

    /** Whether the next slice should be written now; false while the disk is behind. */
    public boolean hasRoom() {
        return waiting.get() < CHUNKS_WAITING_MAX;
    }

    /** All is written. */
    public void finish() {
        writer.flush();
        end = End.FINISHED;
    }

    /** Gives up; no file remains. */
    public void cancel() {
        writer.flush();
        end = End.CANCELLED;
        if (done) {
            giveBack();
        }
    }

    /** Whether the store is done with it: the file is there, or was given up. */
    public boolean isDone() {
        return done;
    }

    /** Whether the file is there, whole. */
    boolean isWhole() {
        return done && end == End.FINISHED;
    }

    /** Bytes written so far. */
    long bytes() {
        return bytes;
    }

    long begunNanos() {
        return begunNanos;
    }

    public SnapshotFile target() {
        return target;
    }

    /**
     * Writes what waits. By the store's thread.
     *
     * @return whether it is over
     */
    boolean drain() throws IOException {
        End seen = end;
        if (seen == End.CANCELLED) {
            discard();
            return true;
        }
        for (ByteBuffer chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            waiting.decrementAndGet();
            try {
                write(chunk);
            } finally {
                pool.give(chunk);
            }
        }
        if (seen == End.FINISHED) {
            complete();
            return true;
        }
        return false;
    }

    private FileChannel open() throws IOException {
        FileChannel opened = channel;
        if (opened == null) {
            opened = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            channel = opened;
        }
        return opened;
    }

    private void write(ByteBuffer chunk) throws IOException {
        crc.update(chunk.duplicate());
        bytes += chunk.remaining();
        FileChannel to = open();
        while (chunk.hasRemaining()) {
            to.write(chunk);
        }
        if (bytes - syncedBytes >= SYNC_BYTES) {
            to.force(false);
            syncedBytes = bytes;
        }
    }

    private void complete() throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        write(length.putLong(bytes).flip());
        ByteBuffer checksum = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        checksum.putInt((int) crc.getValue()).flip();
        FileChannel to = open();
        while (checksum.hasRemaining()) {
            to.write(checksum);
        }
        to.force(true);
        to.close();
        Files.move(draft, target.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DiskSync.force(Objects.requireNonNull(target.path().getParent()));
        done = true;
    }

    /** Removes what was written so far. */
    void discard() throws IOException {
        try {
            giveBack();
            FileChannel opened = channel;
            if (opened != null) {
                opened.close();
            }
            Files.deleteIfExists(draft);
        } finally {
            done = true;
        }
    }

    private void giveBack() {
        for (ByteBuffer chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            pool.give(chunk);
        }
    }
}
