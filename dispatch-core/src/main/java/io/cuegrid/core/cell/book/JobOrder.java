package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.WorkMode;

/**
 * In which order the jobs of a show are booked, as a key: smaller ones first.
 *
 * <ul>
 *   <li>PRIORITY, FIFO: the highest priority, then the older job.
 *   <li>BALANCED: the same by priority, plus up to 100 for a job below its min cores (100 when it has none of them, less in
 *       proportion), plus one for each day since its launch.
 *   <li>PROPORTIONAL: priority is a rate: the job with the fewest cores for its priority; cores are shared in proportion.
 * </ul>
 *
 * No key depends on the time of day: who is a day older than another stays so.
 *
 * <p>Threading: that of the cell.
 */
final class JobOrder {
    private static final int PRIORITY_MAX = (1 << 23) - 1;
    private static final int PRIORITY_SHIFT = 40;
    private static final int BOOST_MAX = 100;
    private static final long DAY_MILLIS = 86_400_000;
    /** Steps of a proportion for each core unit and priority of one. */
    private static final int PROPORTION_STEPS = 16;

    private static final long PROPORTION_MAX = (1L << 29) - 1;
    private static final int PROPORTION_SHIFT = 33;
    private static final int FIFO = WorkMode.FIFO.value();
    private static final int BALANCED = WorkMode.BALANCED.value();
    private static final int PROPORTIONAL = WorkMode.PROPORTIONAL.value();

    private JobOrder() {}

    static long key(CellState state, int job) {
        int mode = mode(state, job);
        long number = state.jobs.number(job);
        int priority = state.jobs.priority(job);
        if (mode == PROPORTIONAL) {
            long steps = (long) state.jobs.usedCoreUnits(job) * PROPORTION_STEPS / Math.max(1, priority);
            return (Math.min(PROPORTION_MAX, steps) << PROPORTION_SHIFT) + number;
        }
        long value = priority;
        if (mode == BALANCED) {
            value += boost(state, job) - state.jobs.submittedMillis(job) / DAY_MILLIS;
        }
        value = Math.max(-PRIORITY_MAX, Math.min(PRIORITY_MAX, value));
        return (-value << PRIORITY_SHIFT) + number;
    }

    /** Whether procs that come and go change the order. */
    static boolean dependsOnUse(CellState state, int job) {
        int mode = mode(state, job);
        return mode == PROPORTIONAL || (mode == BALANCED && state.jobs.minCoreUnits(job) > 0);
    }

    private static int mode(CellState state, int job) {
        int ofShow = state.catalog.workMode(state.jobs.showRow(job));
        int mode = ofShow > 0 ? ofShow - 1 : state.globals.workMode();
        return mode == FIFO ? WorkMode.PRIORITY.value() : mode;
    }

    private static long boost(CellState state, int job) {
        long least = state.jobs.minCoreUnits(job);
        long used = state.jobs.usedCoreUnits(job);
        return least <= 0 || used >= least ? 0 : BOOST_MAX * (least - used) / least;
    }
}
