package io.cuegrid.core.cell.frame;

import io.cuegrid.core.cell.columns.Extents;
import io.cuegrid.core.cell.columns.RecordPages;
import io.cuegrid.core.sbe.CheckpointState;

/**
 * Frames by row; those of a job lie side by side in the order of their ordinals. A frame has no number of its own.
 *
 * <p>Times are kept as 16 ms ticks after the job's submission, rounded up, so that they fit in four bytes for two years; the
 * journal has them exactly. Memory is kept in KiB as an unsigned int (up to 4 TiB).
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class FrameTable extends RecordPages {
    private static final int STATE = 0;
    private static final int FLAGS = 1;
    private static final int LAUNCH_FAILURES = 2;
    private static final int GPUS = 3;
    private static final int RETRIES = 4;
    private static final int CHECKPOINTS = 5;
    private static final int ATTEMPTS = 6;
    private static final int DISPATCH_ORDER = 8;
    private static final int DEPEND_COUNT = 12;
    private static final int EXIT_STATUS = 16;
    private static final int PROC_ROW = 20;
    private static final int HOST_NUMBER = 24;
    private static final int STARTED_TICKS = 28;
    private static final int STOPPED_TICKS = 32;
    private static final int ELIGIBLE_TICKS = 36;
    private static final int CHANGED_TICKS = 40;
    private static final int RAISED_MEMORY = 44;
    private static final int MAX_RSS = 48;
    private static final int MAX_PSS = 52;
    private static final int RESERVED_MEMORY = 56;
    private static final int CORE_UNITS = 60;
    private static final int CORE_SECONDS = 64;
    private static final int GPU_SECONDS = 68;
    private static final int WIDTH = 72;

    private static final int BYTE_MAX = 0xFF;
    private static final int CHECKPOINT_SHIFT = 2;
    private static final int CHECKPOINT_MASK = 3;
    private static final int MILLIS = 1_000;
    private static final int TIME_SHIFT = 4;
    private static final long TIME_MAX = 0xFFFF_FFFFL;

    private final Extents extents = new Extents();

    public FrameTable() {
        super(WIDTH, 12);
    }

    /** Number of FrameState. */
    public int state(int row) {
        return getByte(row, STATE);
    }

    public void state(int row, int value) {
        putByte(row, STATE, value);
    }

    public int flags(int row) {
        return getByte(row, FLAGS);
    }

    public void flags(int row, int value) {
        putByte(row, FLAGS, value);
    }

    /** Runs in a row that could not be started. */
    public int launchFailures(int row) {
        return getByte(row, LAUNCH_FAILURES);
    }

    /** Of the last run. */
    public int gpus(int row) {
        return getByte(row, GPUS);
    }

    public int retries(int row) {
        return getByte(row, RETRIES) & BYTE_MAX;
    }

    /** @param value more than 255 are kept as 255 */
    public void retries(int row, int value) {
        putByte(row, RETRIES, Math.min(BYTE_MAX, value));
    }

    /** Checkpoints that were completed, 255 at most. */
    public int checkpoints(int row) {
        return getByte(row, CHECKPOINTS) & BYTE_MAX;
    }

    /** @param value more than 255 are kept as 255 */
    public void checkpoints(int row, int value) {
        putByte(row, CHECKPOINTS, Math.min(BYTE_MAX, value));
    }

    /** Number of CheckpointState. */
    public int checkpoint(int row) {
        return (flags(row) >> CHECKPOINT_SHIFT) & CHECKPOINT_MASK;
    }

    public void checkpoint(int row, int value) {
        flags(row, (flags(row) & ~(CHECKPOINT_MASK << CHECKPOINT_SHIFT)) | (value << CHECKPOINT_SHIFT));
    }

    /** Its program is about to save what it has: ENABLED or COPYING. */
    public boolean isSaving(int row) {
        int state = checkpoint(row);
        return state == CheckpointState.ENABLED.value() || state == CheckpointState.COPYING.value();
    }

    /** Runs so far. */
    public int attempts(int row) {
        return getShort(row, ATTEMPTS);
    }

    public int dispatchOrder(int row) {
        return getInt(row, DISPATCH_ORDER);
    }

    public void dispatchOrder(int row, int value) {
        putInt(row, DISPATCH_ORDER, value);
    }

    /** What it still waits for. */
    public int dependCount(int row) {
        return getInt(row, DEPEND_COUNT);
    }

    public void dependCount(int row, int value) {
        putInt(row, DEPEND_COUNT, value);
    }

    public int addDependCount(int row, int delta) {
        return addInt(row, DEPEND_COUNT, delta);
    }

    /** Of the last run; -1: none yet. */
    public int exitStatus(int row) {
        return getInt(row, EXIT_STATUS);
    }

    public void exitStatus(int row, int value) {
        putInt(row, EXIT_STATUS, value);
    }

    /** Row plus one of its proc. */
    public int procRow(int row) {
        return getInt(row, PROC_ROW);
    }

    /** Of the last run. */
    public int hostNumber(int row) {
        return getInt(row, HOST_NUMBER);
    }

    public int startedTicks(int row) {
        return getInt(row, STARTED_TICKS);
    }

    public int stoppedTicks(int row) {
        return getInt(row, STOPPED_TICKS);
    }

    public int eligibleTicks(int row) {
        return getInt(row, ELIGIBLE_TICKS);
    }

    public void eligibleTicks(int row, int value) {
        putInt(row, ELIGIBLE_TICKS, value);
    }

    public int changedTicks(int row) {
        return getInt(row, CHANGED_TICKS);
    }

    public void changedTicks(int row, int value) {
        putInt(row, CHANGED_TICKS, value);
    }

    /** Its own need above its layer's, KiB; 0: none. */
    public int raisedMemory(int row) {
        return getInt(row, RAISED_MEMORY);
    }

    public void raisedMemory(int row, int value) {
        putInt(row, RAISED_MEMORY, value);
    }

    public int maxRss(int row) {
        return getInt(row, MAX_RSS);
    }

    public int maxPss(int row) {
        return getInt(row, MAX_PSS);
    }

    /** Of the last run. */
    public int reservedMemory(int row) {
        return getInt(row, RESERVED_MEMORY);
    }

    /** Of the last run. */
    public int coreUnits(int row) {
        return getInt(row, CORE_UNITS);
    }

    /** Of all runs: wall time times cores. */
    public int coreSeconds(int row) {
        return getInt(row, CORE_SECONDS);
    }

    public int gpuSeconds(int row) {
        return getInt(row, GPU_SECONDS);
    }

    /** A run begins. */
    public void started(
            int row, int attempt, int procRow, long hostNumber, int ticks, long memoryKib, int coreUnits, int gpus) {
        long at = writableAt(row);
        setShort(at + ATTEMPTS, attempt);
        setInt(at + PROC_ROW, procRow + 1);
        setInt(at + HOST_NUMBER, (int) hostNumber);
        setInt(at + STARTED_TICKS, ticks);
        setInt(at + STOPPED_TICKS, 0);
        setInt(at + RESERVED_MEMORY, kib(memoryKib));
        setInt(at + CORE_UNITS, coreUnits);
        setByte(at + GPUS, gpus);
    }

    /** A run has ended. @param launchFailures in a row, this one included */
    public void stopped(int row, int exitStatus, int ticks, int launchFailures) {
        long at = writableAt(row);
        setInt(at + EXIT_STATUS, exitStatus);
        setInt(at + PROC_ROW, 0);
        setInt(at + STOPPED_TICKS, ticks);
        setByte(at + LAUNCH_FAILURES, launchFailures);
    }

    /** What a run that has ended used. */
    public void used(int row, long rssKib, long pssKib, long coreMillis, long gpuMillis) {
        putInt(row, MAX_RSS, Math.max(maxRss(row), kib(rssKib)));
        putInt(row, MAX_PSS, Math.max(maxPss(row), kib(pssKib)));
        addInt(row, CORE_SECONDS, (int) (coreMillis / MILLIS));
        if (gpuMillis != 0) {
            addInt(row, GPU_SECONDS, (int) (gpuMillis / MILLIS));
        }
    }

    private static final int FRAME_DEPENDS = 1;
    private static final int MARKED_DONE = 2;
    /** Bits 4 and 8 are the checkpoint's state. */
    private static final int OVERRAN = 16;

    /** Those that wait for it were told that it is done, whatever its state. */
    public boolean isMarkedDone(int row) {
        return getFlag(row, FLAGS, MARKED_DONE);
    }

    public void markedDone(int row, boolean value) {
        putFlag(row, FLAGS, MARKED_DONE, value);
    }

    /** Some depend waits for this very frame. */
    public boolean isDependedOn(int row) {
        return getFlag(row, FLAGS, FRAME_DEPENDS);
    }

    public void dependedOn(int row, boolean value) {
        putFlag(row, FLAGS, FRAME_DEPENDS, value);
    }

    /** A run of it has used more memory than it reserved and than its layer asks for; it is counted once. */
    public boolean hasOverrun(int row) {
        return getFlag(row, FLAGS, OVERRAN);
    }

    public void overran(int row) {
        putFlag(row, FLAGS, OVERRAN, true);
    }

    /** Takes rows for the frames of a job; they exist from {@link #stage} on. */
    public int take(int count) {
        return extents.take(count);
    }

    public void give(int base, int count) {
        extents.give(base, count);
    }

    /**
     * New frames that nobody has run, side by side.
     *
     * @param order dispatch order of the first one; the others follow
     */
    public void stage(int from, int count, int order, int ticks) {
        ensureRows(from + count);
        for (int i = 0; i < count; i++) {
            int row = from + i;
            clearRow(row);
            dispatchOrder(row, order + i);
            exitStatus(row, -1);
            eligibleTicks(row, ticks);
            changedTicks(row, ticks);
        }
    }

    /** After a restore: nothing is taken until {@link #claim} says so. */
    public void resetExtents() {
        extents.reset(end);
    }

    /** After {@link #resetExtents}: these rows are a job's. */
    public void claim(int base, int count) {
        extents.claim(base, count);
    }

    private int end;

    @Override
    protected int header() {
        return extents.end();
    }

    @Override
    protected void header(int value) {
        end = value;
    }

    /** A time as it is kept. */
    public static int ticks(long millis, long submittedMillis) {
        long ticks = (millis - submittedMillis + (1 << TIME_SHIFT) - 1) >> TIME_SHIFT;
        return (int) Math.max(1, Math.min(TIME_MAX, ticks));
    }

    /** The time that ticks stand for; 0 for none. */
    public static long millis(int ticks, long submittedMillis) {
        return ticks == 0 ? 0 : submittedMillis + ((ticks & TIME_MAX) << TIME_SHIFT);
    }

    /** Memory as it is kept. */
    public static int kib(long memoryKib) {
        return (int) Math.max(0, Math.min(TIME_MAX, memoryKib));
    }

    /** Memory that was kept as an int. */
    public static long kib(int stored) {
        return stored & TIME_MAX;
    }
}
