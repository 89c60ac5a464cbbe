package io.cuegrid.outline.backend;

import java.nio.file.Path;

/**
 * How jobs run on this machine.
 *
 * @param logs folder for the frames' logs and commands; made when it is not there
 * @param parallel how many frames run at once, at least 1
 * @param killGraceMillis how long a frame may take to end by itself before it is killed
 */
public record LocalOptions(Path logs, int parallel, long killGraceMillis) {
    /** What {@link #of} takes. */
    public static final long KILL_GRACE_MILLIS = 3_000;

    public LocalOptions {
        if (parallel < 1 || killGraceMillis < 0) {
            throw new IllegalArgumentException("at least one frame runs at once, not " + parallel);
        }
        logs = logs.toAbsolutePath().normalize();
    }

    /** As many frames at once as this machine has processors. */
    public static LocalOptions of(Path logs) {
        return new LocalOptions(logs, Runtime.getRuntime().availableProcessors(), KILL_GRACE_MILLIS);
    }
}
