package io.cuegrid.bench.farm;

/**
 * The measured part of a run: remembers where the counts stood when it began.
 *
 * <p>Threading: one thread.
 */
final class Window {
    private final FarmStage stage;
    private final long beginNanos;
    private final long completed;
    private final long allocatedBytes;
    private final double nodeCpuSeconds;

    private Window(FarmStage stage) {
        this.stage = stage;
        nodeCpuSeconds = stage.grid().nodeCpuSeconds();
        allocatedBytes = stage.client().dispatchAllocatedBytes();
        completed = stage.fleet().completedCount();
        beginNanos = System.nanoTime();
    }

    static Window begin(FarmStage stage) {
        return new Window(stage);
    }

    /** Ends it. */
    Result end() {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        long lifecycles = stage.fleet().completedCount() - completed;
        return new Result(
                seconds,
                lifecycles,
                stage.client().dispatchAllocatedBytes() - allocatedBytes,
                stage.grid().nodeCpuSeconds() - nodeCpuSeconds);
    }

    /**
     * What went on.
     *
     * @param lifecycles runs whose completion the grid acknowledged to its host
     * @param allocatedBytes by the threads of all nodes that decide: dispatch loops and partition threads
     */
    record Result(double seconds, long lifecycles, long allocatedBytes, double nodeCpuSeconds) {
        double lifecyclesPerSecond() {
            return lifecycles / seconds;
        }

        double bytesPerLifecycle() {
            return lifecycles == 0 ? Double.NaN : (double) allocatedBytes / lifecycles;
        }
    }
}
