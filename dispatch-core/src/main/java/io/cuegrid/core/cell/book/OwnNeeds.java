package io.cuegrid.core.cell.book;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * Frames that need more than their layer asks for: each stands by itself in the tree of its job group. It has a small number
 * whose complement is its entry there, so that it is told from a layer. Those of a layer form a chain, in no order.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class OwnNeeds {
    /** No further entry: an entry is the complement of a number, so never 0. */
    static final int NONE = 0;

    private final Int2IntHashMap numberOfFrame = new Int2IntHashMap(-1);
    /** First entry of each layer. */
    private final Int2IntHashMap firstOfLayer = new Int2IntHashMap(NONE);

    private int[] next = new int[16];
    private int[] previous = new int[16];
    private int[] layers = new int[16];
    private int[] frameIndexes = new int[16];
    private int[] free = new int[16];
    private int freeCount;
    private int count;

    /** Whether a frame has an entry of its own. */
    boolean contains(int frameRow) {
        return numberOfFrame.get(frameRow) >= 0;
    }

    /** The entry of a frame that has none yet. */
    int add(int frameRow, int layer, int frameIndex) {
        int own = freeCount > 0 ? free[--freeCount] : count++;
        if (own >= layers.length) {
            layers = Arrays.copyOf(layers, own * 2);
            next = Arrays.copyOf(next, own * 2);
            previous = Arrays.copyOf(previous, own * 2);
            frameIndexes = Arrays.copyOf(frameIndexes, own * 2);
        }
        layers[own] = layer;
        frameIndexes[own] = frameIndex;
        numberOfFrame.put(frameRow, own);
        link(~own, layer);
        return ~own;
    }

    /** Forgets the entry of a frame that has one. @return the entry */
    int remove(int frameRow) {
        int own = numberOfFrame.remove(frameRow);
        unlink(own);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = own;
        return ~own;
    }

    private void link(int entry, int layer) {
        int after = firstOfLayer.get(layer);
        next[~entry] = after;
        previous[~entry] = NONE;
        if (after != NONE) {
            previous[~after] = entry;
        }
        firstOfLayer.put(layer, entry);
    }

    private void unlink(int own) {
        int before = previous[own];
        int after = next[own];
        if (after != NONE) {
            previous[~after] = before;
        }
        if (before != NONE) {
            next[~before] = after;
        } else if (after != NONE) {
            firstOfLayer.put(layers[own], after);
        } else {
            firstOfLayer.remove(layers[own]);
        }
    }

    /** An entry of a layer, or {@link #NONE}. */
    int first(int layer) {
        return firstOfLayer.get(layer);
    }

    /** Another entry of the same layer, or {@link #NONE}. */
    int next(int entry) {
        return next[~entry];
    }

    int layer(int entry) {
        return layers[~entry];
    }

    int frameIndex(int entry) {
        return frameIndexes[~entry];
    }
}
