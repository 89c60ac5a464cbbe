package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Edits an encoded record and leaves every field that it does not know as it was.
 *
 * <pre>
 *   | header 8 | fields, blockLength bytes | length uint16 | text | length uint16 | text | …
 * </pre>
 */
final class RecordBytes {
    private static final int LENGTH_BYTES = Short.BYTES;

    private RecordBytes() {}

    static UnsafeBuffer copy(DirectBuffer source, int offset, int length) {
        byte[] bytes = new byte[length];
        source.getBytes(offset, bytes);
        return new UnsafeBuffer(bytes);
    }

    static UnsafeBuffer copy(DirectBuffer source) {
        return copy(source, 0, source.capacity());
    }

    /**
     * The record with one of its text fields replaced.
     *
     * @param index of the text among the record's texts, from 0
     */
    static UnsafeBuffer withText(DirectBuffer record, int index, String text) {
        int start = MessageHeaderDecoder.ENCODED_LENGTH
                + new MessageHeaderDecoder().wrap(record, 0).blockLength();
        for (int i = 0; i < index; i++) {
            start += LENGTH_BYTES + lengthAt(record, start);
        }
        int end = start + LENGTH_BYTES + lengthAt(record, start);
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        MutableDirectBuffer changed =
                new UnsafeBuffer(new byte[record.capacity() - (end - start) + LENGTH_BYTES + value.length]);
        changed.putBytes(0, record, 0, start);
        changed.putShort(start, (short) value.length, ByteOrder.LITTLE_ENDIAN);
        changed.putBytes(start + LENGTH_BYTES, value);
        changed.putBytes(start + LENGTH_BYTES + value.length, record, end, record.capacity() - end);
        return new UnsafeBuffer(changed, 0, changed.capacity());
    }

    private static int lengthAt(DirectBuffer record, int offset) {
        return record.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
