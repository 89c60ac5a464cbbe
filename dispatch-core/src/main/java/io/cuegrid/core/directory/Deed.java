package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * Says that a host belongs to an owner.
 *
 * @param hostNumber in the cell of the facility
 */
public record Deed(long number, long recordVersion, long ownerNumber, long facilityNumber, long hostNumber)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.DEED;
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public Deed stamped(long newNumber, long newVersion) {
        return new Deed(newNumber, newVersion, ownerNumber, facilityNumber, hostNumber);
    }
}
