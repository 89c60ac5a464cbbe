package io.cuegrid.core.cell.columns;

import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;

/**
 * One store of a cell's state: it can be written as it was when a capture began while it goes on changing, read back and
 * hashed. A store is written header first, then page by page.
 *
 * <p>Threading: that of the cell.
 */
public interface Captured {

    /** From now on a page that is about to change and was not written yet is copied first. */
    void beginCapture();

    /**
     * Writes the header and then pages, as they were at {@link #beginCapture()}.
     *
     * @param pageBudget pages after which it should stop
     * @return pages not used of the budget, or -1 when the store needs another call
     */
    int stepCapture(int pageBudget, SnapshotWriter writer);

    /** Ends the capture, written or not. */
    void endCapture();

    /** Writes everything as it is now, in the form of a capture; one that is being taken is not disturbed. */
    void write(SnapshotWriter writer);

    /** Replaces the content by what a capture wrote. */
    void restore(SnapshotReader reader);

    /** The content's hash, mixed into {@code seed}. */
    long digest(long seed);
}
