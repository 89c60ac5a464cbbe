package io.cuegrid.bench.core;

import io.cuegrid.bench.workload.HostSpec;
import io.cuegrid.bench.workload.JobSpec;
import io.cuegrid.bench.workload.Workload;
import io.cuegrid.core.StateMachine;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A cell of a benchmark with its catalog, its hosts and its launches.
 *
 * <p>Threading: one thread.
 */
final class BenchCell {
    private static final int HOSTS_A_BATCH = 256;
    private static final int MAX_WORK_BATCHES = 10_000_000;

    private final FarmCatalog catalog;
    private final CellDriver driver;
    private final Commands commands = new Commands();
    private final long startMillis;

    /**
     * Makes a cell that knows the catalog and has no hosts yet.
     *
     * @param newCell makes an empty cell at a time
     * @param shadowed whether a second replica follows
     */
    BenchCell(Workload workload, LongFunction<StateMachine> newCell, long startMillis, boolean shadowed) {
        this.startMillis = startMillis;
        catalog = new FarmCatalog(workload, startMillis);
        driver = new CellDriver(newCell.apply(startMillis), shadowed ? newCell.apply(startMillis) : null);
        for (byte[] event : catalog.events()) {
            commands.catalogUpdate(driver.commands(), event);
        }
        driver.decide(startMillis);
    }

    CellDriver driver() {
        return driver;
    }

    Commands commands() {
        return commands;
    }

    void registerHosts(List<HostSpec> hosts) {
        long id = 0;
        for (HostSpec host : hosts) {
            id++;
            commands.registerHost(driver.commands(), host, id, startMillis);
            if (driver.commands().count() >= HOSTS_A_BATCH) {
                driver.decide(startMillis);
            }
        }
        driver.decide(startMillis);
    }

    /** Puts a launch into the next batch. */
    void launch(List<JobSpec> jobs, boolean paused, boolean frameByFrame) {
        commands.launch(driver.commands(), jobs, catalog, paused, frameByFrame);
    }

    /** Decides batches until nothing is left to do. */
    void settle(long timeMillis, CellDriver.RunListener listener) {
        for (int i = 0; i < MAX_WORK_BATCHES; i++) {
            driver.decide(timeMillis);
            driver.forEachRun(listener);
            if (!driver.hasWork()) {
                return;
            }
        }
        throw new IllegalStateException("the cell still has work after " + MAX_WORK_BATCHES + " batches");
    }
}
