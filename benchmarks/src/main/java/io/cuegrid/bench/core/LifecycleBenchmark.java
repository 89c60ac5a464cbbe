package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.Workloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * Lifecycles on the full Maestro farm: a completion, the booking that it makes room for, the confirmation of the order.
 * The launches that keep 40,000 frames waiting are inside, with what they allocate.
 */
public class LifecycleBenchmark extends CoreBenchmark {
    private static final int BATCH = 256;
    private static final double COMPRESS = 0.27;

    private FullFarm farm;

    @Setup
    public void fill() {
        farm = new FullFarm(Workloads.maestro(COMPRESS, false));
    }

    /** Batches as a loaded node makes them; a figure is of one lifecycle. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long batched() {
        farm.cycle(BATCH);
        return farm.running();
    }

    /** Batches of one completion: what an almost idle node pays. */
    @Benchmark
    public long single() {
        farm.cycle(1);
        return farm.running();
    }
}
