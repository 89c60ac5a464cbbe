package io.cuegrid.node.service.catalog;

import io.cuegrid.core.sbe.MessageHeaderEncoder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/** A change of one record. It may be made again on a newer version of the record, so it must not keep state. */
@FunctionalInterface
public interface RecordChange<T extends CatalogEntry> {

    /**
     * @param entry as it is now
     * @param bytes a copy of the entry's bytes that may be changed in place
     * @return the changed record: these bytes or others
     */
    DirectBuffer change(T entry, UnsafeBuffer bytes);

    /**
     * Sets fields of fixed length in place.
     *
     * @param encoder makes the encoder of the record's message
     */
    static <T extends CatalogEntry, E extends MessageEncoderFlyweight> RecordChange<T> fields(
            Supplier<E> encoder, Consumer<E> setting) {
        return (entry, bytes) -> {
            E record = encoder.get();
            record.wrap(bytes, MessageHeaderEncoder.ENCODED_LENGTH);
            setting.accept(record);
            return bytes;
        };
    }

    /** Replaces one text. @param index of the text among the record's texts, from 0 */
    static <T extends CatalogEntry> RecordChange<T> text(int index, String value) {
        return (entry, bytes) -> RecordBytes.withText(bytes, index, value);
    }
}
