package io.cuegrid.outline.launch;

/**
 * When a process that died is started again: at once, then after growing pauses when it dies again soon.
 * Threading: the supervisor's thread.
 */
final class RestartPolicy {
    private static final long PAUSE_MILLIS_FIRST = 200;
    private static final long PAUSE_MILLIS_MAX = 30_000;
    /** A process that lived so long has recovered. */
    private static final long GOOD_LIFE_MILLIS = 60_000;

    private long pauseMillis = PAUSE_MILLIS_FIRST;

    /** @return how long to wait before the next start */
    long pauseAfter(long livedMillis) {
        if (livedMillis >= GOOD_LIFE_MILLIS) {
            pauseMillis = PAUSE_MILLIS_FIRST;
        }
        long pause = pauseMillis;
        pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 4);
        return pause;
    }
}
