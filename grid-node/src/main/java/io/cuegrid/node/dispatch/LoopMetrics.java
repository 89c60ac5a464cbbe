package io.cuegrid.node.dispatch;

/** What a loop counts. Called on the loop's thread; implementations do little. */
public interface LoopMetrics {

    /** Counts nothing. */
    LoopMetrics NONE = new LoopMetrics() {
        @Override
        public void batch(int commands, int events, long durationNanos) {}

        @Override
        public void held() {}

        @Override
        public void doubted() {}
    };

    /** A batch was acknowledged. @param durationNanos from its sending to its acknowledgement */
    void batch(int commands, int events, long durationNanos);

    /** A batch waits because no backup can take it. */
    void held();

    /** The lead was given up after an error. */
    void doubted();
}
