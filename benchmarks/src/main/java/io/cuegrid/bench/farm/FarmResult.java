package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a farm came to. A figure that the scenario does not measure is null.
 *
 * @param utilisation core units that ran, as the hosts saw it, of all, 0 to 1; its least second beside it
 * @param historyLagSeconds from the last completion until every run was in PostgreSQL
 */
record FarmResult(
        String scenario,
        int members,
        int hosts,
        int connections,
        double seconds,
        double lifecyclesPerSecond,
        @Nullable Double utilisation,
        @Nullable Double leastUtilisation,
        @Nullable Double submitToOrderMillisP50,
        @Nullable Double submitToOrderMillisP99,
        long launchedFrames,
        long streamsLost,
        double nodeCpuSeconds,
        double historyLagSeconds,
        Audit.Verdict verdict) {

    Figures figures() {
        return new Figures()
                .text("scenario", scenario)
                .number("lifecyclesPerSecond", lifecyclesPerSecond, 0)
                .number("utilisation", utilisation, 4)
                .number("leastUtilisation", leastUtilisation, 4)
                .number("submitToOrderMillisP50", submitToOrderMillisP50, 2)
                .number("submitToOrderMillisP99", submitToOrderMillisP99, 2)
                .number("members", (double) members, 0)
                .number("hosts", (double) hosts, 0)
                .number("connections", (double) connections, 0)
                .number("seconds", seconds, 1)
                .number("launchedFrames", (double) launchedFrames, 0)
                .number("streamsLost", (double) streamsLost, 0)
                .number("nodeCpuSeconds", nodeCpuSeconds, 1)
                .number("doubleBooked", (double) verdict.doubleBooked(), 0)
                .number("overshoots", (double) verdict.overshoots(), 0)
                .number("lost", (double) verdict.lost(), 0)
                .number("historyMissing", (double) verdict.historyMissing(), 0)
                .number("historyLagSeconds", historyLagSeconds, 1)
                .number("runs", (double) verdict.runs(), 0)
                .flag("digestsEqual", verdict.digestsEqual());
    }
}
