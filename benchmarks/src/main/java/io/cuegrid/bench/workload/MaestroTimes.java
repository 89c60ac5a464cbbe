package io.cuegrid.bench.workload;

/** How long the Maestro simulator's frames run: by the cores that they were given, not those they asked for. */
public final class MaestroTimes {
    /** Seconds for a minute in a whole farm: 28,300 lifecycles a second when every core is booked. */
    public static final double COMPRESS = 0.027;

    private static final int TABLE_CORES = 256;

    private final int[] millisOfCores = new int[TABLE_CORES];
    private final double compress;

    /** @param compress seconds for a minute */
    public MaestroTimes(double compress) {
        this.compress = compress;
        for (int cores = 0; cores < TABLE_CORES; cores++) {
            millisOfCores[cores] = (int) MaestroDraw.runMillis(cores * HostSpec.CORE_UNITS, compress);
        }
    }

    /** On so many core units, whole cores. */
    public int millis(int coreUnits) {
        int cores = coreUnits / HostSpec.CORE_UNITS;
        return cores < TABLE_CORES ? millisOfCores[cores] : (int) MaestroDraw.runMillis(coreUnits, compress);
    }

    /** @param compress seconds for a minute */
    public static long runMillis(int coreUnits, double compress) {
        return MaestroDraw.runMillis(coreUnits, compress);
    }
}
