package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers that fit the same hosts as far as kind goes: operating system, tags, threadable or not, gpu or not.
 *
 * <p>Threading: that of the cell.
 */
final class LayerClass {
    /** Any operating system will do. */
    static final int ANY_OS = -1;

    final int osSymbol;
    final int tagSet;
    final boolean threadable;
    final boolean gpu;
    /** Queues of layers of this class. */
    final List<Lane> lanes = new ArrayList<>();

    LayerClass(int osSymbol, int tagSet, boolean threadable, boolean gpu) {
        this.osSymbol = osSymbol;
        this.tagSet = tagSet;
        this.threadable = threadable;
        this.gpu = gpu;
    }
}
