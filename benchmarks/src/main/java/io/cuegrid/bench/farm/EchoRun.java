package io.cuegrid.bench.farm;

import io.cuegrid.api.token.AccessTokens;
import io.cuegrid.api.token.SecretFile;
import io.cuegrid.bench.report.Figures;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The ceiling: the same simulated hosts and the same messages against a process that answers without scheduling. Nothing
 * is kept, so there is nothing to audit.
 */
final class EchoRun {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path root;
    private final Path home;
    private final String serverOptions;
    private final Consumer<String> progress;

    /** @param serverOptions for the JVM of the other process */
    EchoRun(Path root, Path home, String serverOptions, Consumer<String> progress) {
        this.root = root;
        this.home = home;
        this.serverOptions = serverOptions;
        this.progress = progress;
    }

    /** @param seconds measured time after as long as {@code warmUpSeconds} */
    Figures run(long warmUpSeconds, long seconds) throws IOException {
        AccessTokens tokens = new AccessTokens(SecretFile.readOrCreate(home.resolve("secret")));
        Workload workload = Workloads.drain();
        try (GridProcess server =
                        GridProcess.start(root, home, "echo", serverOptions, List.of("bench", "echo-server"));
                HostFleet fleet =
                        new HostFleet(workload.hosts(), tokens, "127.0.0.1:" + server.ready("port"), units -> 0)) {
            fleet.start();
            long deadline = System.nanoTime() + CONNECT_NANOS;
            while (fleet.welcomedCount() < workload.hosts().size()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("not every host was welcomed; see " + home.resolve("logs"));
                }
                FarmStage.waitUntil(System.nanoTime() + POLL_NANOS);
            }
            progress.accept("warming up for " + warmUpSeconds + " s");
            FarmStage.waitUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds));
            progress.accept("measuring for " + seconds + " s");
            double cpuBefore = server.cpuSeconds();
            long completedBefore = fleet.completedCount();
            long begin = System.nanoTime();
            FarmStage.waitUntil(begin + TimeUnit.SECONDS.toNanos(seconds));
            double measured = (System.nanoTime() - begin) / 1e9;
            long lifecycles = fleet.completedCount() - completedBefore;
            return new Figures()
                    .text("scenario", "echo")
                    .number("lifecyclesPerSecond", lifecycles / measured, 0)
                    .number("hosts", (double) workload.hosts().size(), 0)
                    .number("connections", (double) fleet.connectionCount(), 0)
                    .number("ordersInFlightPerHost", (double) EchoService.IN_FLIGHT, 0)
                    .number("seconds", measured, 1)
                    .number("warmUpSeconds", (double) warmUpSeconds, 0)
                    .number("streamsLost", (double) fleet.streamsLostCount(), 0)
                    .number("serverCpuSeconds", server.cpuSeconds() - cpuBefore, 1);
        }
    }
}
