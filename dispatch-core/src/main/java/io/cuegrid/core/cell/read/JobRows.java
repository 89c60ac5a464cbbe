package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.book.Limits;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.DocumentRowEncoder;
import io.cuegrid.core.sbe.JobRowEncoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LayerRowEncoder;
import io.cuegrid.core.sbe.LayerType;

/**
 * Jobs, layers and documents as rows.
 *
 * <p>Threading: that of the cell.
 */
final class JobRows {
    /** Of a job that has lost its name already. */
    private static final byte[] NO_TEXTS = new byte[5 * JobRowEncoder.nameHeaderLength()];

    private final CellState state;
    private final RowSink sink;
    private final JobRowEncoder job = new JobRowEncoder();
    private final LayerRowEncoder layer = new LayerRowEncoder();
    private final DocumentRowEncoder document = new DocumentRowEncoder();

    JobRows(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void job(int row) {
        job.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .jobNumber(state.jobs.number(row))
                .jobState(JobState.get((short) state.jobs.state(row)))
                .paused(flag(state.jobs.paused(row)))
                .autoEat(flag(state.jobs.autoEat(row)))
                .showNumber(state.catalog.number(state.jobs.showRow(row)))
                .folderNumber(state.catalog.number(state.jobs.folderRow(row)))
                .priority(state.jobs.priority(row))
                .maxRetries(state.jobs.maxRetries(row))
                .minCoreUnits(state.jobs.minCoreUnits(row))
                .maxCoreUnits(state.jobs.maxCoreUnits(row))
                .minGpus(state.jobs.minGpus(row))
                .maxGpus(state.jobs.maxGpus(row))
                .uid(state.jobs.uid(row))
                .layers(state.jobs.layerCount(row))
                .submittedMillis(state.jobs.submittedMillis(row))
                .eligibleMillis(state.jobs.launchedMillis(row))
                .finishedMillis(state.jobs.finishedMillis(row))
                .frames(state.jobs.frameCount(row))
                .waiting(state.jobs.counts(row, FrameStates.WAITING))
                .running(state.jobs.counts(row, FrameStates.RUNNING))
                .dead(state.jobs.counts(row, FrameStates.DEAD))
                .eaten(state.jobs.counts(row, FrameStates.EATEN))
                .depend(state.jobs.counts(row, FrameStates.DEPEND))
                .succeeded(state.jobs.counts(row, FrameStates.SUCCEEDED))
                .checkpoint(state.jobs.counts(row, FrameStates.CHECKPOINT))
                .runs(state.jobTotals.runs(row))
                .failedRuns(state.jobTotals.failedRuns(row))
                .coreMillis(state.jobTotals.coreMillis(row))
                .failedCoreMillis(state.jobTotals.failedCoreMillis(row))
                .gpuMillis(state.jobTotals.gpuMillis(row))
                .failedGpuMillis(state.jobTotals.failedGpuMillis(row))
                .clockMillis(state.jobTotals.clockMillis(row))
                .highMillis(state.jobTotals.highMillis(row))
                .lowMillis(state.jobTotals.lowMillis(row))
                .maxRssKib(state.jobTotals.maxRssKib(row))
                .maxPssKib(state.jobTotals.maxPssKib(row))
                .reservedCoreUnits(state.jobs.usedCoreUnits(row) + state.jobs.localCoreUnits(row))
                .reservedGpus(state.jobs.usedGpus(row) + state.jobs.localGpus(row))
                .localCoreUnits(state.jobs.localCoreUnits(row))
                .localGpus(state.jobs.localGpus(row));
        putTexts(state.jobTexts.get(row));
        sink.commit(job.encodedLength());
    }

    /** They are kept as the row has them: name, shot, user, os, log folder, each after the two bytes of its length. */
    private void putTexts(byte[] texts) {
        byte[] all = texts.length == 0 ? NO_TEXTS : texts;
        int at = job.limit();
        sink.buffer().putBytes(at, all, 0, all.length);
        job.limit(at + all.length);
    }

    void layer(int row) {
        byte[] texts = state.layerTexts.get(row);
        layer.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .jobNumber(state.jobs.number(state.layers.job(row)))
                .layerIndex(state.layers.layerIndex(row))
                .layerType(LayerType.get((short) state.layers.type(row)))
                .minCoreUnits(state.layers.minCoreUnits(row))
                .maxCoreUnits(state.layers.maxCoreUnits(row))
                .memoryKib(state.layers.memoryKib(row))
                .minGpus(state.layers.minGpus(row))
                .maxGpus(state.layers.maxGpus(row))
                .gpuMemoryKib(state.layers.gpuMemoryKib(row))
                .chunkSize(state.layers.chunkSize(row))
                .timeoutMinutes(state.layers.timeoutMinutes(row))
                .timeoutLluMinutes(state.layers.timeoutLluMinutes(row))
                .threadable(flag(state.layers.threadable(row)))
                .memoryOptimizer(flag(state.layers.memoryOptimizer(row)))
                .dispatchOrder(state.layers.dispatchOrder(row))
                .firstOrdinal(state.layers.firstOrdinal(row))
                .eligibleMillis(state.layers.eligibleMillis(row))
                .startedMillis(state.layers.startedMillis(row))
                .stoppedMillis(state.layers.stoppedMillis(row))
                .startAfterMillis(state.layers.startAfterMillis(row))
                .frames(state.layers.frameCount(row))
                .waiting(state.layers.counts(row, FrameStates.WAITING))
                .running(state.layers.counts(row, FrameStates.RUNNING))
                .dead(state.layers.counts(row, FrameStates.DEAD))
                .eaten(state.layers.counts(row, FrameStates.EATEN))
                .depend(state.layers.counts(row, FrameStates.DEPEND))
                .succeeded(state.layers.counts(row, FrameStates.SUCCEEDED))
                .checkpoint(state.layers.counts(row, FrameStates.CHECKPOINT))
                .runs(state.layerTotals.runs(row))
                .failedRuns(state.layerTotals.failedRuns(row))
                .coreMillis(state.layerTotals.coreMillis(row))
                .failedCoreMillis(state.layerTotals.failedCoreMillis(row))
                .gpuMillis(state.layerTotals.gpuMillis(row))
                .failedGpuMillis(state.layerTotals.failedGpuMillis(row))
                .clockMillis(state.layerTotals.clockMillis(row))
                .highMillis(state.layerTotals.highMillis(row))
                .lowMillis(state.layerTotals.lowMillis(row))
                .maxRssKib(state.layerTotals.maxRssKib(row))
                .maxPssKib(state.layerTotals.maxPssKib(row))
                .reservedCoreUnits(state.layers.usedCoreUnits(row))
                .reservedGpus(state.layers.usedGpus(row));
        int limitCount = Limits.count(state, row);
        LayerRowEncoder.LimitsEncoder limits = layer.limitsCount(limitCount);
        for (int i = 0; i < limitCount; i++) {
            limits.next().limitNumber(Limits.number(state, row, i));
        }
        layer.putName(texts, at(texts, CellState.LAYER_NAME), length(texts, CellState.LAYER_NAME))
                .putRangeText(texts, at(texts, CellState.LAYER_RANGE), length(texts, CellState.LAYER_RANGE))
                .putTags(texts, at(texts, CellState.LAYER_TAGS), length(texts, CellState.LAYER_TAGS))
                .putServices(texts, at(texts, CellState.LAYER_SERVICES), length(texts, CellState.LAYER_SERVICES))
                .putStartAfterReason(
                        texts,
                        at(texts, CellState.LAYER_START_AFTER_REASON),
                        length(texts, CellState.LAYER_START_AFTER_REASON));
        sink.commit(layer.encodedLength());
    }

    void document(int row) {
        byte[] bytes = state.documents.get(row);
        document.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .jobNumber(state.jobs.number(row))
                .putDocument(bytes, 0, bytes.length);
        sink.commit(document.encodedLength());
    }

    private static int at(byte[] texts, int index) {
        return Texts.offset(texts, index);
    }

    private static int length(byte[] texts, int index) {
        return Texts.length(texts, index);
    }

    static BooleanType flag(boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }
}
