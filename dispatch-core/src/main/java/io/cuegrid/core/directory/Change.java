package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.RecordKind;
import org.jspecify.annotations.Nullable;

/** One decided change, an event to be. @param record null when removed */
record Change(
        CatalogOperation operation,
        RecordKind kind,
        long number,
        @Nullable CatalogRecord record) {

    static Change put(CatalogRecord record) {
        return new Change(CatalogOperation.PUT, record.kind(), record.number(), record);
    }

    static Change remove(CatalogRecord record) {
        return new Change(CatalogOperation.REMOVE, record.kind(), record.number(), null);
    }
}
