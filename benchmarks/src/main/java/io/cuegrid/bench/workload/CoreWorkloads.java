package io.cuegrid.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Workloads that only the core is measured with: too large, or too particular, for processes on one machine. */
public final class CoreWorkloads {
    /** Frames of finished jobs that are kept in the farm of {@link #huge}. */
    public static final int HUGE_RETAINED_FRAMES = 250_000;

    private static final int HUGE_FRAMES = 10_000_000;
    private static final int TAGS = 120;
    private static final double GENERAL_SHARE = 0.3;
    private static final int WAITING_LAYERS = 25_000;
    private static final int FRAMES_OF_LAYER = 72;
    private static final int TRIES = 1_000;

    private CoreWorkloads() {}

    /** 100,000 hosts, 3.6 million cores, kept full with ten million frames of the Maestro mix that have not ended. */
    public static Workload huge(double compress) {
        List<HostSpec> hosts = new ArrayList<>();
        hosts.addAll(HostSpec.many("large", 15_000, 128, 496));
        hosts.addAll(HostSpec.many("medium", 20_000, 32, 116));
        hosts.addAll(HostSpec.many("small", 65_000, 16, 56));
        MaestroDraw draw = new MaestroDraw(
                compress,
                false,
                Workloads.SHOW_PRIORITIES,
                Workloads.TREE_DEPTH,
                Workloads.LEAF_FOLDERS,
                (random, cores, memory) -> HostSpec.GENERAL);
        return new Workload(
                "huge",
                hosts,
                Workloads.SHOW_PRIORITIES.length,
                Workloads.SHOW_PRIORITIES,
                true,
                true,
                HUGE_FRAMES,
                HUGE_FRAMES,
                draw::launch);
    }

    /**
     * The Maestro farm with one of 120 tags on each host beside the general one, so that there are as many groups of hosts.
     * Three layers in ten ask for any host, the others for one tag whose hosts are large enough; 25,000 layers wait.
     */
    public static Workload tagmax(double compress) {
        Random random = new Random(TAGS);
        List<HostSpec> hosts = Workloads.maestroHosts().stream()
                .map(host -> new HostSpec(
                        host.name(),
                        host.coreUnits(),
                        host.memoryKib(),
                        List.of(HostSpec.GENERAL, "cap" + random.nextInt(TAGS))))
                .toList();
        MaestroDraw draw = new MaestroDraw(
                compress,
                false,
                Workloads.SHOW_PRIORITIES,
                1,
                Workloads.LEAF_FOLDERS,
                (drawn, cores, memory) -> tags(hosts, drawn, cores, memory));
        return new Workload(
                "tagmax",
                hosts,
                Workloads.SHOW_PRIORITIES.length,
                Workloads.SHOW_PRIORITIES,
                true,
                false,
                WAITING_LAYERS * FRAMES_OF_LAYER,
                Integer.MAX_VALUE,
                draw::launch);
    }

    private static String tags(List<HostSpec> hosts, SplittableRandom random, int coreUnits, long memoryKib) {
        boolean general = random.nextDouble() < GENERAL_SHARE;
        for (int i = 0; i < TRIES && !general; i++) {
            HostSpec host = hosts.get(random.nextInt(hosts.size()));
            if (host.coreUnits() >= coreUnits && host.memoryKib() >= memoryKib) {
                return host.tags().get(1);
            }
        }
        return HostSpec.GENERAL;
    }
}
