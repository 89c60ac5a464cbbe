package io.cuegrid.core.cell.book;

/**
 * How many core units a frame gets on a host: OpenCue's rule, with one change: where growth of a threadable frame would go
 * past a cap (job, folder, subscription), it is cut down to the cap instead of the frame being passed over.
 */
final class CoreRule {
    /** Does not fit after all. */
    static final int REFUSED = -1;

    /** A threadable frame that would leave less memory than this takes all cores, KiB. */
    static final long STRANDED_MEMORY_KIB = 1_572_864;

    static final int CORE = 100;
    private static final int VARIABLE_MIN = 200;

    static final int ALL = 1;
    static final int VARIABLE = 2;

    private CoreRule() {}

    /**
     * @param hostCoreUnits of the host in all
     * @param idleCoreUnits that may be booked now
     * @param hostIsIdle nothing runs there
     * @param minCoreUnits asked for; 0 or less: the whole host less so many
     * @param maxCoreUnits most for one frame; 0: no cap
     * @param roomCoreUnits what every cap above leaves
     * @return core units, or {@link #REFUSED}
     */
    static int coreUnits(
            int hostCoreUnits,
            int idleCoreUnits,
            long idleMemoryKib,
            boolean hostIsIdle,
            int threadMode,
            int minCoreUnits,
            int maxCoreUnits,
            long memoryKib,
            boolean threadable,
            boolean selfish,
            long roomCoreUnits) {
        int cores;
        if (minCoreUnits <= 0) {
            if (!hostIsIdle || idleCoreUnits < hostCoreUnits) {
                return REFUSED;
            }
            cores = hostCoreUnits + minCoreUnits;
            if (!threadable && cores > CORE) {
                cores = CORE;
            }
            return cores < HostRooms.MIN_CORE_UNITS || cores > roomCoreUnits ? REFUSED : cores;
        }
        if (minCoreUnits < CORE) {
            int fraction = Math.max(HostRooms.MIN_CORE_UNITS, minCoreUnits);
            return fraction > idleCoreUnits || fraction > roomCoreUnits ? REFUSED : fraction;
        }
        int whole = idleCoreUnits / CORE * CORE;
        if (whole == 0) {
            return REFUSED;
        }
        cores = minCoreUnits;
        if (threadMode == ALL) {
            cores = whole;
        } else if (threadable) {
            if (selfish || idleMemoryKib - memoryKib <= STRANDED_MEMORY_KIB) {
                cores = whole;
            } else {
                cores = span(hostCoreUnits, idleCoreUnits, idleMemoryKib, memoryKib);
            }
            if (threadMode == VARIABLE && cores <= VARIABLE_MIN) {
                if (idleCoreUnits < VARIABLE_MIN) {
                    return REFUSED;
                }
                cores = VARIABLE_MIN;
            }
        }
        cores = Math.max(cores, Math.max(CORE, minCoreUnits));
        if (maxCoreUnits > 0) {
            cores = Math.min(cores, maxCoreUnits);
        }
        if (cores > idleCoreUnits) {
            if (threadMode == VARIABLE && threadable && whole == CORE) {
                return REFUSED;
            }
            cores = whole;
        }
        if (!threadable && cores > CORE) {
            cores = CORE;
        }
        return withinRoom(cores, minCoreUnits, threadable, threadMode, roomCoreUnits);
    }

    private static int withinRoom(int cores, int minCoreUnits, boolean threadable, int threadMode, long roomCoreUnits) {
        if (cores <= roomCoreUnits) {
            return cores;
        }
        int least = threadMode == VARIABLE ? Math.max(VARIABLE_MIN, minCoreUnits) : minCoreUnits;
        if (!threadable || roomCoreUnits < least) {
            return REFUSED;
        }
        return (int) Math.max(least, roomCoreUnits / CORE * CORE);
    }

    /** Cores in proportion to the share of the idle memory that is asked for. */
    private static int span(int hostCoreUnits, int idleCoreUnits, long idleMemoryKib, long memoryKib) {
        int totalCores = hostCoreUnits / CORE;
        if (idleCoreUnits < CORE || totalCores == 0) {
            return CORE;
        }
        long memoryPerCore = idleMemoryKib / totalCores;
        if (memoryPerCore == 0) {
            return CORE;
        }
        return (int) Math.round(memoryKib / (double) memoryPerCore) * CORE;
    }
}
