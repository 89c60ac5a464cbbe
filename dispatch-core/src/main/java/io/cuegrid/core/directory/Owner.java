package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/**
 * Somebody who owns hosts; the show has precedence on them.
 *
 */
public record Owner(long number, long recordVersion, long showNumber, String name) implements CatalogRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.OWNER;
    }

    @Override
    public Owner stamped(long newNumber, long newVersion) {
        return new Owner(newNumber, newVersion, showNumber, name);
    }
}
