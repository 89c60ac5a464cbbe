package io.cuegrid.node.hostlink;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs something a little later. Threading: any thread. */
@FunctionalInterface
public interface Delay {
    void after(Runnable task, long delayMillis);

    /** On this timer, as long as it runs: what is asked of it when the node stops is left undone. */
    static Delay on(ScheduledExecutorService timer) {
        return (task, delayMillis) -> {
            try {
                var unused = timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopping) {
                if (!timer.isShutdown()) {
                    throw stopping;
                }
            }
        };
    }
}
