package io.cuegrid.core.cell.book;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * A queue of jobs whose layers share a layer class, a folder and a set of limits: everything above the job that could hold
 * them back holds all of them back. Its tree orders the jobs by priority and then by number.
 *
 * <p>Threading: that of the cell.
 */
final class Lane {
    /** What tells lanes apart. */
    record Key(LayerClass layerClass, int showRow, int folderRow, int limitSet) {}

    final Key key;
    final LayerClass layerClass;
    final int showRow;
    final int folderRow;
    /** Catalog rows of the limits. */
    final int[] limitRows;
    /** Tree of job groups. */
    final int tree;
    /** Job groups that exist, runnable or not. */
    int groups;
    /** Something here may be bookable that was not when booking last settled. */
    boolean dirty;
    /** The folder and its ancestors, as far as they have caps. */
    int[] cappedFolders = new int[0];
    /** The lists of host classes that it stands in. */
    final List<LaneList> lists = new ArrayList<>();
    /** Hosts named by its tags that are not of a class that fits. */
    final IntArrayList pinnedHosts = new IntArrayList();

    Lane(Key key, int[] limitRows, int tree) {
        this.key = key;
        layerClass = key.layerClass;
        showRow = key.showRow;
        folderRow = key.folderRow;
        this.limitRows = limitRows;
        this.tree = tree;
    }

    /** One of its job groups asks for so much, which may be less than any before. */
    void offered(long need) {
        for (int i = 0; i < lists.size(); i++) {
            lists.get(i).offered(need);
        }
    }
}
