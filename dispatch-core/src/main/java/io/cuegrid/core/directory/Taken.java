package io.cuegrid.core.directory;

import io.cuegrid.core.sbe.RecordKind;

/** Says why a name cannot be had. Stateless. */
final class Taken {
    private Taken() {}

    static String sentence(CatalogRecord record, CatalogRecord other) {
        if (other instanceof ReservedName reserved) {
            String what = reserved.kind() == RecordKind.JOB_NAME ? "job" : "host";
            String by = reserved.entityNumber() == 0
                    ? " is being launched already"
                    : " is in use by " + what + " number " + reserved.entityNumber();
            return what + " name '" + reserved.name() + "'" + by
                    + ": wait until that one has ended, or choose another name";
        }
        if (other instanceof Subscription) {
            return "the show has a subscription to this allocation already (number " + other.number()
                    + "): change its size or burst instead";
        }
        if (other instanceof Deed) {
            return "the host has an owner already (deed number " + other.number() + "): remove that deed first";
        }
        return Words.of(record) + " exists already (number " + other.number() + "): choose another name";
    }
}
