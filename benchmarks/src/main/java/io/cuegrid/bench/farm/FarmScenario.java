package io.cuegrid.bench.farm;

import io.cuegrid.bench.workload.MaestroTimes;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.bench.workload.Workloads;
import java.util.function.IntToLongFunction;

/** The scenarios of {@code bench farm}. */
enum FarmScenario {
    /** 1,200 hosts of 16 to 128 cores, frames of no length, a feed that keeps 20,000 waiting. */
    DRAIN(Workloads.drain(), 0),
    /** 80 hosts of 16 cores, one-core frames of no length: as many completions as the grid takes. */
    COMPLETIONSTORM(Workloads.completionStorm(), 0),
    /** 1,553 hosts kept full with the Maestro simulator's mix, 0.027 seconds for a minute. */
    MAESTRO(Workloads.maestro(0.027, true), 0.027),
    /** One-frame jobs on an idle farm, one after the other. */
    LATENCY(Workloads.latency(), 0);

    private final Workload workload;
    private final double compress;

    FarmScenario(Workload workload, double compress) {
        this.workload = workload;
        this.compress = compress;
    }

    Workload workload() {
        return workload;
    }

    /** Run time in milliseconds by core units. */
    IntToLongFunction runMillis() {
        return coreUnits -> compress == 0 ? 0 : MaestroTimes.runMillis(coreUnits, compress);
    }
}
