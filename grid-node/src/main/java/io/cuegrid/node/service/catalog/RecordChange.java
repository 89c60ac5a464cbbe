package io.cuegrid.node.service.catalog;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A change of one record. It may be made again on a newer version of the record, so it must not keep state. */
@FunctionalInterface
public interface RecordChange<T extends CatalogEntry> {

    /**
     * @param entry as it is now
     * @param bytes a copy of the entry's bytes that may be changed in place
     * @return the changed record: these bytes or others
     */
    DirectBuffer change(T entry, UnsafeBuffer bytes);
}
