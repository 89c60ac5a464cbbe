package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * One record of the farm-wide configuration as a Java value. The directory decides with these; services decode rows into
 * them ({@link RecordCodec}). Text is never null. Lists are one text: tags with a space
 * between two, aliases with a comma.
 */
public sealed interface CatalogRecord
        permits Allocation, Deed, Facility, Folder, Generic, Limit, Owner, ReservedName, Service, Show, Subscription {

    RecordKind kind();

    /** Rises within the kind and is never used again; 0 in a record that is to be created. */
    long number();

    /** The directory version of the last change; 0 in a record that was never stored. */
    long recordVersion();

    /** The name as people see it, empty for kinds without one. */
    String name();

    /** The same record with another identity. */
    CatalogRecord stamped(long newNumber, long newVersion);
}
