package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the measured part of a run came to.
 *
 * @param launchedFrames of acknowledged launches, warm-up and all
 * @param window what went on in the measured time
 * @param utilisation core units that ran, by the hosts, of all, 0 to 1, averaged over seconds; null when not kept full
 * @param leastUtilisation of the emptiest second
 * @param submitToOrderMicros from the acknowledged launch to the order on the wire; null when not measured
 * @param more what only this scenario has
 */
record Measured(
        long launchedFrames,
        Window.Result window,
        @Nullable Double utilisation,
        @Nullable Double leastUtilisation,
        @Nullable Histogram submitToOrderMicros,
        Figures more) {

    @Nullable
    Double submitToOrderMillis(double percentile) {
        return submitToOrderMicros == null ? null : submitToOrderMicros.getValueAtPercentile(percentile) / 1000.0;
    }
}
