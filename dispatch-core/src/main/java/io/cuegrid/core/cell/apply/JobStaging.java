package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.Limits;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.RecordKind;
import java.util.Arrays;

/**
 * Takes a job of a launch in: its row, its layers, its texts and document; the frames follow in slices.
 *
 * <p>Threading: that of the cell.
 */
final class JobStaging {
    private static final int CORE = 100;

    private final CellState state;
    private final JobChains chains;
    private long[] limitNumbers = new long[8];

    JobStaging(CellState state) {
        this.state = state;
        chains = new JobChains(state);
    }

    void apply(JobStagedDecoder event) {
        long number = event.jobNumber();
        int job = state.jobs.add(number);
        state.jobTotals.clear(job, 1);
        state.globals.nextJob(number + 1);
        chains.addStaged(job);
        state.time(event.submittedMillis());
        state.jobs.state(job, JobStates.STARTUP);
        state.jobs.launchId(job, event.launchId());
        state.jobs.jobIndex(job, event.jobIndex());
        state.jobs.showRow(job, state.catalogIndex.ensure(RecordKind.SHOW, event.showNumber()));
        state.jobs.folderRow(job, state.catalogIndex.ensure(RecordKind.FOLDER, event.folderNumber()));
        state.jobs.priority(job, event.priority());
        state.jobs.maxRetries(job, event.maxRetries());
        state.jobs.minCoreUnits(job, event.minCoreUnits());
        state.jobs.maxCoreUnits(job, event.maxCoreUnits());
        state.jobs.minGpus(job, event.minGpus());
        state.jobs.maxGpus(job, event.maxGpus());
        state.jobs.uid(job, event.uid());
        state.jobs.paused(job, event.paused() == BooleanType.T);
        state.jobs.autoEat(job, event.autoEat() == BooleanType.T);
        state.jobs.autoBook(job, event.autoBook() == BooleanType.T);
        state.jobs.parentNumber(job, event.postJobOfNumber());
        if (event.postJobOfNumber() != 0) {
            int parent = state.jobs.row(event.postJobOfNumber());
            state.jobs.nextChild(job, state.jobs.childHead(parent));
            state.jobs.childHead(parent, job + 1);
        }
        state.jobs.submittedMillis(job, event.submittedMillis());

        JobStagedDecoder.LayersDecoder layers = event.layers();
        int count = layers.count();
        int base = state.layers.take(count);
        state.layerTotals.clear(base, count);
        state.jobs.layerBase(job, base);
        state.jobs.layerCount(job, count);
        int frames = 0;
        for (int i = 0; i < count; i++) {
            frames += stageLayer(job, base + i, i, frames, layers.next());
        }
        state.jobs.frameCount(job, frames);
        state.jobs.frameBase(job, state.frames.take(frames));
        state.globals.addFrames(frames);

        byte[] name = new byte[event.nameLength()];
        event.getName(name, 0, name.length);
        byte[] shot = new byte[event.shotLength()];
        event.getShot(shot, 0, shot.length);
        byte[] user = new byte[event.userLength()];
        event.getUser(user, 0, user.length);
        byte[] os = new byte[event.osLength()];
        event.getOs(os, 0, os.length);
        byte[] logDir = new byte[event.logDirLength()];
        event.getLogDir(logDir, 0, logDir.length);
        state.nameJob(job, Texts.pack(name, shot, user, os, logDir));
        byte[] document = new byte[event.documentLength()];
        event.getDocument(document, 0, document.length);
        state.documents.put(job, document);
        state.jobs.documentBytes(job, document.length);
        state.globals.addDocumentBytes(document.length);
    }

    /** @return frames of the layer */
    private int stageLayer(int job, int row, int index, int firstOrdinal, JobStagedDecoder.LayersDecoder layer) {
        state.layers.jobRow(row, job + 1);
        state.layers.layerIndex(row, index);
        state.layers.type(row, layer.layerType().value());
        state.layers.minCoreUnits(row, layer.minCoreUnits());
        state.layers.maxCoreUnits(row, layer.maxCoreUnits());
        state.layers.memoryKib(row, layer.memoryKib());
        state.layers.minGpus(row, layer.minGpus());
        state.layers.maxGpus(row, layer.maxGpus());
        state.layers.gpuMemoryKib(row, layer.gpuMemoryKib());
        state.layers.chunkSize(row, Math.max(1, layer.chunkSize()));
        state.layers.timeoutMinutes(row, layer.timeoutMinutes());
        state.layers.timeoutLluMinutes(row, layer.timeoutLluMinutes());
        boolean fractional = layer.minCoreUnits() > 0 && layer.minCoreUnits() < CORE;
        state.layers.threadable(row, layer.threadable() == BooleanType.T && !fractional);
        state.layers.selfish(row, layer.selfish() == BooleanType.T);
        state.layers.memoryIncreaseKib(row, layer.memoryIncreaseKib());
        state.layers.memoryGiven(row, layer.memoryGiven() == BooleanType.T);
        state.layers.memoryOptimizer(row, layer.memoryGiven() != BooleanType.T);
        state.layers.dispatchOrder(row, index + 1);
        state.layers.firstOrdinal(row, firstOrdinal);

        JobStagedDecoder.LayersDecoder.FramesDecoder runs = layer.frames();
        byte[] packed = FrameRuns.allocate(runs.count());
        for (int run = 0; runs.hasNext(); run++) {
            runs.next();
            FrameRuns.put(packed, run, runs.firstFrame(), runs.step(), runs.frameCount());
        }
        state.layerRuns.put(row, packed);
        state.layers.runCount(row, FrameRuns.runs(packed));
        state.layers.firstFrame(row, FrameRuns.first(packed, 0));
        state.layers.frameStep(row, FrameRuns.step(packed, 0));
        int chunk = state.layers.chunkSize(row);
        int frames = (int) (((long) FrameRuns.entries(packed) + chunk - 1) / chunk);
        state.layers.frameCount(row, frames);

        JobStagedDecoder.LayersDecoder.LimitsDecoder limits = layer.limits();
        int limitCount = 0;
        while (limits.hasNext()) {
            long number = limits.next().limitNumber();
            if (!isKnown(number, limitCount)) {
                if (limitCount == limitNumbers.length) {
                    limitNumbers = Arrays.copyOf(limitNumbers, limitCount * 2);
                }
                limitNumbers[limitCount++] = number;
                state.catalogIndex.ensure(RecordKind.LIMIT, number);
            }
        }
        state.layerLimits.put(row, Limits.pack(limitNumbers, limitCount));

        byte[] name = new byte[layer.nameLength()];
        layer.getName(name, 0, name.length);
        byte[] range = new byte[layer.rangeTextLength()];
        layer.getRangeText(range, 0, range.length);
        byte[] tags = new byte[layer.tagsLength()];
        layer.getTags(tags, 0, tags.length);
        byte[] services = new byte[layer.servicesLength()];
        layer.getServices(services, 0, services.length);
        state.layerTexts.put(row, Texts.pack(name, range, tags, services, new byte[0]));
        return frames;
    }

    private boolean isKnown(long limitNumber, int count) {
        for (int i = 0; i < count; i++) {
            if (limitNumbers[i] == limitNumber) {
                return true;
            }
        }
        return false;
    }
}
