package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.LayerChangedEncoder;
import io.cuegrid.core.sbe.LayerSetting;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a new job's layers are likely to use: each layer whose memory nobody gave asks for what the layer of the same name
 * used in the job of the same name that was launched last of those that have ended, if at least half of that layer's frames
 * succeeded.
 *
 * <p>Threading: that of the cell. Called once a job; allocates.
 */
final class MemoryGuess {
    private final CellState state;
    private final BookingIndex index;
    private final Emitter out;
    private final LayerChangedEncoder changed = new LayerChangedEncoder();

    MemoryGuess(CellState state, BookingIndex index, Emitter out) {
        this.state = state;
        this.index = index;
        this.out = out;
    }

    /** The job has just become visible and is PENDING. */
    void launched(int job) {
        int last = lastEnded(job);
        if (last < 0) {
            return;
        }
        Map<String, Integer> known = new TreeMap<>();
        int base = state.jobs.layerBase(last);
        for (int layer = base; layer < base + state.jobs.layerCount(last); layer++) {
            known.put(state.layerName(layer), layer);
        }
        int first = state.jobs.layerBase(job);
        for (int layer = first; layer < first + state.jobs.layerCount(job); layer++) {
            Integer same = state.layers.memoryGiven(layer) ? null : known.get(state.layerName(layer));
            if (same != null) {
                guess(layer, same);
            }
        }
        out.step(1 + state.jobs.layerCount(job) / 16);
    }

    /** The job of the same name that was launched last of those that have ended; -1: none. */
    private int lastEnded(int job) {
        byte[] name = Texts.bytes(state.jobTexts.get(job), CellState.JOB_NAME);
        int last = -1;
        for (int other = state.jobNames.first(name); other >= 0; other = state.jobNames.next(other, name)) {
            boolean later = state.jobs.state(other) == JobStates.FINISHED
                    && state.jobs.showRow(other) == state.jobs.showRow(job)
                    && (last < 0 || state.jobs.number(other) > state.jobs.number(last));
            last = later ? other : last;
        }
        return last;
    }

    private void guess(int layer, int same) {
        long used = state.layerTotals.maxRssKib(same);
        int succeeded = state.layers.counts(same, FrameStates.SUCCEEDED);
        boolean known = used > 0 && 2 * succeeded >= state.layers.frameCount(same);
        if (!known) {
            return;
        }
        long wanted = Math.max(LayerTuning.MEMORY_LEAST_KIB, used + LayerTuning.MEMORY_MARGIN_KIB);
        long largest = index.largestEligibleMemoryKib(layer);
        if (largest > 0 && wanted > largest) {
            wanted = largest;
        }
        if (wanted == state.layers.memoryKib(layer)) {
            return;
        }
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(state.layers.job(layer)))
                .layerIndex(state.layers.layerIndex(layer))
                .setting(LayerSetting.MEMORY_KIB)
                .value(wanted)
                .reason("as the last job of this name used");
        out.emit(changed.encodedLength());
    }
}
