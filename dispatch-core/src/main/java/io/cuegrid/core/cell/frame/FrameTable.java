package io.cuegrid.core.cell.frame;

import io.cuegrid.core.cell.columns.Extents;
import io.cuegrid.core.cell.columns.RecordPages;
import io.cuegrid.core.sbe.CheckpointState;

/**
 * Frames by row; those of a job lie side by side in the order of their ordinals. A frame has no number of its own.
 *
 * <p>Times are kept as 16 ms ticks after the job's submission, rounded up, so that they fit in four bytes for two years; the
 * journal has them exactly. Memory is kept in KiB as an unsigned int (up to 4 TiB), a frame's own need in MiB. A row is one cache line.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class FrameTable extends RecordPages {
    /** State in the lower bits, flags above. */
    private static final int STATE_AND_FLAGS = 0;

    private static final int LAUNCH_FAILURES = 1;
    private static final int GPUS = 2;
    private static final int RETRIES = 3;
    private static final int CHECKPOINTS = 4;
    private static final int CORE_UNITS = 5;
    private static final int DISPATCH_ORDER = 8;
    private static final int EXIT_STATUS = 12;
    /** The row of its proc while it runs; else the time of its last change. */
    private static final int PROC_OR_CHANGED = 16;

    private static final int HOST_NUMBER = 20;
    private static final int STARTED_TICKS = 24;
    private static final int STOPPED_TICKS = 28;
    private static final int ELIGIBLE_TICKS = 32;
    private static final int MAX_RSS = 36;
    private static final int MAX_PSS = 40;
    private static final int RESERVED_MEMORY = 44;
    private static final int CORE_SECONDS = 48;
    private static final int DEPEND_COUNT = 52;
    private static final int RAISED_MEMORY_MIB = 56;
    private static final int GPU_SECONDS = 59;
    private static final int ATTEMPTS = 62;
    private static final int WIDTH = LINE_BYTES;
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private static final int STATE_BITS = 3;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    private static final int BYTE_MAX = 0xFF;
    private static final int SHORT_MAX = 0xFFFF;
    private static final int THREE_BYTES_MAX = 0xFF_FFFF;
    private static final int CHECKPOINT_SHIFT = 6;
    private static final int CHECKPOINT_MASK = 3;
    private static final int MILLIS = 1_000;
    private static final long KIB_OF_MIB = 1_024;
    private static final int TIME_SHIFT = 4;
    private static final long TIME_MAX = 0xFFFF_FFFFL;

    /** Gpus of one frame. */
    public static final int GPUS_MAX = Byte.MAX_VALUE;

    private final Extents extents = new Extents();

    public FrameTable() {
        super(WIDTH, PAGE_SHIFT);
    }

    @Override
    protected long at(int row) {
        return page(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    @Override
    protected long writableAt(int row) {
        return writablePage(row >> PAGE_SHIFT) + (long) (row & PAGE_MASK) * WIDTH;
    }

    /** Number of FrameState. */
    public int state(int row) {
        return getByte(row, STATE_AND_FLAGS) & STATE_MASK;
    }

    public void state(int row, int value) {
        putByte(row, STATE_AND_FLAGS, (getByte(row, STATE_AND_FLAGS) & ~STATE_MASK) | value);
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
        return (getByte(row, STATE_AND_FLAGS) >> CHECKPOINT_SHIFT) & CHECKPOINT_MASK;
    }

    public void checkpoint(int row, int value) {
        int others = getByte(row, STATE_AND_FLAGS) & ~(CHECKPOINT_MASK << CHECKPOINT_SHIFT);
        putByte(row, STATE_AND_FLAGS, others | (value << CHECKPOINT_SHIFT));
    }

    /** Its program is about to save what it has: ENABLED or COPYING. */
    public boolean isSaving(int row) {
        int state = checkpoint(row);
        return state == CheckpointState.ENABLED.value() || state == CheckpointState.COPYING.value();
    }

    /** Runs so far. */
    public int attempts(int row) {
        return getShort(row, ATTEMPTS) & SHORT_MAX;
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

    /** Row plus one of its proc; 0: none. */
    public int procRow(int row) {
        return isRunning(row) ? getInt(row, PROC_OR_CHANGED) : 0;
    }

    private boolean isRunning(int row) {
        return state(row) == FrameStates.RUNNING;
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

    /** When its state changed last: of a frame that runs, when it started. */
    public int changedTicks(int row) {
        return getInt(row, isRunning(row) ? STARTED_TICKS : PROC_OR_CHANGED);
    }

    /** The state has changed; {@link #started} says when a run began. */
    public void changedTicks(int row, int value) {
        if (!isRunning(row)) {
            putInt(row, PROC_OR_CHANGED, value);
        }
    }

    /** Its own need above its layer's, KiB; 0: none. */
    public long raisedMemoryKib(int row) {
        return (long) getThreeBytes(row, RAISED_MEMORY_MIB) * KIB_OF_MIB;
    }

    /** @param value whole MiB, see {@link #wholeMib} */
    public void raisedMemoryKib(int row, long value) {
        putThreeBytes(row, RAISED_MEMORY_MIB, (int) Math.min(THREE_BYTES_MAX, value / KIB_OF_MIB));
    }

    /** Memory of whole MiB, at least so much. */
    public static long wholeMib(long memoryKib) {
        return (memoryKib + KIB_OF_MIB - 1) / KIB_OF_MIB * KIB_OF_MIB;
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
        return getThreeBytes(row, CORE_UNITS);
    }

    /** Of all runs: wall time times cores. */
    public int coreSeconds(int row) {
        return getInt(row, CORE_SECONDS);
    }

    /** Of all runs, 16 million (194 days) at most. */
    public int gpuSeconds(int row) {
        return getThreeBytes(row, GPU_SECONDS);
    }

    /** A run begins; the frame's state has been changed before. */
    public void started(
            int row, int attempt, int procRow, long hostNumber, int ticks, long memoryKib, int coreUnits, int gpus) {
        long at = writableAt(row);
        setShort(at + ATTEMPTS, Math.min(SHORT_MAX, attempt));
        setInt(at + PROC_OR_CHANGED, procRow + 1);
        setInt(at + HOST_NUMBER, (int) hostNumber);
        setInt(at + STARTED_TICKS, ticks);
        setInt(at + STOPPED_TICKS, 0);
        setInt(at + RESERVED_MEMORY, kib(memoryKib));
        setThreeBytes(at + CORE_UNITS, Math.min(THREE_BYTES_MAX, coreUnits));
        setByte(at + GPUS, gpus);
    }

    /** A run has ended; the frame's state changes after it. @param launchFailures in a row, this one included */
    public void stopped(int row, int exitStatus, int ticks, int launchFailures) {
        long at = writableAt(row);
        setInt(at + EXIT_STATUS, exitStatus);
        setInt(at + STOPPED_TICKS, ticks);
        setByte(at + LAUNCH_FAILURES, launchFailures);
    }

    /** What a run that has ended used. */
    public void used(int row, long rssKib, long pssKib, long coreMillis, long gpuMillis) {
        putInt(row, MAX_RSS, kib(Math.max(kib(maxRss(row)), rssKib)));
        putInt(row, MAX_PSS, kib(Math.max(kib(maxPss(row)), pssKib)));
        addInt(row, CORE_SECONDS, (int) (coreMillis / MILLIS));
        if (gpuMillis != 0) {
            putThreeBytes(row, GPU_SECONDS, (int) Math.min(THREE_BYTES_MAX, gpuSeconds(row) + gpuMillis / MILLIS));
        }
    }

    private int getThreeBytes(int row, int field) {
        return (getShort(row, field) & SHORT_MAX) | ((getByte(row, field + Short.BYTES) & BYTE_MAX) << Short.SIZE);
    }

    private void putThreeBytes(int row, int field, int value) {
        setThreeBytes(writableAt(row) + field, value);
    }

    private static void setThreeBytes(long at, int value) {
        setShort(at, value);
        setByte(at + Short.BYTES, value >>> Short.SIZE);
    }

    private static final int FRAME_DEPENDS = 1 << STATE_BITS;
    private static final int MARKED_DONE = 2 << STATE_BITS;
    private static final int OVERRAN = 4 << STATE_BITS;

    /** Those that wait for it were told that it is done, whatever its state. */
    public boolean isMarkedDone(int row) {
        return getFlag(row, STATE_AND_FLAGS, MARKED_DONE);
    }

    public void markedDone(int row, boolean value) {
        putFlag(row, STATE_AND_FLAGS, MARKED_DONE, value);
    }

    /** Some depend waits for this very frame. */
    public boolean isDependedOn(int row) {
        return getFlag(row, STATE_AND_FLAGS, FRAME_DEPENDS);
    }

    public void dependedOn(int row, boolean value) {
        putFlag(row, STATE_AND_FLAGS, FRAME_DEPENDS, value);
    }

    /** A run of it has used more memory than it reserved and than its layer asks for; it is counted once. */
    public boolean hasOverrun(int row) {
        return getFlag(row, STATE_AND_FLAGS, OVERRAN);
    }

    public void overran(int row) {
        putFlag(row, STATE_AND_FLAGS, OVERRAN, true);
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
