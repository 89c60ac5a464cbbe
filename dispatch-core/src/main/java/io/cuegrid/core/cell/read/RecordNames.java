package io.cuegrid.core.cell.read;

import io.cuegrid.core.sbe.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/** The name of a catalog record: in every kind that has one it is the first text behind the fields. */
final class RecordNames {
    private static final int LENGTH_BYTES = 2;

    private RecordNames() {}

    /** Whether a raw record, header included, bears a name. */
    static boolean equal(byte[] record, byte[] name) {
        UnsafeBuffer buffer = new UnsafeBuffer(record);
        int at = MessageHeaderDecoder.ENCODED_LENGTH
                + new MessageHeaderDecoder().wrap(buffer, 0).blockLength();
        if (at + LENGTH_BYTES > record.length) {
            return false;
        }
        int length = buffer.getShort(at) & 0xFFFF;
        if (length != name.length || at + LENGTH_BYTES + length > record.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (record[at + LENGTH_BYTES + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
