package io.cuegrid.outline.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM or a closed terminal, as something that the launcher's loop asks for. The JVM ends only when the launcher has
 * cleaned up, or after a limit. Threading: made and closed by the launcher's thread, raised by the JVM's.
 */
public final class StopSignal implements AutoCloseable {
    private static final long CLEAN_UP_SECONDS_MAX = 80;

    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::raise, "stop");
    private volatile boolean raised;

    private StopSignal() {}

    public static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    public boolean isRaised() {
        return raised;
    }

    /** Says that all is cleaned up. */
    @Override
    public void close() {
        cleanedUp.countDown();
        if (!raised) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                // The signal came just now: the hook runs and finds the latch open.
                return;
            }
        }
    }

    private void raise() {
        raised = true;
        try {
            if (!cleanedUp.await(CLEAN_UP_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("cuegrid: not everything could be ended in time; ./cuegrid down tries again");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
