package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Exit statuses that pause a layer (a licence is missing, a file server is away): by status, with minutes.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class DelayRules extends RowPages {
    private static final int MINUTES = 16;
    private static final int WIDTH = 24;

    public DelayRules() {
        super(WIDTH, 4);
    }

    /** Minutes of pause that an exit status asks for; 0: none. */
    public int minutes(int exitStatus) {
        if (live() == 0 || exitStatus <= 0) {
            return 0;
        }
        int row = row(exitStatus);
        return row < 0 ? 0 : getInt(row, MINUTES);
    }

    /** @param minutes 0: no rule */
    public void set(int exitStatus, int minutes) {
        int row = row(exitStatus);
        if (minutes == 0) {
            if (row >= 0) {
                remove(row);
            }
            return;
        }
        putInt(row >= 0 ? row : add(exitStatus), MINUTES, minutes);
    }
}
