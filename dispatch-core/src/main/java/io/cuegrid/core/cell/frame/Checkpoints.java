package io.cuegrid.core.cell.frame;

import io.cuegrid.core.cell.job.JobTable;
import org.agrona.collections.LongArrayList;

/**
 * Frames that stopped before their checkpoint was complete, so that one whose program says nothing more is found again. An
 * entry may be out of date; each is looked at before it counts.
 *
 * <p>Threading: that of the cell. Derived from frames.
 */
public final class Checkpoints {
    /** A checkpoint that was not completed so long after its frame stopped is given up. */
    public static final long STALE_MILLIS = 300_000;

    /** Entries below which those that are out of date are left alone. */
    private static final int COMPACT_MIN = 1_024;

    private final JobTable jobs;
    private final FrameTable frames;
    /** Job row above, ordinal below. */
    private final LongArrayList entries = new LongArrayList();

    private long nextDueMillis = Long.MAX_VALUE;
    private int compactAt = COMPACT_MIN;

    public Checkpoints(JobTable jobs, FrameTable frames) {
        this.jobs = jobs;
        this.frames = frames;
    }

    /** A frame stands at its checkpoint now. */
    public void add(int job, int ordinal) {
        if (entries.size() >= compactAt) {
            compact();
        }
        entries.addLong((long) job << 32 | ordinal);
        nextDueMillis = Math.min(nextDueMillis, dueMillis(job, ordinal));
    }

    /** Drops what is out of date; only a leader takes entries out. */
    private void compact() {
        long[] standing = entries.longStream()
                .sorted()
                .distinct()
                .filter(entry -> stands((int) (entry >>> 32), (int) entry))
                .toArray();
        entries.clear();
        for (long entry : standing) {
            entries.addLong(entry);
        }
        compactAt = Math.max(COMPACT_MIN, 2 * standing.length);
    }

    /** At most the time when the first is stale; Long.MAX_VALUE when none waits. */
    public long nextDueMillis() {
        return nextDueMillis;
    }

    /**
     * Takes what is stale out, in the order of jobs and frames.
     *
     * @return job row above, ordinal below
     */
    public long[] takeStale(long nowMillis) {
        long[] all = entries.longStream().sorted().distinct().toArray();
        LongArrayList stale = new LongArrayList();
        entries.clear();
        nextDueMillis = Long.MAX_VALUE;
        for (long entry : all) {
            int job = (int) (entry >>> 32);
            int ordinal = (int) entry;
            if (!stands(job, ordinal)) {
                continue;
            }
            if (dueMillis(job, ordinal) <= nowMillis) {
                stale.addLong(entry);
            } else {
                add(job, ordinal);
            }
        }
        return stale.toLongArray();
    }

    private boolean stands(int job, int ordinal) {
        return jobs.number(job) != 0
                && ordinal < jobs.frameCount(job)
                && frames.state(jobs.frameBase(job) + ordinal) == FrameStates.CHECKPOINT;
    }

    private long dueMillis(int job, int ordinal) {
        int frame = jobs.frameBase(job) + ordinal;
        return FrameTable.millis(frames.stoppedTicks(frame), jobs.submittedMillis(job)) + STALE_MILLIS;
    }

    /** Finds all again after a restore. */
    public void rebuild() {
        entries.clear();
        nextDueMillis = Long.MAX_VALUE;
        for (int job = 0; job < jobs.rowCount(); job++) {
            int left = jobs.number(job) == 0 ? 0 : jobs.counts(job, FrameStates.CHECKPOINT);
            for (int ordinal = 0; left > 0 && ordinal < jobs.frameCount(job); ordinal++) {
                if (stands(job, ordinal)) {
                    add(job, ordinal);
                    left--;
                }
            }
        }
    }
}
