package io.cuegrid.node.service.catalog;

import org.agrona.DirectBuffer;

/** One record of the directory, read once. */
public interface CatalogEntry {

    /** The record's message, header included, as the directory holds it: a change is made on a copy of this. */
    DirectBuffer bytes();

    /** Rises within its kind, never used again. */
    long number();

    /** The directory's version at the record's last change. */
    long version();
}
