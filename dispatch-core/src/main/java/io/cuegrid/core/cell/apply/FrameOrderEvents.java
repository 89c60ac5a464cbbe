package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.frame.FrameRuns;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameOrder;
import io.cuegrid.core.sbe.FrameOrderChangedDecoder;
import java.util.Arrays;

/**
 * Dispatch orders of a layer's frames.
 *
 * <p>Threading: that of the cell. Allocates: people do this, not the farm.
 */
final class FrameOrderEvents {
    private final CellState state;
    private final BookingIndex index;

    FrameOrderEvents(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    void apply(FrameOrderChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        FrameOrder order = event.frameOrder();
        int stagger = Math.max(1, event.stagger());
        int[] chosen = frames(layer, event.ranges());
        int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
        switch (order) {
            case FIRST -> put(base, chosen, lowest(base, layer) - chosen.length);
            case LAST -> put(base, chosen, highest(base, layer) + 1);
            case REVERSE -> reverse(base, chosen);
            case STAGGER -> stagger(base, chosen, stagger);
            case NULL_VAL -> {
                return;
            }
        }
        state.layers.reordered(layer, true);
        index.reorderLayer(layer);
    }

    /** Frame indexes in the order of the ranges, each once. */
    private int[] frames(int layer, FrameOrderChangedDecoder.RangesDecoder ranges) {
        byte[] runs = state.layerRuns.get(layer);
        int chunk = state.layers.chunkSize(layer);
        boolean[] taken = new boolean[state.layers.frameCount(layer)];
        int[] chosen = new int[taken.length];
        int count = 0;
        while (ranges.hasNext()) {
            ranges.next();
            int number = ranges.firstFrame();
            for (int i = 0; i < ranges.frameCount(); i++, number += ranges.step()) {
                int entry = FrameRuns.entry(runs, number);
                if (entry >= 0 && !taken[entry / chunk]) {
                    taken[entry / chunk] = true;
                    chosen[count++] = entry / chunk;
                }
            }
        }
        return Arrays.copyOf(chosen, count);
    }

    private void put(int base, int[] chosen, int firstOrder) {
        for (int i = 0; i < chosen.length; i++) {
            state.frames.dispatchOrder(base + chosen[i], firstOrder + i);
        }
    }

    /** The frames keep the places that they have together, in reverse order. */
    private void reverse(int base, int[] chosen) {
        int[] places = places(base, chosen);
        int[] byPlace = byPlace(base, chosen);
        for (int i = 0; i < places.length; i++) {
            state.frames.dispatchOrder(base + byPlace[byPlace.length - 1 - i], places[i]);
        }
    }

    /** The frames keep the places that they have together; every n-th comes first, then those between. */
    private void stagger(int base, int[] chosen, int stagger) {
        int[] places = places(base, chosen);
        int at = 0;
        boolean[] done = new boolean[chosen.length];
        for (int step = stagger; step >= 1 && at < chosen.length; step = step == 1 ? 0 : Math.max(1, step / 2)) {
            for (int i = 0; i < chosen.length; i += step) {
                if (!done[i]) {
                    done[i] = true;
                    state.frames.dispatchOrder(base + chosen[i], places[at++]);
                }
            }
        }
    }

    private int[] places(int base, int[] chosen) {
        int[] places = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            places[i] = state.frames.dispatchOrder(base + chosen[i]);
        }
        Arrays.sort(places);
        return places;
    }

    private int[] byPlace(int base, int[] chosen) {
        long[] sorted = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            sorted[i] = (long) state.frames.dispatchOrder(base + chosen[i]) << 32 | chosen[i];
        }
        Arrays.sort(sorted);
        int[] result = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            result[i] = (int) sorted[i];
        }
        return result;
    }

    private int lowest(int base, int layer) {
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < state.layers.frameCount(layer); i++) {
            lowest = Math.min(lowest, state.frames.dispatchOrder(base + i));
        }
        return lowest;
    }

    private int highest(int base, int layer) {
        int highest = Integer.MIN_VALUE;
        for (int i = 0; i < state.layers.frameCount(layer); i++) {
            highest = Math.max(highest, state.frames.dispatchOrder(base + i));
        }
        return highest;
    }
}
