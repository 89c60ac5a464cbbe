package io.cuegrid.bench.farm;

/** What a scenario does to a farm whose hosts are connected. */
@FunctionalInterface
interface FarmLoad {
    /**
     * Loads the farm, measures, and returns when every launched frame has ended and the grid has acknowledged it.
     *
     * @param seconds measured time after as long as {@code warmUpSeconds}
     * @throws InterruptedException when the thread is interrupted
     */
    Measured run(FarmStage stage, long warmUpSeconds, long seconds) throws InterruptedException;
}
