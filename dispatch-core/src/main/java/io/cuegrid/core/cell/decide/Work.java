package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.Booking;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.task.TaskKind;

/**
 * What the state says is to be done without any command: tasks in the order they were begun, then bookings. Work is counted
 * in steps; what does not fit goes on in the next batch.
 *
 * <p>Threading: that of the cell.
 */
final class Work {
    private static final int FRAMES_OF_SLICE = 1_024;
    private static final int ACTIONS_OF_SLICE = 256;

    private final CellState state;
    private final Emitter out;
    private final JobEmitter jobEvents;
    private final LaunchDecisions launches;
    private final Depends depends;
    private final Actions actions;
    private final Booking booking;
    private final RedirectDecisions redirects;
    private final PartitionDecisions partitions;

    Work(
            CellState state,
            Emitter out,
            JobEmitter jobEvents,
            LaunchDecisions launches,
            Depends depends,
            Actions actions,
            Booking booking,
            RedirectDecisions redirects,
            PartitionDecisions partitions) {
        this.state = state;
        this.out = out;
        this.jobEvents = jobEvents;
        this.launches = launches;
        this.depends = depends;
        this.actions = actions;
        this.booking = booking;
        this.redirects = redirects;
        this.partitions = partitions;
    }

    boolean isWaiting() {
        return isLookWanted() || state.globals.taskHead() != 0;
    }

    private boolean isLookWanted() {
        return state.globals.bookingWanted() || state.globals.partitionsWanted();
    }

    void run(int stepBudget) {
        while (state.globals.taskHead() != 0 && out.steps() < stepBudget) {
            int before = out.steps();
            int used = runTask(state.globals.taskHead() - 1);
            out.step(Math.max(0, used - (out.steps() - before)));
        }
        if (isLookWanted()) {
            redirects.offerHeldHosts();
            boolean settled = partitions.bookAll(Math.max(1, stepBudget - out.steps()));
            if (state.globals.bookingWanted()) {
                settled &= booking.bookAll(Math.max(1, stepBudget - out.steps()));
                out.step(booking.booked());
            }
            out.step(1);
            if (settled) {
                jobEvents.bookingSettled();
            }
        }
    }

    private int runTask(int task) {
        return switch (state.tasks.kind(task)) {
            case TaskKind.STAGE -> launches.goOnStaging(task, FRAMES_OF_SLICE);
            case TaskKind.HOLD, TaskKind.RELEASE -> depends.goOn(task, FRAMES_OF_SLICE);
            case TaskKind.LAUNCH -> launches.goOnLaunching(task);
            case TaskKind.ACT, TaskKind.KILL -> actions.goOn(task, ACTIONS_OF_SLICE);
            default -> throw new IllegalStateException("task of kind " + state.tasks.kind(task));
        };
    }
}
