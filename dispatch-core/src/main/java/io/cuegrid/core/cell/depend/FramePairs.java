package io.cuegrid.core.cell.depend;

import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.DependType;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * Which frames of two layers belong together, found from both layers' frame numbers and chunks. Frame by frame: a frame
 * waits for every frame of the other layer whose chunk holds one of its frame numbers, however the ranges are ordered.
 * Previous frame: a frame waits for the one before it in order.
 *
 * <p>Threading: that of the cell. The result is valid until the next call.
 */
public final class FramePairs {
    /** Layers with more runs of frame numbers than this get a map while a whole depend is looked through. */
    private static final int RUNS_WITHOUT_MAP = 16;

    private final CellState state;
    private final Int2IntHashMap entryOfNumber = new Int2IntHashMap(-1);
    private int mappedLayer = -1;
    private int[] found = new int[16];
    private int count;

    public FramePairs(CellState state) {
        this.state = state;
    }

    /** Frames found by the last call. */
    public int count() {
        return count;
    }

    /** Index in its layer of a frame found by the last call; in rising order. */
    public int frameIndex(int i) {
        return found[i];
    }

    /** Finds the frames of the on side that a frame of the er side waits for, whatever their states. */
    public void findOn(DependType type, int erLayer, int erIndex, int onLayer) {
        count = 0;
        if (type == DependType.PREVIOUS_FRAME) {
            if (erIndex > 0 && erIndex - 1 < state.layers.frameCount(onLayer)) {
                found[count++] = erIndex - 1;
            }
            return;
        }
        findSameNumbers(erLayer, erIndex, onLayer);
    }

    /** Finds the frames of the er side that wait for a frame of the on side. */
    public void findEr(DependType type, int onLayer, int onIndex, int erLayer) {
        count = 0;
        if (type == DependType.PREVIOUS_FRAME) {
            if (onIndex + 1 < state.layers.frameCount(erLayer)) {
                found[count++] = onIndex + 1;
            }
            return;
        }
        findSameNumbers(onLayer, onIndex, erLayer);
    }

    /** How many frames that are not done a frame of the er side waits for. */
    public int unmet(DependType type, int erLayer, int erIndex, int onLayer) {
        findOn(type, erLayer, erIndex, onLayer);
        int base = state.jobs.frameBase(state.layers.job(onLayer)) + state.layers.firstOrdinal(onLayer);
        int staged = state.jobs.stagedFrames(state.layers.job(onLayer)) - state.layers.firstOrdinal(onLayer);
        int unmet = 0;
        for (int i = 0; i < count; i++) {
            boolean done = found[i] < staged
                    && (state.frames.state(base + found[i]) == FrameStates.SUCCEEDED
                            || state.frames.isMarkedDone(base + found[i]));
            unmet += done ? 0 : 1;
        }
        return unmet;
    }

    private void findSameNumbers(int layer, int index, int otherLayer) {
        int chunk = state.layers.chunkSize(layer);
        int otherChunk = state.layers.chunkSize(otherLayer);
        byte[] runs = state.layerRuns.get(layer);
        byte[] otherRuns = state.layerRuns.get(otherLayer);
        int from = index * chunk;
        int to = Math.min(from + chunk, FrameRuns.entries(runs));
        for (int entry = from; entry < to; entry++) {
            int other = entryOf(otherLayer, otherRuns, FrameRuns.frameNumber(runs, entry));
            if (other >= 0) {
                add(other / otherChunk);
            }
        }
        if (count > 1) {
            Arrays.sort(found, 0, count);
            int kept = 1;
            for (int i = 1; i < count; i++) {
                if (found[i] != found[kept - 1]) {
                    found[kept++] = found[i];
                }
            }
            count = kept;
        }
    }

    private void add(int frameIndex) {
        if (count > 0 && found[count - 1] == frameIndex) {
            return;
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = frameIndex;
    }

    private int entryOf(int layer, byte[] runs, int frameNumber) {
        if (layer == mappedLayer) {
            return entryOfNumber.get(frameNumber);
        }
        return FrameRuns.entry(runs, frameNumber);
    }

    /** Many frames of an on side are about to be looked for. */
    public void prepare(int onLayer) {
        byte[] runs = state.layerRuns.get(onLayer);
        if (FrameRuns.runs(runs) > RUNS_WITHOUT_MAP) {
            entryOfNumber.clear();
            int entries = FrameRuns.entries(runs);
            for (int entry = entries - 1; entry >= 0; entry--) {
                entryOfNumber.put(FrameRuns.frameNumber(runs, entry), entry);
            }
            mappedLayer = onLayer;
        }
    }

    /** After {@link #prepare}. */
    public void done() {
        mappedLayer = -1;
    }
}
