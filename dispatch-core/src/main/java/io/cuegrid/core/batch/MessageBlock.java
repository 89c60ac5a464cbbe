package io.cuegrid.core.batch;

import io.cuegrid.core.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A view of a message that has a block of a known length and nothing behind it, as those of a frame's life. Where it is put is
 * checked once, by {@link #at}; its fields, whose places are constants of the schema, are not checked each: with a hundred
 * fields a lifecycle that would cost the cell a sixth of its time. For numbers only, and little-endian only, as the schema is.
 *
 * <p>Threading: that of its owner.
 */
public final class MessageBlock extends UnsafeBuffer {
    /** Over memory of its own. */
    public MessageBlock(int bytes) {
        super(new byte[bytes]);
    }

    /** Puts the view on a message: its header and a block of so many bytes, which must be there. */
    public MessageBlock at(DirectBuffer buffer, int offset, int blockLength) {
        wrap(buffer, offset, MessageHeaderDecoder.ENCODED_LENGTH + blockLength);
        return this;
    }

    @Override
    public long getLong(int index, ByteOrder order) {
        return UnsafeApi.getLong(byteArray, addressOffset + index);
    }

    @Override
    public void putLong(int index, long value, ByteOrder order) {
        UnsafeApi.putLong(byteArray, addressOffset + index, value);
    }

    @Override
    public int getInt(int index, ByteOrder order) {
        return UnsafeApi.getInt(byteArray, addressOffset + index);
    }

    @Override
    public void putInt(int index, int value, ByteOrder order) {
        UnsafeApi.putInt(byteArray, addressOffset + index, value);
    }

    @Override
    public short getShort(int index, ByteOrder order) {
        return UnsafeApi.getShort(byteArray, addressOffset + index);
    }

    @Override
    public void putShort(int index, short value, ByteOrder order) {
        UnsafeApi.putShort(byteArray, addressOffset + index, value);
    }

    @Override
    public byte getByte(int index) {
        return UnsafeApi.getByte(byteArray, addressOffset + index);
    }

    @Override
    public void putByte(int index, byte value) {
        UnsafeApi.putByte(byteArray, addressOffset + index, value);
    }
}
