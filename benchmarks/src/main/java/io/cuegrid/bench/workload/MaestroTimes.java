package io.cuegrid.bench.workload;

/** How long the Maestro simulator's frames run: by the cores that they were given, not those they asked for. */
public final class MaestroTimes {
    /** Seconds for a minute in a whole farm: 28,300 lifecycles a second when every core is booked. */
    public static final double COMPRESS = 0.027;

    private MaestroTimes() {}

    /** @param compress seconds for a minute */
    public static long runMillis(int coreUnits, double compress) {
        return MaestroDraw.runMillis(coreUnits, compress);
    }
}
