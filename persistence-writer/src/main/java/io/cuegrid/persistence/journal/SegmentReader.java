package io.cuegrid.persistence.journal;

import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole batches of one segment in order, while it is being written or later. What cannot be whole (a torn tail,
 * a wrong checksum) ends the segment: {@link #damage()} says where.
 *
 * <p>Threading: one thread.
 */
public final class SegmentReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);
    private static final int INITIAL_BYTES = 64 << 10;

    private final Segment segment;
    private @Nullable SingleChronicleQueue queue;
    private @Nullable ExcerptTailer tailer;
    private final CRC32C crc = new CRC32C();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final BatchHeaderDecoder header = new BatchHeaderDecoder();
    private final UnsafeBuffer headerBuffer = new UnsafeBuffer(new byte[128]);
    private byte[] part = new byte[INITIAL_BYTES];
    private final UnsafeBuffer frame = new UnsafeBuffer(part);
    private byte[] content = new byte[INITIAL_BYTES];
    private final UnsafeBuffer contentBuffer = new UnsafeBuffer(content);
    private int contentLength;
    private boolean isLead;
    private int partsRead;
    private int partLength;
    private boolean started;
    private boolean held;
    private long lastSequence;
    private @Nullable String damage;

    public SegmentReader(Segment segment) {
        this.segment = segment;
        this.lastSequence = segment.sequence();
    }

    public Segment segment() {
        return segment;
    }

    /** Why reading ended before the end of the files, or null. */
    public @Nullable String damage() {
        return damage;
    }

    /** Of the last batch read, or the one that the segment begins after. */
    public long lastSequence() {
        return lastSequence;
    }

    /** The header of the batch. */
    public BatchHeaderDecoder header() {
        return header;
    }

    /** Whether this is a change of the lead, without events. */
    public boolean isLead() {
        return isLead;
    }

    /** The batch's events, a message list from 0 to {@link #contentLength()}; valid until the next call. */
    public DirectBuffer content() {
        return contentBuffer;
    }

    public int contentLength() {
        return contentLength;
    }

    /**
     * Steps to the next whole batch or change of the lead.
     *
     * @return false when there is none (yet), or when the rest is damaged
     */
    public boolean next() {
        if (held) {
            held = false;
            return true;
        }
        if (damage != null || !isOpen()) {
            return false;
        }
        try {
            while (readPart()) {
                if (addPart()) {
                    return true;
                }
                if (damage != null) {
                    return false;
                }
            }
            return false;
        } catch (RuntimeException | InternalError e) {
            damaged("it cannot be read (" + e + ")");
            return false;
        }
    }

    private boolean isOpen() {
        if (tailer != null) {
            return true;
        }
        if (!hasFiles(segment.folder())) {
            return false;
        }
        SingleChronicleQueue opened = SegmentQueue.openToRead(segment.folder());
        ExcerptTailer first = opened.createTailer();
        first.singleThreadedCheckDisabled(true);
        queue = opened;
        tailer = first;
        // the queue's own notion of its start may be of a file that was deleted since
        for (int cycle = opened.firstCycle(); cycle <= opened.lastCycle(); cycle++) {
            if (first.moveToCycle(cycle)) {
                break;
            }
        }
        return true;
    }

    private static boolean hasFiles(Path folder) {
        String[] names = folder.toFile().list();
        if (names == null || !Files.exists(folder.resolve("metadata.cq4t"))) {
            return false;
        }
        for (String name : names) {
            if (name.endsWith(SegmentQueue.FILE_SUFFIX)) {
                return true;
            }
        }
        return false;
    }

    /** Reads one excerpt into the part buffer. */
    private boolean readPart() {
        ExcerptTailer open = tailer;
        if (open == null) {
            return false;
        }
        try (DocumentContext document = open.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
            int length = (int) bytes.readRemaining();
            if (length < BatchFrame.FRAME_LENGTH || length > BatchFrame.FRAME_LENGTH + BatchFrame.PART_BYTES_MAX) {
                damaged("an excerpt of " + length + " bytes");
                return false;
            }
            if (part.length < length) {
                part = new byte[Math.max(length, part.length * 2)];
                frame.wrap(part);
            }
            bytes.read(part, 0, length);
            if (BatchFrame.crc(crc, part, length) != frame.getInt(BatchFrame.CRC_OFFSET, BatchFrame.ORDER)) {
                damaged("a wrong checksum");
                return false;
            }
            partLength = length;
            return true;
        }
    }

    /** @return whether a batch is whole with it */
    private boolean addPart() {
        int number = frame.getInt(BatchFrame.PART_OFFSET, BatchFrame.ORDER);
        int headerLength = frame.getInt(BatchFrame.HEADER_LENGTH_OFFSET, BatchFrame.ORDER);
        int flags = frame.getInt(BatchFrame.FLAGS_OFFSET, BatchFrame.ORDER);
        long sequence = frame.getLong(BatchFrame.SEQUENCE_OFFSET, BatchFrame.ORDER);
        if (number != 0 && !started) {
            return false; // its first part is in the file before
        }
        if (number == 0) {
            contentLength = 0;
            partsRead = 0;
            isLead = (flags & BatchFrame.FLAG_LEAD) != 0;
            if (!started) {
                started = true;
                lastSequence = isLead ? sequence : sequence - 1;
            }
            long expected = isLead ? lastSequence : lastSequence + 1;
            if (sequence != expected) {
                damaged("batch " + sequence + " where " + expected + " should be");
                return false;
            }
            if (headerLength < 0
                    || headerLength > Math.min(headerBuffer.capacity(), partLength - BatchFrame.FRAME_LENGTH)) {
                damaged("a header of " + headerLength + " bytes");
                return false;
            }
            headerBuffer.putBytes(0, part, BatchFrame.FRAME_LENGTH, headerLength);
        }
        if (number != partsRead) {
            damaged("part " + number + " of batch " + sequence + " where " + partsRead + " should be");
            return false;
        }
        partsRead++;
        int bytes = partLength - BatchFrame.FRAME_LENGTH - headerLength;
        if (content.length < contentLength + bytes) {
            byte[] larger = new byte[Math.max(contentLength + bytes, content.length * 2)];
            System.arraycopy(content, 0, larger, 0, contentLength);
            content = larger;
            contentBuffer.wrap(content);
        }
        System.arraycopy(part, BatchFrame.FRAME_LENGTH + headerLength, content, contentLength, bytes);
        contentLength += bytes;
        if ((flags & BatchFrame.FLAG_LAST) == 0) {
            return false;
        }
        header.wrapAndApplyHeader(headerBuffer, 0, messageHeader);
        lastSequence = sequence;
        return true;
    }

    private void damaged(String what) {
        damage = what + " after batch " + lastSequence;
        LOG.warn("journal {} is cut after batch {}: {}", segment.folder(), lastSequence, what);
    }

    /**
     * Goes to the batch after a sequence without reading all before it: to the start of the file that holds it, then
     * batch by batch. To be called before the first {@link #next}.
     *
     * @return whether the next batch here is the one after the sequence, or will be; false when it is in an older segment,
     *     was deleted, or lies after damage
     */
    public boolean skipTo(long afterSequence) {
        if (afterSequence < segment.sequence()) {
            return false;
        }
        if (afterSequence == segment.sequence() && !isOpen()) {
            return true;
        }
        if (!isOpen()) {
            return false;
        }
        try {
            moveToFileOf(afterSequence + 1);
        } catch (RuntimeException | InternalError e) {
            damaged("it cannot be searched (" + e + ")");
            return false;
        }
        while (lastSequence < afterSequence) {
            if (!next()) {
                return false;
            }
        }
        if (lastSequence == afterSequence + 1 && !isLead) {
            held = true; // files before it are gone
            return true;
        }
        return lastSequence == afterSequence;
    }

    private void moveToFileOf(long wanted) {
        ExcerptTailer open = Objects.requireNonNull(tailer);
        SingleChronicleQueue files = Objects.requireNonNull(queue);
        int lowest = files.lastCycle();
        for (int cycle = lowest; cycle >= files.firstCycle(); cycle--) {
            if (!open.moveToCycle(cycle) || !readPart()) {
                continue;
            }
            lowest = cycle;
            long sequence = frame.getLong(BatchFrame.SEQUENCE_OFFSET, BatchFrame.ORDER);
            boolean whole = frame.getInt(BatchFrame.PART_OFFSET, BatchFrame.ORDER) == 0;
            boolean lead = (frame.getInt(BatchFrame.FLAGS_OFFSET, BatchFrame.ORDER) & BatchFrame.FLAG_LEAD) != 0;
            if (sequence < wanted || (sequence == wanted && whole && !lead)) {
                open.moveToCycle(cycle);
                return;
            }
        }
        open.moveToCycle(lowest);
    }

    @Override
    public void close() {
        if (tailer != null) {
            tailer.close();
            tailer = null;
        }
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }
}
