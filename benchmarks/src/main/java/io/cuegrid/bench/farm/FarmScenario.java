package io.cuegrid.bench.farm;

import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.MaestroTimes;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.bench.workload.Workloads;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/** The scenarios of {@code bench farm}. */
enum FarmScenario {
    /** 1,200 hosts of 16 to 128 cores, frames of no length, a feed that keeps 20,000 waiting. */
    DRAIN(Workloads::drain, coreUnits -> 0, new FeedLoad(false)),
    /** 80 hosts of 16 cores, one-core frames of no length: as many completions as the grid takes. */
    COMPLETIONSTORM(Workloads::completionStorm, coreUnits -> 0, new FeedLoad(false)),
    /** 1,553 hosts kept full with the Maestro simulator's mix, 0.027 seconds for a minute. */
    MAESTRO(
            () -> Workloads.maestro(MaestroTimes.COMPRESS, true),
            coreUnits -> MaestroTimes.runMillis(coreUnits, MaestroTimes.COMPRESS),
            new FeedLoad(true)),
    /** One-frame jobs on an idle farm, one after the other. */
    LATENCY(Workloads::latency, coreUnits -> 0, new LatencyLoad()),
    /** Jobs of 100,000 frames, one after the other. */
    SUBMIT(Workloads::submit, coreUnits -> 0, new SubmitLoad()),
    /** 10,000 hosts with 360,000 cores, filled at once. */
    MEGAHOST(Workloads::megahost, coreUnits -> HostFleet.UNTIL_TOLD, new ColdFillLoad()),
    /** 10,000 hosts with thirty long frames each, beside short frames of two cores. */
    HEARTBEATS(
            Workloads::heartbeats,
            coreUnits -> coreUnits == HostSpec.CORE_UNITS ? HostFleet.UNTIL_TOLD : 0,
            new HeartbeatLoad()),
    /** The storm of completions, alone and then with tools that read beside it. */
    READS(Workloads::completionStorm, coreUnits -> 0, new ReadsLoad());

    private final Supplier<Workload> workload;
    private final IntToLongFunction runMillis;
    private final FarmLoad load;

    FarmScenario(Supplier<Workload> workload, IntToLongFunction runMillis, FarmLoad load) {
        this.workload = workload;
        this.runMillis = runMillis;
        this.load = load;
    }

    Workload workload() {
        return workload.get();
    }

    /** Run time in milliseconds by core units, or {@link HostFleet#UNTIL_TOLD}. */
    IntToLongFunction runMillis() {
        return runMillis;
    }

    FarmLoad load() {
        return load;
    }
}
