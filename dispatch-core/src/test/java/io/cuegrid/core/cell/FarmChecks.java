package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.cell.SimulatedHost.FrameProcess;
import io.cuegrid.core.cell.SimulatedHost.Phase;
import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.FrameState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be true of a simulated farm after every batch, whatever chance did: the invariants, what the naive oracles say of
 * bookings and reasons, and that no frame has two live processes.
 */
final class FarmChecks {
    private static final long BOOK_PAUSE_MILLIS = 64_000;
    private static final int REASONS_EVERY = 3;
    /** Bookings of which one is looked at once there are no more faults. */
    private static final int CALM_EVERY = 8;

    private final FarmFixture farm;
    private final FarmConfig config;
    private final List<SimulatedHost> hosts;
    private final Invariants invariants;
    /** Whether each booking is looked at: nothing may come before it. No layer has a share of a host then. */
    private final boolean ordered;

    private long lastTick = FarmFixture.START_MILLIS;
    private boolean calm;
    private int batches;
    private int ordersChecked;
    private int reasonsChecked;

    /** @param hosts of the simulation, which adds to them */
    FarmChecks(FarmFixture farm, FarmConfig config, List<SimulatedHost> hosts, boolean ordered) {
        this.farm = farm;
        this.config = config;
        this.hosts = hosts;
        this.ordered = ordered;
        invariants = new Invariants(config);
    }

    /** The cell hears of this time. */
    void ticked(long millis) {
        lastTick = millis;
    }

    /** There are no more faults from now on. */
    void calm() {
        calm = true;
    }

    /** Bookings that the naive chooser has looked at. */
    int ordersChecked() {
        return ordersChecked;
    }

    /** Layers that wait of which the naive chooser has found the reason too. */
    int reasonsChecked() {
        return reasonsChecked;
    }

    /** After a batch. */
    void check() {
        FarmView view = FarmView.of(farm.cell);
        invariants.check(view);
        checkProcesses();
        if (++batches % REASONS_EVERY == 0) {
            checkReasons(view);
        }
        if (!farm.cell.hasWork()) {
            List<Long> paused = pausedHosts();
            NaiveChooser naive = new NaiveChooser(config, view, farm.raised, lastTick);
            String local = naive.findLocal(paused);
            assertThat(local).as("what could run in a partition").isNull();
            String bookable = naive.findBookable(paused);
            if (bookable != null) {
                StringBuilder reasons = new StringBuilder();
                view.jobs.keySet().forEach(job -> reasons.append(WhyLine.of(farm.cell, job)));
                throw new AssertionError(
                        "what could be booked though booking has settled: " + bookable + "; reasons: " + reasons);
            }
        }
    }

    /** Hosts that may rest because an order could not be started there. */
    private List<Long> pausedHosts() {
        List<Long> paused = new ArrayList<>();
        farm.startFailures.forEach((host, time) -> {
            if (lastTick < time + BOOK_PAUSE_MILLIS) {
                paused.add(host);
            }
        });
        return paused;
    }

    /** Of all that could start on the host of a booking nothing comes before it. */
    void checkOrder(Run run) {
        boolean looked = !calm || run.proc() % CALM_EVERY == 0;
        if (!looked || run.ignoreNimby() || farm.offered.contains(run.host())) {
            return;
        }
        FarmView view = FarmView.of(farm.backup);
        NaiveChooser naive = new NaiveChooser(config, view, farm.raised, lastTick);
        assertThat(new NaiveOrder(config, view, naive).findBefore(run))
                .as("what comes before " + run)
                .isNull();
        ordersChecked++;
    }

    /** Each waiting frame is counted under one reason; where booking has settled none is about to start. */
    private void checkReasons(FarmView view) {
        boolean settled = !farm.cell.hasWork();
        NaiveChooser chooser = new NaiveChooser(config, view, farm.raised, lastTick);
        NaiveWhy naive = new NaiveWhy(config, view, chooser, farm.raised, pausedHosts(), lastTick);
        for (FarmView.Job job : view.jobs.values()) {
            List<WhyLine> lines = WhyLine.of(farm.cell, job.number());
            for (FarmView.Layer layer : view.layers) {
                if (layer.job() != job.number()) {
                    continue;
                }
                int counted = 0;
                for (WhyLine line : lines) {
                    if (line.layer() == layer.index()) {
                        counted += line.frames();
                        assertThat(settled && line.reason() == WhyReason.STARTING)
                                .as("about to start though booking has settled: " + line + " of " + layer)
                                .isFalse();
                    }
                }
                assertThat(counted)
                        .as("reasons of " + layer + ": " + lines)
                        .isEqualTo(layer.counts()[FrameState.WAITING.value()]
                                + layer.counts()[FrameState.DEPEND.value()]
                                + layer.counts()[FrameState.CHECKPOINT.value()]);
                if (settled && ordered) {
                    assertThat(naive.findWrong(layer, lines))
                            .as("what must be said of " + layer + " of " + job + ": " + lines + " with " + view.hosts)
                            .isNull();
                    reasonsChecked += counted > 0 && naive.couldTell() ? 1 : 0;
                }
            }
        }
    }

    private void checkProcesses() {
        Set<List<Long>> alive = new HashSet<>();
        for (SimulatedHost host : hosts) {
            for (FrameProcess process : host.processes.values()) {
                if (process.phase == Phase.RUNNING) {
                    assertThat(alive.add(List.of(process.run.job(), (long) process.run.ordinal())))
                            .as("two live processes of one frame: " + process.run)
                            .isTrue();
                }
            }
        }
    }
}
