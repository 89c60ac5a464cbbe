package io.cuegrid.outline.launch;

import java.util.concurrent.TimeUnit;

/** Waiting between two looks at something that cannot call back. */
public final class Pause {
    private Pause() {}

    /** Waits; returns early, with the thread's interrupt flag set, when interrupted. */
    public static void millis(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
