package io.cuegrid.node.grid;

import com.google.protobuf.CodedOutputStream;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.id.EntityId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Entries of the map "vitals": what the newest heartbeat of a host said, as it came, behind the time at which it came.
 * The key is cell and host number in one long.
 */
public final class Vitals {
    private static final int HOST_BITS = 38;

    private Vitals() {}

    /** @throws IllegalArgumentException when a number is out of the range that ids have */
    public static long key(int cellNumber, long hostNumber) {
        if (cellNumber < 0 || cellNumber > EntityId.CELL_MAX || hostNumber < 0 || hostNumber > EntityId.NUMBER_MAX) {
            throw new IllegalArgumentException("cell " + cellNumber + ", host " + hostNumber + " is out of range");
        }
        return ((long) cellNumber << HOST_BITS) | hostNumber;
    }

    /** @param heardMillis epoch milliseconds of this grid's clock */
    public static byte[] value(long heardMillis, Heartbeat heartbeat) {
        ByteBuffer value =
                ByteBuffer.allocate(Long.BYTES + heartbeat.getSerializedSize()).putLong(heardMillis);
        try {
            heartbeat.writeTo(CodedOutputStream.newInstance(value));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a heartbeat is larger than it says", impossible);
        }
        return value.array();
    }

    public static long heardMillis(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** The encoded heartbeat of a value. */
    public static ByteBuffer heartbeat(byte[] value) {
        return ByteBuffer.wrap(value, Long.BYTES, value.length - Long.BYTES);
    }
}
