package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.depend.DependTable;
import io.cuegrid.core.cell.job.JobTable;
import org.agrona.collections.Long2LongHashMap;

/**
 * The first depend that waits for one frame, by job and ordinal; the others follow in the depend's chain. Derived.
 *
 * <p>Threading: that of the cell.
 */
public final class FrameDepends {
    private final DependTable depends;
    private final JobTable jobs;
    private final Long2LongHashMap heads = new Long2LongHashMap(-1);

    FrameDepends(DependTable depends, JobTable jobs) {
        this.depends = depends;
        this.jobs = jobs;
    }

    /** Row of the first depend that waits for this frame, or -1. */
    public int head(int job, int ordinal) {
        return (int) heads.get(key(job, ordinal));
    }

    public void head(int job, int ordinal, int row) {
        if (row < 0) {
            heads.remove(key(job, ordinal));
        } else {
            heads.put(key(job, ordinal), row);
        }
    }

    void rebuild() {
        heads.clear();
        for (int row = 0; row < depends.rowCount(); row++) {
            boolean first = depends.number(row) != 0
                    && depends.onFrameOrdinal(row) >= 0
                    && depends.previousOfOn(row) == 0
                    && jobs.number(depends.onJobRow(row)) != 0;
            if (first) {
                heads.put(key(depends.onJobRow(row), depends.onFrameOrdinal(row)), row);
            }
        }
    }

    private static long key(int job, int ordinal) {
        return (long) job << 32 | ordinal;
    }
}
