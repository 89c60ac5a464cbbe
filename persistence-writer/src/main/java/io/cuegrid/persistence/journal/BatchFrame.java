package io.cuegrid.persistence.journal;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an excerpt of a queue holds: a batch, or a part of one that is larger than {@link #PART_BYTES_MAX}.
 *
 * <pre>
 *   crc int32 | flags int8 | 3 free | part int32 | header length int32 | sequence int64 | header | content
 * </pre>
 *
 * The checksum (CRC32C) covers all that follows it. Only part 0 has a header, an encoded {@code BatchHeader} message. A
 * batch is whole when all parts to the one flagged LAST are there.
 */
final class BatchFrame {
    static final int CRC_OFFSET = 0;
    static final int FLAGS_OFFSET = 4;
    static final int PART_OFFSET = 8;
    static final int HEADER_LENGTH_OFFSET = 12;
    static final int SEQUENCE_OFFSET = 16;
    static final int FRAME_LENGTH = 24;

    static final byte FLAG_LAST = 1;
    /** A change of the lead: a header without content, whose sequence is that of the batch before. */
    static final byte FLAG_LEAD = 2;

    /** A queue takes excerpts of a quarter of its block; this leaves room. */
    static final int PART_BYTES_MAX = 4 << 20;
    /** Of one whole batch: a document of 16 MiB, many times. */
    static final int BATCH_BYTES_MAX = 1 << 29;

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private BatchFrame() {}

    static void write(UnsafeBuffer frame, byte flags, int part, int headerLength, long sequence) {
        frame.putInt(FLAGS_OFFSET, flags, ORDER);
        frame.putInt(PART_OFFSET, part, ORDER);
        frame.putInt(HEADER_LENGTH_OFFSET, headerLength, ORDER);
        frame.putLong(SEQUENCE_OFFSET, sequence, ORDER);
    }

    static int crc(CRC32C crc, byte[] bytes, int length) {
        crc.reset();
        crc.update(bytes, FLAGS_OFFSET, length - FLAGS_OFFSET);
        return (int) crc.getValue();
    }
}
