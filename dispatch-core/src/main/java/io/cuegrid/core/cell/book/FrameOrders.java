package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.columns.PagedBits;
import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting frames of a layer come next: a bit for each frame at its place in dispatch order. The place is the frame's
 * index, unless the frames of the layer were reordered; then a permutation is kept beside the bits.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class FrameOrders {
    private final CellState state;
    private final PagedBits waiting = new PagedBits();
    private @Nullable Permutation[] permutations = new Permutation[0];

    FrameOrders(CellState state) {
        this.state = state;
    }

    private record Permutation(int[] indexAt, int[] placeOf) {}

    /** The frame index at a place. */
    int indexAt(int layer, int place) {
        Permutation permutation = permutation(layer);
        return permutation == null ? place : permutation.indexAt[place];
    }

    int placeOf(int layer, int frameIndex) {
        Permutation permutation = permutation(layer);
        return permutation == null ? frameIndex : permutation.placeOf[frameIndex];
    }

    void set(int layer, int place) {
        waiting.set(base(layer) + place);
    }

    /** New frames of a layer wait, [from, to) by index; no order but that of their indexes is known yet. */
    void setRange(int layer, int from, int to) {
        int base = base(layer);
        waiting.setRange(base + from, base + to);
    }

    void clear(int layer, int place) {
        waiting.clear(base(layer) + place);
    }

    boolean get(int layer, int place) {
        return waiting.get(base(layer) + place);
    }

    /** The first place from here on that holds a waiting frame, or -1. */
    int next(int layer, int place) {
        int base = base(layer);
        int found = waiting.next(base + place, base + state.layers.frameCount(layer));
        return found < 0 ? -1 : found - base;
    }

    /** Takes all frames of a layer out. */
    void clearAll(int layer) {
        int base = base(layer);
        waiting.clearRange(base, base + state.layers.frameCount(layer));
        if (layer < permutations.length) {
            permutations[layer] = null;
        }
    }

    /** Reads the dispatch orders of a layer's frames again; the bits are cleared and must be set again. */
    void reorder(int layer) {
        clearAll(layer);
        if (!state.layers.reordered(layer)) {
            return;
        }
        int base = base(layer);
        int count = state.layers.frameCount(layer);
        long[] sorted = new long[count];
        for (int index = 0; index < count; index++) {
            sorted[index] = (long) state.frames.dispatchOrder(base + index) << 32 | index;
        }
        Arrays.sort(sorted);
        int[] indexAt = new int[count];
        int[] placeOf = new int[count];
        for (int place = 0; place < count; place++) {
            indexAt[place] = (int) sorted[place];
            placeOf[indexAt[place]] = place;
        }
        if (layer >= permutations.length) {
            permutations = Arrays.copyOf(permutations, Math.max(layer + 1, permutations.length * 2));
        }
        permutations[layer] = new Permutation(indexAt, placeOf);
    }

    void reset() {
        waiting.reset();
        permutations = new Permutation[0];
    }

    private @Nullable Permutation permutation(int layer) {
        return layer < permutations.length ? permutations[layer] : null;
    }

    private int base(int layer) {
        return state.jobs.frameBase(state.layers.job(layer)) + state.layers.firstOrdinal(layer);
    }
}
