package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * Hosts of a facility under one tag.
 *
 * @param isDefault whether new hosts of the facility that ask for none come here; one per facility
 * @param name {@code facility.short}
 * @param tag put on every host of it
 */
public record Allocation(
        long number,
        long recordVersion,
        long facilityNumber,
        boolean billable,
        boolean isDefault,
        String name,
        String tag)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.ALLOCATION;
    }

    @Override
    public Allocation stamped(long newNumber, long newVersion) {
        return new Allocation(newNumber, newVersion, facilityNumber, billable, isDefault, name, tag);
    }
}
