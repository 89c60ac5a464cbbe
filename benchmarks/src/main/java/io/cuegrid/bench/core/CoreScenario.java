package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workloads;
import io.cuegrid.core.StateMachine;
import java.util.function.LongFunction;

/** The scenarios of {@code bench core}. */
enum CoreScenario {
    /** 1,553 hosts kept full with the Maestro simulator's mix. */
    MAESTRO,
    /** 10,000 idle hosts and 720,000 one-core frames. */
    MEGAHOST,
    /** One job of 100,000 frames with a frame-by-frame depend. */
    SUBMIT;

    /** Seconds of run time for each minute of the mix; the simulator's default. */
    private static final double COMPRESS = 0.27;

    private static final int FILLS = 3;
    private static final int SUBMITS = 20;

    CoreResult run(LongFunction<StateMachine> newCell, long warmUpSeconds, long seconds, boolean shadowed) {
        return switch (this) {
            case MAESTRO ->
                new SteadyRun(Workloads.maestro(COMPRESS, false), COMPRESS, newCell, shadowed)
                        .run(warmUpSeconds, seconds);
            case MEGAHOST -> new ColdFillRun(Workloads.megahost(), newCell, shadowed).run(FILLS);
            case SUBMIT -> new SubmitRun(newCell, shadowed).run(SUBMITS);
        };
    }
}
