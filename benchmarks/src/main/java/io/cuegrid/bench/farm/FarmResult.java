package io.cuegrid.bench.farm;

import io.cuegrid.bench.report.Figures;

/**
 * What a run of a farm came to. A figure that the scenario does not measure is null.
 *
 * @param connections TCP connections that the hosts' streams share
 * @param historyLagSeconds from the last acknowledged completion until PostgreSQL counted every run
 */
record FarmResult(
        String scenario,
        int members,
        int hosts,
        int connections,
        long warmUpSeconds,
        Measured measured,
        long streamsLost,
        double historyLagSeconds,
        Audit.Verdict verdict) {

    Figures figures() {
        Window.Result window = measured.window();
        return new Figures()
                .text("scenario", scenario)
                .number("lifecyclesPerSecond", window.lifecyclesPerSecond(), 0)
                .number("utilisation", measured.utilisation(), 4)
                .number("leastUtilisation", measured.leastUtilisation(), 4)
                .number("submitToOrderMillisP50", measured.submitToOrderMillis(50), 2)
                .number("submitToOrderMillisP99", measured.submitToOrderMillis(99), 2)
                .number("loopBytesPerLifecycle", window.bytesPerLifecycle(), 1)
                .number("doubleBooked", (double) verdict.doubleBooked(), 0)
                .number("overshoots", (double) verdict.overshoots(), 0)
                .number("lost", (double) verdict.lost(), 0)
                .number("historyMissing", (double) verdict.historyMissing(), 0)
                .number("historyLagSeconds", historyLagSeconds, 1)
                .flag("digestsEqual", verdict.digestsEqual())
                .with(measured.more())
                .number("members", (double) members, 0)
                .number("hosts", (double) hosts, 0)
                .number("connections", (double) connections, 0)
                .number("seconds", window.seconds(), 1)
                .number("warmUpSeconds", (double) warmUpSeconds, 0)
                .text("journalSync", "interval")
                .number("launchedFrames", (double) measured.launchedFrames(), 0)
                .number("runs", (double) verdict.runs(), 0)
                .number("streamsLost", (double) streamsLost, 0)
                .number("nodeCpuSeconds", window.nodeCpuSeconds(), 1)
                .number("databaseCpuSeconds", window.databaseCpuSeconds(), 1)
                .number("simulatorCpuSeconds", window.simulatorCpuSeconds(), 1);
    }
}
