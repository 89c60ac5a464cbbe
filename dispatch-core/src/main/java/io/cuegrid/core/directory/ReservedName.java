package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * A name that is taken in a facility: of a job (reserved before its launch, settled after it) or of a host.
 *
 * @param kind JOB_NAME or HOST_NAME
 * @param entityNumber of the job or host; 0 while only reserved
 * @param reservedMillis when it was reserved, epoch milliseconds
 */
public record ReservedName(
        long number,
        long recordVersion,
        RecordKind kind,
        long facilityNumber,
        long entityNumber,
        long reservedMillis,
        String name)
        implements CatalogRecord {

    @Override
    public ReservedName stamped(long newNumber, long newVersion) {
        return new ReservedName(newNumber, newVersion, kind, facilityNumber, entityNumber, reservedMillis, name);
    }
}
