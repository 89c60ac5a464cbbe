package io.cuegrid.node.metrics;

import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.dispatch.LeaderState;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a led cell says of itself as a whole. It is asked at a scrape and not more than once a second, so a cell that nobody
 * watches is not asked at all.
 *
 * <p>Threading: any thread; one asks at a time.
 */
final class CellFigures {
    private static final Logger LOG = LoggerFactory.getLogger(CellFigures.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A scrape waits for it, and shows what was known before when it takes longer. */
    private static final long WAIT_MILLIS_MAX = 500;

    private static final long UNITS_A_CORE = 100;
    private static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final LocalMachine machine;
    private Figures figures = NONE;
    private long askedNanos = System.nanoTime() - FRESH_NANOS;

    CellFigures(LocalMachine machine) {
        this.machine = machine;
    }

    /** @param cores and coresBooked in cores */
    record Figures(
            long waiting,
            long running,
            long depend,
            long dead,
            long succeeded,
            long eaten,
            long jobsPending,
            long jobsFinished,
            long procs,
            long hostsUp,
            long hostsDown,
            long hostsLocked,
            double cores,
            double coresBooked) {}

    synchronized Figures get() {
        if (machine.loop().state() != LeaderState.LEADING) {
            figures = NONE;
            return NONE;
        }
        long now = System.nanoTime();
        if (now - askedNanos >= FRESH_NANOS) {
            askedNanos = now;
            ask();
        }
        return figures;
    }

    private void ask() {
        try {
            new MachineClient(machine, WAIT_MILLIS_MAX).read(RowQuery.cell(), (buffer, offset, length) -> {
                figures =
                        figuresOf(new CellRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()));
                return false;
            });
        } catch (RuntimeException busy) {
            LOG.debug("cell {}: its figures are those of before", machine.cellNumber(), busy);
        }
    }

    private static Figures figuresOf(CellRowDecoder row) {
        return new Figures(
                row.waiting(),
                row.running(),
                row.depend(),
                row.dead(),
                row.succeeded(),
                row.eaten(),
                row.jobsPending(),
                row.jobs() - row.jobsPending(),
                row.procs(),
                row.hostsUp(),
                row.hostsDown(),
                row.hostsLocked(),
                (double) row.coreUnits() / UNITS_A_CORE,
                (double) (row.coreUnits() - row.idleCoreUnits()) / UNITS_A_CORE);
    }
}
