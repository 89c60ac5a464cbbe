package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FramesStagedDecoder;
import io.cuegrid.core.sbe.JobChangedDecoder;
import io.cuegrid.core.sbe.JobFinishedDecoder;
import io.cuegrid.core.sbe.JobKillRequestedDecoder;
import io.cuegrid.core.sbe.JobLaunchedDecoder;
import io.cuegrid.core.sbe.JobRemovedDecoder;
import io.cuegrid.core.sbe.JobRestartedDecoder;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.LaunchDroppedDecoder;
import io.cuegrid.core.sbe.LayerFinishedDecoder;
import io.cuegrid.core.sbe.RecordKind;

/**
 * The life of jobs.
 *
 * <p>Threading: that of the cell.
 */
final class JobEvents {
    private final CellState state;
    private final BookingIndex index;
    private final Usage usage;
    private final DependEvents depends;
    private final RedirectEvents redirects;
    private final PartitionEvents partitions;
    private final JobChains chains;

    JobEvents(
            CellState state,
            BookingIndex index,
            Usage usage,
            DependEvents depends,
            RedirectEvents redirects,
            PartitionEvents partitions) {
        this.state = state;
        this.index = index;
        this.usage = usage;
        this.depends = depends;
        this.redirects = redirects;
        this.partitions = partitions;
        chains = new JobChains(state);
    }

    void apply(FramesStagedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int to = event.toOrdinal();
        int base = state.jobs.frameBase(job);
        int layer = state.layerOf(job, event.fromOrdinal());
        long submitted = state.jobs.submittedMillis(job);
        int ticks = FrameTable.ticks(submitted, submitted);
        for (int ordinal = event.fromOrdinal(); ordinal <= to; ) {
            int first = state.layers.firstOrdinal(layer);
            int end = Math.min(to + 1, first + state.layers.frameCount(layer));
            state.frames.stage(base + ordinal, end - ordinal, ordinal - first, ticks);
            index.framesStaged(layer, ordinal - first, end - first);
            state.layers.addCounts(layer, FrameStates.WAITING, end - ordinal);
            state.jobs.addCounts(job, FrameStates.WAITING, end - ordinal);
            ordinal = end;
            layer++;
        }
        state.jobs.stagedFrames(job, to + 1);
    }

    void apply(JobLaunchedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        long time = event.timeMillis();
        state.time(time);
        state.jobs.state(job, event.jobState().value());
        state.jobs.launchedMillis(job, time);
        chains.removeStaged(job);
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            state.layers.eligibleMillis(layer, time);
        }
        if (state.jobs.state(job) == JobStates.PENDING) {
            index.attach(job);
        }
    }

    void apply(LaunchDroppedDecoder event) {
        int next = state.globals.stagedHead();
        while (next > 0) {
            int job = next - 1;
            next = state.jobs.nextInChain(job);
            if (state.jobs.launchId(job) == event.launchId()) {
                chains.removeStaged(job);
                remove(job);
            }
        }
    }

    void apply(JobChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        long value = event.value();
        JobSetting setting = event.setting();
        switch (setting) {
            case PAUSED -> state.jobs.paused(job, value != 0);
            case PRIORITY -> state.jobs.priority(job, (int) value);
            case MIN_CORE_UNITS -> state.jobs.minCoreUnits(job, (int) value);
            case MAX_CORE_UNITS -> state.jobs.maxCoreUnits(job, (int) value);
            case MIN_GPUS -> state.jobs.minGpus(job, (int) value);
            case MAX_GPUS -> state.jobs.maxGpus(job, (int) value);
            case MAX_RETRIES -> state.jobs.maxRetries(job, (int) value);
            case AUTO_EAT -> state.jobs.autoEat(job, value != 0);
            case AUTO_BOOK -> state.jobs.autoBook(job, value != 0);
            case AUTO_UNBOOK -> state.jobs.autoUnbook(job, value != 0);
            case FOLDER -> moveToFolder(job, value);
            case NULL_VAL -> {
                return;
            }
        }
        index.refreshJob(job);
        index.wakeAll();
    }

    private void moveToFolder(int job, long folderNumber) {
        int folder = state.catalogIndex.ensure(RecordKind.FOLDER, folderNumber);
        int cores = state.jobs.usedCoreUnits(job);
        int gpus = state.jobs.usedGpus(job);
        int running = state.jobs.counts(job, FrameStates.RUNNING);
        usage.changeFolders(state.jobs.folderRow(job), -cores, -gpus, -running);
        state.jobs.folderRow(job, folder);
        usage.changeFolders(folder, cores, gpus, running);
        index.refileJob(job);
    }

    void apply(JobKillRequestedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        state.time(event.timeMillis());
        state.jobs.killed(job, true);
        state.jobs.state(job, JobStates.SHUTDOWN);
        index.detach(job);
        redirects.jobEnded(event.jobNumber());
        partitions.jobEnded(event.jobNumber());
        index.wakeAll();
    }

    void apply(LayerFinishedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        state.time(event.timeMillis());
        state.layers.finished(layer, true);
        state.layers.stoppedMillis(layer, event.timeMillis());
    }

    void apply(JobFinishedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        state.time(event.timeMillis());
        index.detach(job);
        state.jobs.state(job, JobStates.FINISHED);
        redirects.jobEnded(event.jobNumber());
        partitions.jobEnded(event.jobNumber());
        state.jobs.finishedMillis(job, event.timeMillis());
        state.globals.addRetainedFrames(state.jobs.frameCount(job));
        chains.addFinished(job);
    }

    void apply(JobRestartedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        state.time(event.timeMillis());
        if (state.jobs.state(job) == JobStates.FINISHED) {
            leaveFinished(job);
            state.jobs.finishedMillis(job, 0);
            state.jobs.killed(job, false);
        } else {
            state.jobs.launchedMillis(job, event.timeMillis());
        }
        state.jobs.state(job, JobStates.PENDING);
        index.attach(job);
    }

    void apply(JobRemovedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        state.time(event.timeMillis());
        leaveFinished(job);
        remove(job);
    }

    private void leaveFinished(int job) {
        state.globals.addRetainedFrames(-state.jobs.frameCount(job));
        chains.removeFinished(job);
    }

    private void remove(int job) {
        leaveParent(job);
        depends.removeAll(job);
        index.forgetFrames(job);
        int base = state.jobs.layerBase(job);
        int count = state.jobs.layerCount(job);
        byte[] nothing = Texts.pack();
        for (int layer = base; layer < base + count; layer++) {
            state.layerTexts.put(layer, nothing);
            state.layerRuns.put(layer, nothing);
            state.layerLimits.put(layer, nothing);
        }
        state.layers.give(base, count);
        state.layerTotals.clear(base, count);
        state.frames.give(state.jobs.frameBase(job), state.jobs.frameCount(job));
        state.globals.addFrames(-state.jobs.frameCount(job));
        state.globals.addDocumentBytes(-state.jobs.documentBytes(job));
        state.documents.put(job, nothing);
        state.unnameJob(job);
        state.jobs.remove(job);
        state.jobTotals.clear(job, 1);
    }

    private void leaveParent(int job) {
        int parent = state.jobs.parentNumber(job) == 0 ? -1 : state.jobs.row(state.jobs.parentNumber(job));
        if (parent < 0) {
            return;
        }
        int after = state.jobs.nextChild(job);
        int before = state.jobs.childHead(parent);
        if (before == job + 1) {
            state.jobs.childHead(parent, after);
            return;
        }
        while (before > 0 && state.jobs.nextChild(before - 1) != job + 1) {
            before = state.jobs.nextChild(before - 1);
        }
        if (before > 0) {
            state.jobs.nextChild(before - 1, after);
        }
    }
}
