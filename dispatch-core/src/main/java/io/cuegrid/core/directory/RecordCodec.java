package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Catalog records as SBE messages (templates 101 to 111) and as Java values, both ways. Allocates; configuration changes
 * rarely.
 *
 * <p>Threading: not thread-safe, cheap to make; one for each thread.
 */
public final class RecordCodec {
    private static final int INITIAL_BYTES = 256;

    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(INITIAL_BYTES);

    /** Writes header and body. @return bytes written */
    public int encode(CatalogRecord record, MutableDirectBuffer buffer, int offset) {
        return encoder.encode(record, buffer, offset);
    }

    /** The record's message, header included. */
    public byte[] encode(CatalogRecord record) {
        byte[] bytes = new byte[encoder.encode(record, scratch, 0)];
        scratch.getBytes(0, bytes);
        return bytes;
    }

    /**
     * Reads a record that the directory stored (a row, an event's record).
     *
     * @param offset of its header
     * @throws IllegalArgumentException if there is no catalog record there
     * @throws IndexOutOfBoundsException if it is cut short
     */
    public CatalogRecord decode(DirectBuffer buffer, int offset) {
        return decoder.decode(RecordKind.NONE, buffer, offset);
    }

    /** As {@link #decode(DirectBuffer, int)}, for a record whose kind is told beside it (a command's record). */
    public CatalogRecord decode(RecordKind kind, DirectBuffer buffer, int offset) {
        return decoder.decode(kind, buffer, offset);
    }
}
