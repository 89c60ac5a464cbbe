package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.CoreWorkloads;
import io.cuegrid.bench.workload.Workloads;

/** The scenarios of {@code bench core}. */
enum CoreScenario {
    /** 1,553 hosts kept full with the Maestro simulator's mix. */
    MAESTRO,
    /** 10,000 idle hosts and 720,000 one-core frames. */
    MEGAHOST,
    /** 100,000 hosts kept full, ten million frames that have not ended. */
    HUGE,
    /** The Maestro farm with 120 tags, 25,000 layers waiting. */
    TAGMAX,
    /** One job of 100,000 frames with a frame-by-frame depend. */
    SUBMIT;

    /** Seconds of run time for each minute of the mix; the simulator's default. */
    private static final double COMPRESS = 0.27;

    private static final int FILLS = 3;
    private static final int SUBMITS = 20;

    CoreResult run(long warmUpSeconds, long seconds, boolean shadowed) {
        return switch (this) {
            case MAESTRO ->
                new SteadyRun(Workloads.maestro(COMPRESS, false), COMPRESS, new NewCell(), shadowed)
                        .run(warmUpSeconds, seconds);
            case HUGE ->
                new SteadyRun(
                                CoreWorkloads.huge(COMPRESS),
                                COMPRESS,
                                NewCell.retaining(CoreWorkloads.HUGE_RETAINED_FRAMES),
                                shadowed)
                        .run(warmUpSeconds, seconds);
            case TAGMAX ->
                new SteadyRun(CoreWorkloads.tagmax(COMPRESS), COMPRESS, new NewCell(), shadowed)
                        .run(warmUpSeconds, seconds);
            case MEGAHOST -> new ColdFillRun(Workloads.megahost(), new NewCell(), shadowed).run(FILLS);
            case SUBMIT -> new SubmitRun(new NewCell(), shadowed).run(SUBMITS);
        };
    }
}
