package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * The share of a show in an allocation.
 *
 * @param sizeCoreUnits what it is meant to have
 * @param burstCoreUnits what it never exceeds
 */
public record Subscription(
        long number, long recordVersion, long showNumber, long allocationNumber, int sizeCoreUnits, int burstCoreUnits)
        implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.SUBSCRIPTION;
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public Subscription stamped(long newNumber, long newVersion) {
        return new Subscription(newNumber, newVersion, showNumber, allocationNumber, sizeCoreUnits, burstCoreUnits);
    }
}
