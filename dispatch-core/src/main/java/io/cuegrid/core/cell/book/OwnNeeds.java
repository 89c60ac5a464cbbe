package io.cuegrid.core.cell.book;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * Frames that need more than their layer asks for: each stands by itself in the tree of its job group. It has a small number
 * whose complement is its entry there, so that it is told from a layer.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class OwnNeeds {
    private final Int2IntHashMap numberOfFrame = new Int2IntHashMap(-1);
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
            frameIndexes = Arrays.copyOf(frameIndexes, own * 2);
        }
        layers[own] = layer;
        frameIndexes[own] = frameIndex;
        numberOfFrame.put(frameRow, own);
        return ~own;
    }

    /** Forgets the entry of a frame that has one. @return the entry */
    int remove(int frameRow) {
        int own = numberOfFrame.remove(frameRow);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = own;
        return ~own;
    }

    int layer(int entry) {
        return layers[~entry];
    }

    int frameIndex(int entry) {
        return frameIndexes[~entry];
    }
}
