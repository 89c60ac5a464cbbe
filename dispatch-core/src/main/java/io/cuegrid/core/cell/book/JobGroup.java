package io.cuegrid.core.cell.book;

import org.jspecify.annotations.Nullable;

/**
 * The layers of one job that are in one lane. Its tree orders those that have a frame to run by the dispatch order of that
 * frame and then by the layer's.
 *
 * <p>Threading: that of the cell.
 */
final class JobGroup {
    final int id;
    final int jobRow;
    final Lane lane;
    /** Tree of layers (and of single frames with needs of their own). */
    final int tree;

    int layers;

    @Nullable
    JobGroup nextOfJob;

    JobGroup(int id, int jobRow, Lane lane, int tree) {
        this.id = id;
        this.jobRow = jobRow;
        this.lane = lane;
        this.tree = tree;
    }
}
