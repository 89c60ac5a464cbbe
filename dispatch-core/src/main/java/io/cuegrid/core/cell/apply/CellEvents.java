package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.Globals;
import io.cuegrid.core.cell.task.TaskKind;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CellCreatedDecoder;
import io.cuegrid.core.sbe.DelayRuleChangedDecoder;
import io.cuegrid.core.sbe.LayerShareChangedDecoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.TimeAdvancedDecoder;
import io.cuegrid.core.sbe.WorkCursorMovedDecoder;
import io.cuegrid.core.sbe.WorkModeChangedDecoder;

/**
 * The cell as a whole: its birth, its clock, its long work.
 *
 * <p>Threading: that of the cell.
 */
final class CellEvents {
    private final CellState state;
    private final BookingIndex index;

    CellEvents(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    void apply(CellCreatedDecoder event) {
        Globals globals = state.globals;
        globals.facilityNumber(event.facilityNumber());
        globals.cell(event.cell());
        globals.incarnation(event.incarnation());
        globals.timeMillis(event.timeMillis());
        globals.dueMillis(event.timeMillis());
        globals.workMode(event.workMode().value());
        globals.maxHosts(event.maxHosts());
        globals.maxJobs(event.maxJobs());
        globals.maxFrames(event.maxFrames());
        globals.maxRetainedFrames(event.maxRetainedFrames());
        globals.maxDocumentBytes(event.maxDocumentBytes());
        globals.nextJob(1);
        globals.nextHost(1);
        globals.nextProc(1);
        globals.nextDepend(1);
        globals.nextTask(1);
        globals.nextPartition(1);
    }

    void apply(TimeAdvancedDecoder event) {
        state.time(event.timeMillis());
        state.globals.dueMillis(event.timeMillis());
        boolean layers = index.releaseDue(event.timeMillis());
        boolean hosts = index.releaseHosts(event.timeMillis());
        if (layers || hosts) {
            state.globals.bookingWanted(true);
        }
    }

    void apply(DelayRuleChangedDecoder event) {
        state.delayRules.set(event.exitStatus(), event.minutes());
    }

    void apply(LayerShareChangedDecoder event) {
        state.globals.layerSharePercent(event.percent());
        state.globals.layerShareProcs(event.leastProcs());
        index.layerShareChanged();
    }

    void apply(WorkModeChangedDecoder event) {
        if (event.showNumber() == 0) {
            state.globals.workMode(event.workMode().value());
        } else {
            int show = state.catalogIndex.ensure(RecordKind.SHOW, event.showNumber());
            state.catalog.workMode(
                    show, event.asCell() == BooleanType.T ? 0 : event.workMode().value() + 1);
        }
        index.reorderJobs();
    }

    void apply(WorkCursorMovedDecoder event) {
        boolean done = event.done() == BooleanType.T;
        if (event.workNumber() == 0) {
            moveBooking(event, done);
            return;
        }
        int row = state.tasks.row(event.workNumber());
        if (row < 0) {
            row = begin(event);
        }
        state.tasks.position(row, event.position());
        if (done) {
            end(row);
        }
    }

    private void moveBooking(WorkCursorMovedDecoder event, boolean done) {
        if (done) {
            index.settled();
            state.globals.bookingWanted(false);
            state.globals.partitionsWanted(false);
        } else {
            index.wakeHost(state.hosts.row(event.hostNumber()));
        }
    }

    private int begin(WorkCursorMovedDecoder event) {
        Globals globals = state.globals;
        int row = state.tasks.add(event.workNumber());
        globals.nextTask(event.workNumber() + 1);
        state.tasks.kind(row, event.kind());
        state.tasks.jobNumber(row, event.jobNumber());
        state.tasks.hostNumber(row, event.hostNumber());
        state.tasks.detail(row, event.detail());
        byte[] user = new byte[event.userLength()];
        event.getUser(user, 0, user.length);
        byte[] reason = new byte[event.reasonLength()];
        event.getReason(reason, 0, reason.length);
        if (user.length + reason.length > 0) {
            state.taskTexts.put(row, Texts.pack(user, reason));
        }
        int tail = globals.taskTail();
        state.tasks.previous(row, tail);
        if (tail > 0) {
            state.tasks.next(tail - 1, row + 1);
        } else {
            globals.taskHead(row + 1);
        }
        globals.taskTail(row + 1);
        if (event.kind() == TaskKind.LAUNCH) {
            commit(event.detail());
        }
        int job = state.jobs.row(event.jobNumber());
        if (job >= 0) {
            state.jobs.addOpenTasks(job, 1);
            if (event.kind() == TaskKind.HOLD) {
                state.jobs.addPendingHolds(job, 1);
                index.refreshJob(job);
            }
        }
        return row;
    }

    private void commit(long launchId) {
        for (int next = state.globals.stagedHead(); next > 0; next = state.jobs.nextInChain(next - 1)) {
            if (state.jobs.launchId(next - 1) == launchId) {
                state.jobs.committed(next - 1, true);
            }
        }
    }

    private void end(int row) {
        Globals globals = state.globals;
        int before = state.tasks.previous(row);
        int after = state.tasks.next(row);
        if (before > 0) {
            state.tasks.next(before - 1, after);
        } else {
            globals.taskHead(after);
        }
        if (after > 0) {
            state.tasks.previous(after - 1, before);
        } else {
            globals.taskTail(before);
        }
        int job = state.jobs.row(state.tasks.jobNumber(row));
        if (job >= 0) {
            state.jobs.addOpenTasks(job, -1);
            if (state.tasks.kind(row) == TaskKind.HOLD) {
                state.jobs.addPendingHolds(job, -1);
                index.refreshJob(job);
            }
        }
        state.taskTexts.put(row, new byte[0]);
        state.tasks.remove(row);
    }
}
