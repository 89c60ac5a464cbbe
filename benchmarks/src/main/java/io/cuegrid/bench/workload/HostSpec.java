package io.cuegrid.bench.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A simulated host.
 *
 * @param coreUnits bookable, 100 = one core
 * @param memoryKib bookable
 * @param tags hardware tags; the first is that of its allocation
 */
public record HostSpec(String name, int coreUnits, long memoryKib, List<String> tags) {
    /** One core. */
    public static final int CORE_UNITS = 100;

    /** One GiB. */
    public static final long GIB_IN_KIB = 1L << 20;

    /** The tag of the one allocation that simulated farms have. */
    public static final String GENERAL = "general";

    /** Hosts of one size: name0001, name0002, … */
    static List<HostSpec> many(String name, int count, int cores, long memoryGib) {
        List<HostSpec> hosts = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            hosts.add(new HostSpec(
                    String.format(java.util.Locale.ROOT, "%s%05d", name, i),
                    cores * CORE_UNITS,
                    memoryGib * GIB_IN_KIB,
                    List.of(GENERAL)));
        }
        return hosts;
    }

    /** Bookable core units of all. */
    public static long coreUnits(List<HostSpec> hosts) {
        return hosts.stream().mapToLong(HostSpec::coreUnits).sum();
    }
}
