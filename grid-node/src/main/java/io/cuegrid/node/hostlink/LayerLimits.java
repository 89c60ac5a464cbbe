package io.cuegrid.node.hostlink;

/**
 * Run time limits of a job's layers. 0: none.
 *
 * <p>Threading: written by the loop, read by heartbeats; a torn view of two settings does no harm.
 */
final class LayerLimits {
    private final int[] timeoutMinutes;
    private final int[] silenceMinutes;

    LayerLimits(int layers) {
        timeoutMinutes = new int[layers];
        silenceMinutes = new int[layers];
    }

    void timeoutMinutes(int layer, int minutes) {
        if (layer < timeoutMinutes.length) {
            timeoutMinutes[layer] = minutes;
        }
    }

    void silenceMinutes(int layer, int minutes) {
        if (layer < silenceMinutes.length) {
            silenceMinutes[layer] = minutes;
        }
    }

    int timeoutMinutes(int layer) {
        return layer < timeoutMinutes.length ? timeoutMinutes[layer] : 0;
    }

    /** Since the log last grew. */
    int silenceMinutes(int layer) {
        return layer < silenceMinutes.length ? silenceMinutes[layer] : 0;
    }
}
