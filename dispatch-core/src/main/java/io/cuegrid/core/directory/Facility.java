package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * A site with its own cell.
 *
 * @param isDefault whether jobs that name no facility go there; exactly one facility has it
 * @param cell number of its cell, from 1, never changed and never used again; 0 asks for the next
 * @param name lower case
 */
public record Facility(long number, long recordVersion, boolean isDefault, int cell, String name)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.FACILITY;
    }

    @Override
    public Facility stamped(long newNumber, long newVersion) {
        return new Facility(newNumber, newVersion, isDefault, cell, name);
    }
}
