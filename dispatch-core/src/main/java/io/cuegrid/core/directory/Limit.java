package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * A cap on running frames, over all layers that carry it.
 *
 * @param maxValue frames that may run at once
 * @param perHost one token a host, however many frames run there
 */
public record Limit(long number, long recordVersion, int maxValue, boolean perHost, String name)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.LIMIT;
    }

    @Override
    public Limit stamped(long newNumber, long newVersion) {
        return new Limit(newNumber, newVersion, maxValue, perHost, name);
    }
}
