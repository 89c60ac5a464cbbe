package io.cuegrid.core.cell.redirect;

import io.cuegrid.core.cell.columns.RowPages;

/**
 * Redirects: where the room of a proc is offered first when its frame has ended. A redirect's number is its proc's. There are
 * few; most of the time there is none.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class RedirectTable extends RowPages {
    private static final int JOB_NUMBER = 16;
    private static final int FOLDER_NUMBER = 24;
    private static final int SINCE_MILLIS = 32;
    private static final int GROUPED = 40;
    private static final int WIDTH = 48;

    public RedirectTable() {
        super(WIDTH, 5);
    }

    /** The redirect of a proc, or -1. */
    public int ofProc(long procNumber) {
        return live() == 0 ? -1 : row(procNumber);
    }

    /** The job that gets the room; 0: a folder does. */
    public long jobNumber(int row) {
        return getLong(row, JOB_NUMBER);
    }

    /** The folder whose jobs get the room; 0: a job does. */
    public long folderNumber(int row) {
        return getLong(row, FOLDER_NUMBER);
    }

    public long sinceMillis(int row) {
        return getLong(row, SINCE_MILLIS);
    }

    /** Whether the room is kept until all grouped procs of the host have ended. */
    public boolean grouped(int row) {
        return getInt(row, GROUPED) != 0;
    }

    /** Redirects a proc; one that it had is forgotten. */
    public void put(long procNumber, long jobNumber, long folderNumber, boolean grouped, long sinceMillis) {
        int known = ofProc(procNumber);
        int row = known >= 0 ? known : add(procNumber);
        putLong(row, JOB_NUMBER, jobNumber);
        putLong(row, FOLDER_NUMBER, folderNumber);
        putLong(row, SINCE_MILLIS, sinceMillis);
        putInt(row, GROUPED, grouped ? 1 : 0);
    }
}
