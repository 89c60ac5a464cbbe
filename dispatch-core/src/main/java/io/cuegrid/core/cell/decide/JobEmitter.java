package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DependChangedEncoder;
import io.cuegrid.core.sbe.FramesStagedEncoder;
import io.cuegrid.core.sbe.JobChangedEncoder;
import io.cuegrid.core.sbe.JobFinishedEncoder;
import io.cuegrid.core.sbe.JobKillRequestedEncoder;
import io.cuegrid.core.sbe.JobLaunchedEncoder;
import io.cuegrid.core.sbe.JobRemovedEncoder;
import io.cuegrid.core.sbe.JobRestartedEncoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LaunchDroppedEncoder;
import io.cuegrid.core.sbe.LayerFinishedEncoder;
import io.cuegrid.core.sbe.TimeAdvancedEncoder;
import io.cuegrid.core.sbe.WorkCursorMovedEncoder;

/**
 * Says the events of jobs, and those of the cell as a whole.
 *
 * <p>Threading: that of the cell.
 */
final class JobEmitter {
    private static final byte[] NOTHING = new byte[0];

    private final CellState state;
    private final Emitter out;
    private final FramesStagedEncoder framesStaged = new FramesStagedEncoder();
    private final JobLaunchedEncoder launched = new JobLaunchedEncoder();
    private final LaunchDroppedEncoder dropped = new LaunchDroppedEncoder();
    private final LayerFinishedEncoder layerFinished = new LayerFinishedEncoder();
    private final JobFinishedEncoder finished = new JobFinishedEncoder();
    private final JobRestartedEncoder restarted = new JobRestartedEncoder();
    private final JobRemovedEncoder removed = new JobRemovedEncoder();
    private final JobChangedEncoder changed = new JobChangedEncoder();
    private final JobKillRequestedEncoder killRequested = new JobKillRequestedEncoder();
    private final DependChangedEncoder dependChanged = new DependChangedEncoder();
    private final WorkCursorMovedEncoder workMoved = new WorkCursorMovedEncoder();
    private final TimeAdvancedEncoder timeAdvanced = new TimeAdvancedEncoder();

    JobEmitter(CellState state, Emitter out) {
        this.state = state;
        this.out = out;
    }

    void framesStaged(int job, int from, int to) {
        framesStaged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .fromOrdinal(from)
                .toOrdinal(to);
        out.emit(FramesStagedEncoder.BLOCK_LENGTH);
    }

    void launched(int job, JobState jobState) {
        launched.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .timeMillis(out.now())
                .jobState(jobState)
                .layers(state.jobs.layerCount(job))
                .frames(state.jobs.frameCount(job));
        out.emit(JobLaunchedEncoder.BLOCK_LENGTH);
    }

    void dropped(long launchId) {
        dropped.wrapAndApplyHeader(out.buffer(), 0, out.header).launchId(launchId);
        out.emit(LaunchDroppedEncoder.BLOCK_LENGTH);
    }

    void layerFinished(int layer) {
        layerFinished
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(state.layers.job(layer)))
                .layerIndex(state.layers.layerIndex(layer))
                .timeMillis(out.now());
        out.emit(LayerFinishedEncoder.BLOCK_LENGTH);
    }

    void finished(int job) {
        finished.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .timeMillis(out.now())
                .killed(state.jobs.killed(job) ? BooleanType.T : BooleanType.F)
                .frames(state.jobs.frameCount(job))
                .succeeded(state.jobs.counts(job, FrameStates.SUCCEEDED))
                .eaten(state.jobs.counts(job, FrameStates.EATEN))
                .dead(state.jobs.counts(job, FrameStates.DEAD))
                .waiting(state.jobs.counts(job, FrameStates.WAITING) + state.jobs.counts(job, FrameStates.DEPEND))
                .runs(state.jobTotals.runs(job))
                .failedRuns(state.jobTotals.failedRuns(job))
                .coreMillis(state.jobTotals.coreMillis(job))
                .failedCoreMillis(state.jobTotals.failedCoreMillis(job))
                .gpuMillis(state.jobTotals.gpuMillis(job))
                .maxRssKib(state.jobTotals.maxRssKib(job));
        out.emit(JobFinishedEncoder.BLOCK_LENGTH);
    }

    void restarted(int job) {
        restarted
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .timeMillis(out.now());
        out.emit(JobRestartedEncoder.BLOCK_LENGTH);
    }

    void removed(int job) {
        removed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .timeMillis(out.now());
        out.emit(JobRemovedEncoder.BLOCK_LENGTH);
    }

    void changed(int job, JobSetting setting, long value) {
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .setting(setting)
                .value(value);
        out.emit(JobChangedEncoder.BLOCK_LENGTH);
    }

    void killRequested(int job, byte[] user, byte[] reason) {
        killRequested
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(job))
                .timeMillis(out.now())
                .putUser(user, 0, user.length)
                .putReason(reason, 0, reason.length);
        out.emit(killRequested.encodedLength());
    }

    void dependChanged(int depend, boolean active) {
        dependChanged
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .dependNumber(state.depends.number(depend))
                .active(active ? BooleanType.T : BooleanType.F);
        out.emit(DependChangedEncoder.BLOCK_LENGTH);
    }

    void bookingSettled() {
        workMoved(0, 0, 0, 0, 0, 0, true, NOTHING, NOTHING);
    }

    void bookingWanted(int host) {
        workMoved(0, 0, 0, state.hosts.number(host), 0, 0, false, NOTHING, NOTHING);
    }

    /** Begins a task. @return its number */
    long taskBegun(int kind, long jobNumber, long position, long detail, byte[] user, byte[] reason) {
        long number = state.globals.nextTask();
        workMoved(number, kind, jobNumber, 0, position, detail, false, user, reason);
        return number;
    }

    void taskMoved(int task, long position, boolean done) {
        workMoved(
                state.tasks.number(task),
                state.tasks.kind(task),
                state.tasks.jobNumber(task),
                state.tasks.hostNumber(task),
                position,
                state.tasks.detail(task),
                done,
                NOTHING,
                NOTHING);
    }

    private void workMoved(
            long number,
            int kind,
            long jobNumber,
            long hostNumber,
            long position,
            long detail,
            boolean done,
            byte[] user,
            byte[] reason) {
        workMoved
                .wrapAndApplyHeader(out.buffer(), 0, out.header)
                .workNumber(number)
                .kind((short) kind)
                .jobNumber(jobNumber)
                .hostNumber(hostNumber)
                .position(position)
                .detail(detail)
                .done(done ? BooleanType.T : BooleanType.F)
                .putUser(user, 0, user.length)
                .putReason(reason, 0, reason.length);
        out.emit(workMoved.encodedLength());
    }

    void timeAdvanced() {
        timeAdvanced.wrapAndApplyHeader(out.buffer(), 0, out.header).timeMillis(out.now());
        out.emit(TimeAdvancedEncoder.BLOCK_LENGTH);
    }
}
