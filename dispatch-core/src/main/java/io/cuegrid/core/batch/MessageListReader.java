package io.cuegrid.core.batch;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * Walks over what {@link MessageListWriter} wrote. Reusable; not thread-safe.
 *
 * <pre>{@code
 * reader.wrap(buffer, 0, length);
 * while (reader.next()) {
 *     handle(reader.buffer(), reader.offset(), reader.length());
 * }
 * }</pre>
 */
public final class MessageListReader {
    private DirectBuffer buffer = new org.agrona.concurrent.UnsafeBuffer(new byte[0]);
    private int start;
    private int limit;
    private int nextPosition;
    private int offset;
    private int length;

    public MessageListReader wrap(DirectBuffer source, int from, int bytes) {
        buffer = source;
        start = from;
        limit = from + bytes;
        nextPosition = from;
        return this;
    }

    /** Steps to the next message. @return false at the end */
    public boolean next() {
        if (nextPosition >= limit) {
            return false;
        }
        length = buffer.getInt(nextPosition);
        offset = nextPosition + MessageListWriter.LENGTH_BYTES;
        if (length < 0 || length > limit - offset) {
            throw new IllegalArgumentException("a message of " + length + " bytes at " + (offset - start)
                    + " goes past the end of its list of " + (limit - start) + " bytes");
        }
        nextPosition = start + BitUtil.align(offset - start + length, MessageListWriter.ALIGNMENT);
        return true;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Of the message's header. */
    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Where the list ends in its buffer. */
    public int limit() {
        return limit;
    }
}
