package io.cuegrid.core.cell.proc;

import io.cuegrid.core.cell.columns.RecordPages;

/**
 * The procs of each host as a chain in both directions, beside the procs' own rows: neighbours in a chain are changed each
 * time a proc comes or goes, and are found here within a few cache lines.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class HostProcs extends RecordPages {
    private static final int PREVIOUS = 0;
    private static final int NEXT = 4;
    private static final int WIDTH = 8;

    public HostProcs() {
        super(WIDTH, 10);
    }

    /** The next proc of the host, row plus one; 0: none. */
    public int next(int proc) {
        return getInt(proc, NEXT);
    }

    /**
     * Puts a proc in front of a host's chain.
     *
     * @param head of the chain, row plus one; 0: empty
     * @return the new head
     */
    public int link(int proc, int head) {
        ensureRows(proc + 1);
        putInt(proc, NEXT, head);
        putInt(proc, PREVIOUS, 0);
        if (head > 0) {
            putInt(head - 1, PREVIOUS, proc + 1);
        }
        return proc + 1;
    }

    /** Takes a proc out of a host's chain. @return the head now */
    public int unlink(int proc, int head) {
        int before = getInt(proc, PREVIOUS);
        int after = getInt(proc, NEXT);
        if (before > 0) {
            putInt(before - 1, NEXT, after);
        }
        if (after > 0) {
            putInt(after - 1, PREVIOUS, before);
        }
        clearRow(proc);
        return before > 0 ? head : after;
    }
}
