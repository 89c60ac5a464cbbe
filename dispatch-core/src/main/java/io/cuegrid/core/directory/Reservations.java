package io.cuegrid.core.directory;

/** When a reserved job name is free again. Stateless. */
final class Reservations {
    private Reservations() {}

    /** A name without an entity whose launch never settled. */
    static boolean isExpired(ReservedName reserved, long timeMillis) {
        return reserved.entityNumber() == 0
                && timeMillis - reserved.reservedMillis() >= DirectoryLimits.RESERVATION_MILLIS;
    }
}
