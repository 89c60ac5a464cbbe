package io.cuegrid.persistence.journal;

import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the batches of one replica to its segment. An append is a copy into a mapped file: it survives the process
 * whatever happens to it; {@link SyncPolicy} says when it survives a power cut. Allocates only while its buffer grows
 * and when a file of the queue is full.
 *
 * <p>Threading: one thread at a time appends (the partition thread of the replica); counters may be read by any.
 */
public final class JournalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int INITIAL_BYTES = 64 << 10;

    private final Segment segment;
    private final SyncPolicy syncPolicy;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final CRC32C crc = new CRC32C();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final BatchHeaderDecoder header = new BatchHeaderDecoder();
    private final UnsafeBuffer leadHeader =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + BatchHeaderEncoder.BLOCK_LENGTH]);
    private byte[] part = new byte[INITIAL_BYTES];
    private final UnsafeBuffer frame = new UnsafeBuffer(part);
    private int cycle = Integer.MIN_VALUE;
    private volatile @Nullable Path currentFile;
    private boolean closed;

    private final AtomicLong appendedSequence = new AtomicLong();
    private final AtomicLong acknowledgedSequence = new AtomicLong();
    private final AtomicLong appendedBytes = new AtomicLong();
    private final AtomicLong appends = new AtomicLong();
    private final AtomicLong syncedAppends = new AtomicLong();
    private final AtomicLong unsyncedSinceNanos = new AtomicLong();
    private final Queue<Path> rolledFiles = new ConcurrentLinkedQueue<>();

    JournalWriter(Segment segment, SyncPolicy syncPolicy, TimeProvider time) {
        this.segment = segment;
        this.syncPolicy = syncPolicy;
        this.queue = SegmentQueue.openToAppend(segment.folder(), time);
        this.appender = queue.createAppender();
        this.appender.singleThreadedCheckDisabled(true);
        this.appendedSequence.set(segment.sequence());
    }

    /**
     * Appends one applied batch.
     *
     * @param headerBuffer an encoded {@code BatchHeader}, message header included
     * @param content its events, as a message list
     * @throws IllegalArgumentException if the batch is not the next one after the last appended
     */
    public void append(
            DirectBuffer headerBuffer,
            int headerOffset,
            int headerLength,
            DirectBuffer content,
            int offset,
            int length) {
        header.wrapAndApplyHeader(headerBuffer, headerOffset, messageHeader);
        long sequence = header.sequence();
        if (sequence != appendedSequence.get() + 1) {
            throw new IllegalArgumentException("batch " + sequence + " after " + appendedSequence.get() + " in "
                    + segment.folder() + ": a journal takes batches without a gap");
        }
        if (length > BatchFrame.BATCH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a batch of " + length + " bytes is over the limit of " + BatchFrame.BATCH_BYTES_MAX);
        }
        int done = 0;
        int partNumber = 0;
        do {
            int ofHeader = partNumber == 0 ? headerLength : 0;
            int ofContent = Math.min(length - done, BatchFrame.PART_BYTES_MAX - ofHeader);
            byte flags = done + ofContent == length ? BatchFrame.FLAG_LAST : 0;
            int bytes = BatchFrame.FRAME_LENGTH + ofHeader + ofContent;
            reserve(bytes);
            BatchFrame.write(frame, flags, partNumber, ofHeader, sequence);
            if (ofHeader > 0) {
                headerBuffer.getBytes(headerOffset, part, BatchFrame.FRAME_LENGTH, ofHeader);
            }
            content.getBytes(offset + done, part, BatchFrame.FRAME_LENGTH + ofHeader, ofContent);
            write(bytes);
            done += ofContent;
            partNumber++;
        } while (done < length);
        acknowledgedSequence.setRelease(header.acknowledgedSequence());
        appended(sequence);
    }

    /** Notes that another leader leads from here on, so that its epoch is never given out again. */
    public void lead(long epochNumber, long leaderHigh, long leaderLow) {
        BatchHeaderEncoder encoder = new BatchHeaderEncoder();
        encoder.wrapAndApplyHeader(leadHeader, 0, new MessageHeaderEncoder())
                .epochNumber(epochNumber)
                .leaderHigh(leaderHigh)
                .leaderLow(leaderLow)
                .sequence(appendedSequence.get())
                .timeMillis(0)
                .acknowledgedSequence(acknowledgedSequence.get())
                .items(0)
                .contentLength(0);
        int bytes = BatchFrame.FRAME_LENGTH + leadHeader.capacity();
        reserve(bytes);
        byte flags = BatchFrame.FLAG_LAST | BatchFrame.FLAG_LEAD;
        BatchFrame.write(frame, flags, 0, leadHeader.capacity(), appendedSequence.get());
        leadHeader.getBytes(0, part, BatchFrame.FRAME_LENGTH, leadHeader.capacity());
        write(bytes);
        appended(appendedSequence.get());
    }

    private void reserve(int bytes) {
        if (part.length < bytes) {
            part = new byte[Math.max(bytes, Math.min(part.length * 2, BatchFrame.PART_BYTES_MAX * 2))];
            frame.wrap(part);
        }
    }

    private void write(int length) {
        frame.putInt(BatchFrame.CRC_OFFSET, BatchFrame.crc(crc, part, length), BatchFrame.ORDER);
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            bytes.write(part, 0, length);
        }
        if (appender.cycle() != cycle) {
            cycle = appender.cycle();
            fileChanged(appender.currentFile());
        }
        appendedBytes.setRelease(appendedBytes.get() + length);
    }

    private void fileChanged(@Nullable File file) {
        Path before = currentFile;
        if (before != null) {
            rolledFiles.add(before);
        }
        currentFile = file == null ? null : file.toPath();
    }

    private void appended(long sequence) {
        unsyncedSinceNanos.compareAndSet(0, System.nanoTime() | 1);
        appendedSequence.setRelease(sequence);
        appends.setRelease(appends.get() + 1);
        if (syncPolicy == SyncPolicy.BATCH) {
            sync();
        }
    }

    /** Forces what was appended to the disk. By the syncer's thread, the appending one, or a leader without a backup. */
    public synchronized void sync() {
        long upTo = appends.getAcquire();
        if (upTo == syncedAppends.get()) {
            return;
        }
        long since = unsyncedSinceNanos.getAndSet(0);
        try {
            boolean newFiles = false;
            for (Path file = rolledFiles.poll(); file != null; file = rolledFiles.poll()) {
                forceRolled(file);
                newFiles = true;
            }
            Path file = currentFile;
            if (file != null) {
                DiskSync.force(file);
            }
            if (newFiles || syncedAppends.get() == 0) {
                DiskSync.force(segment.folder());
            }
            syncedAppends.setRelease(upTo);
        } catch (IOException e) {
            unsyncedSinceNanos.compareAndSet(0, since);
            throw new JournalException("cannot force the journal in " + segment.folder() + " to the disk", e);
        }
    }

    private static void forceRolled(Path file) throws IOException {
        try {
            DiskSync.force(file);
        } catch (NoSuchFileException deletedSince) {
            LOG.debug("{} was deleted before it was forced: a snapshot covers it and history has it", file);
        }
    }

    public Segment segment() {
        return segment;
    }

    /** Of the last batch appended. */
    public long appendedSequence() {
        return appendedSequence.getAcquire();
    }

    /** The newest sequence that the last batch said to be acknowledged. */
    public long acknowledgedSequence() {
        return acknowledgedSequence.getAcquire();
    }

    /** Since this segment began. */
    public long appendedBytes() {
        return appendedBytes.getAcquire();
    }

    /** Since this segment began; batches and changes of the lead. */
    public long appends() {
        return appends.getAcquire();
    }

    /** For how long something appended has not been on the disk, milliseconds; 0 when all is. */
    public long syncLagMillis() {
        long since = unsyncedSinceNanos.getAcquire();
        return since == 0 ? 0 : Math.max(0, (System.nanoTime() - since) / 1_000_000);
    }

    /** Forces what is left and closes the files. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sync();
            appender.close();
            queue.close();
        }
    }
}
