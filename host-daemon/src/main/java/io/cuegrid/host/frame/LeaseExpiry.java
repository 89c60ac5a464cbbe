package io.cuegrid.host.frame;

import java.util.Locale;

/** What becomes of running frames when the grid was not heard for longer than the lease. */
public enum LeaseExpiry {
    /** They stand still until the grid says what becomes of them. */
    FREEZE,
    /** They are killed. */
    KILL,
    /** They run on: only for farms whose frames may run twice. */
    CONTINUE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
