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
    private final double databaseCpuSeconds;
    private final double simulatorCpuSeconds;

    private Window(FarmStage stage) {
        this.stage = stage;
        nodeCpuSeconds = stage.grid().nodeCpuSeconds();
        databaseCpuSeconds = stage.grid().databaseCpuSeconds();
        simulatorCpuSeconds = GridProcess.cpuSeconds(ProcessHandle.current());
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
                stage.grid().nodeCpuSeconds() - nodeCpuSeconds,
                stage.grid().databaseCpuSeconds() - databaseCpuSeconds,
                GridProcess.cpuSeconds(ProcessHandle.current()) - simulatorCpuSeconds);
    }

    /**
     * What went on.
     *
     * @param lifecycles runs whose completion the grid acknowledged to its host
     * @param allocatedBytes by the threads of all nodes that decide: dispatch loops and partition threads
     * @param databaseCpuSeconds of those server processes that live at the end
     */
    record Result(
            double seconds,
            long lifecycles,
            long allocatedBytes,
            double nodeCpuSeconds,
            double databaseCpuSeconds,
            double simulatorCpuSeconds) {
        /** Both, one after the other. */
        Result plus(Result other) {
            return new Result(
                    seconds + other.seconds,
                    lifecycles + other.lifecycles,
                    allocatedBytes + other.allocatedBytes,
                    nodeCpuSeconds + other.nodeCpuSeconds,
                    databaseCpuSeconds + other.databaseCpuSeconds,
                    simulatorCpuSeconds + other.simulatorCpuSeconds);
        }

        double lifecyclesPerSecond() {
            return lifecycles / seconds;
        }

        double bytesPerLifecycle() {
            return lifecycles == 0 ? Double.NaN : (double) allocatedBytes / lifecycles;
        }
    }
}
