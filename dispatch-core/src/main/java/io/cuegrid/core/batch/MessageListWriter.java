package io.cuegrid.core.batch;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A list of SBE messages in one growing buffer: commands of a batch, its events, rows of a read. Reused from batch to
 * batch, so that it allocates only while it grows.
 *
 * <pre>
 *   +--------------+---------------------------+---------+
 *   | length int32 | message (header included) | padding |  … each entry starts at a multiple of 8
 *   +--------------+---------------------------+---------+
 * </pre>
 *
 * <p>Threading: one writer; hand over by a happens-before edge of the caller's.
 */
public final class MessageListWriter {
    static final int ALIGNMENT = 8;
    static final int LENGTH_BYTES = Integer.BYTES;

    private final ExpandableArrayBuffer buffer;
    private int position;
    private int count;

    public MessageListWriter(int initialCapacity) {
        buffer = new ExpandableArrayBuffer(initialCapacity);
    }

    /** Appends a copy of one encoded message. */
    public void append(DirectBuffer source, int offset, int length) {
        buffer.putBytes(position + LENGTH_BYTES, source, offset, length);
        commit(length);
    }

    /** Where the next message may be encoded in place, followed by {@link #commit}. */
    public int claimOffset() {
        return position + LENGTH_BYTES;
    }

    /** Ends a message that was encoded in place at {@link #claimOffset()}. */
    public void commit(int length) {
        buffer.putInt(position, length);
        position = BitUtil.align(position + LENGTH_BYTES + length, ALIGNMENT);
        buffer.checkLimit(position);
        count++;
    }

    /** The list's bytes: from 0 to {@link #length()}. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    public int length() {
        return position;
    }

    public int count() {
        return count;
    }

    /** Empties the list and keeps the memory. */
    public void reset() {
        position = 0;
        count = 0;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[position];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
