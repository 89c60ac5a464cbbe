package io.cuegrid.core.cell.job;

import io.cuegrid.core.cell.columns.Extents;
import io.cuegrid.core.cell.columns.RecordPages;
import io.cuegrid.core.cell.frame.FrameStates;

/**
 * Layers by row; those of a job lie side by side in the order of their indexes.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class LayerTable extends RecordPages {
    private static final int JOB_ROW = 0;
    private static final int LAYER_INDEX = 4;
    private static final int FIRST_ORDINAL = 8;
    private static final int FRAME_COUNT = 12;
    private static final int COUNTS = 16;
    private static final int USED_CORE_UNITS = 48;
    private static final int USED_GPUS = 52;
    private static final int ON_HEAD = 56;
    private static final int FINISHED = 60;
    private static final int REORDERED = 61;
    private static final int THREADABLE = 62;
    private static final int SELFISH = 63;
    private static final int STARTED_MILLIS = 64;
    private static final int MIN_CORE_UNITS = 72;
    private static final int MAX_CORE_UNITS = 76;
    private static final int MEMORY_KIB = 80;
    private static final int GPU_MEMORY_KIB = 88;
    private static final int MIN_GPUS = 96;
    private static final int CHUNK_SIZE = 100;
    private static final int FIRST_FRAME = 104;
    private static final int FRAME_STEP = 108;
    private static final int RUN_COUNT = 112;
    private static final int DISPATCH_ORDER = 116;
    private static final int MEMORY_FAILED_FRAMES = 120;
    private static final int TIMEOUT_MINUTES = 124;
    private static final int TIMEOUT_LLU_MINUTES = 128;
    private static final int MAX_GPUS = 132;
    private static final int TYPE = 136;
    private static final int MEMORY_OPTIMIZER = 137;
    private static final int MEMORY_GIVEN = 138;
    private static final int ANY_SUCCEEDED = 139;
    private static final int DELAYED = 140;
    private static final int MEMORY_INCREASE_KIB = 144;
    private static final int ELIGIBLE_MILLIS = 152;
    private static final int STOPPED_MILLIS = 160;
    private static final int START_AFTER_MILLIS = 168;
    private static final int WIDTH = 192;
    private static final int PAGE_SHIFT = 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private final Extents extents = new Extents();

    public LayerTable() {
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

    /** Row plus one of the job; 0: free. */
    public int jobRow(int row) {
        return getInt(row, JOB_ROW);
    }

    public void jobRow(int row, int value) {
        putInt(row, JOB_ROW, value);
    }

    public int layerIndex(int row) {
        return getInt(row, LAYER_INDEX);
    }

    public void layerIndex(int row, int value) {
        putInt(row, LAYER_INDEX, value);
    }

    /** 0 or less: the whole host, less so many. */
    public int minCoreUnits(int row) {
        return getInt(row, MIN_CORE_UNITS);
    }

    public void minCoreUnits(int row, int value) {
        putInt(row, MIN_CORE_UNITS, value);
    }

    /** Cap of one proc; 0: none. */
    public int maxCoreUnits(int row) {
        return getInt(row, MAX_CORE_UNITS);
    }

    public void maxCoreUnits(int row, int value) {
        putInt(row, MAX_CORE_UNITS, value);
    }

    public long memoryKib(int row) {
        return getLong(row, MEMORY_KIB);
    }

    public void memoryKib(int row, long value) {
        putLong(row, MEMORY_KIB, value);
    }

    public long gpuMemoryKib(int row) {
        return getLong(row, GPU_MEMORY_KIB);
    }

    public void gpuMemoryKib(int row, long value) {
        putLong(row, GPU_MEMORY_KIB, value);
    }

    public int minGpus(int row) {
        return getInt(row, MIN_GPUS);
    }

    public void minGpus(int row, int value) {
        putInt(row, MIN_GPUS, value);
    }

    public int maxGpus(int row) {
        return getInt(row, MAX_GPUS);
    }

    public void maxGpus(int row, int value) {
        putInt(row, MAX_GPUS, value);
    }

    public int chunkSize(int row) {
        return getInt(row, CHUNK_SIZE);
    }

    public void chunkSize(int row, int value) {
        putInt(row, CHUNK_SIZE, value);
    }

    public int frameCount(int row) {
        return getInt(row, FRAME_COUNT);
    }

    public void frameCount(int row, int value) {
        putInt(row, FRAME_COUNT, value);
    }

    /** Ordinal of its first frame in the job. */
    public int firstOrdinal(int row) {
        return getInt(row, FIRST_ORDINAL);
    }

    public void firstOrdinal(int row, int value) {
        putInt(row, FIRST_ORDINAL, value);
    }

    public int dispatchOrder(int row) {
        return getInt(row, DISPATCH_ORDER);
    }

    public void dispatchOrder(int row, int value) {
        putInt(row, DISPATCH_ORDER, value);
    }

    /** Of its first run of frame numbers. */
    public int firstFrame(int row) {
        return getInt(row, FIRST_FRAME);
    }

    public void firstFrame(int row, int value) {
        putInt(row, FIRST_FRAME, value);
    }

    /** Of its first run of frame numbers. */
    public int frameStep(int row) {
        return getInt(row, FRAME_STEP);
    }

    public void frameStep(int row, int value) {
        putInt(row, FRAME_STEP, value);
    }

    /** Runs of frame numbers. */
    public int runCount(int row) {
        return getInt(row, RUN_COUNT);
    }

    public void runCount(int row, int value) {
        putInt(row, RUN_COUNT, value);
    }

    /** Number of LayerType. */
    public int type(int row) {
        return getByte(row, TYPE);
    }

    public void type(int row, int value) {
        putByte(row, TYPE, value);
    }

    public boolean threadable(int row) {
        return getByte(row, THREADABLE) != 0;
    }

    public void threadable(int row, boolean value) {
        putByte(row, THREADABLE, value ? 1 : 0);
    }

    public boolean selfish(int row) {
        return getByte(row, SELFISH) != 0;
    }

    public void selfish(int row, boolean value) {
        putByte(row, SELFISH, value ? 1 : 0);
    }

    public boolean memoryOptimizer(int row) {
        return getByte(row, MEMORY_OPTIMIZER) != 0;
    }

    public void memoryOptimizer(int row, boolean value) {
        putByte(row, MEMORY_OPTIMIZER, value ? 1 : 0);
    }

    /** The user gave the memory. */
    public boolean memoryGiven(int row) {
        return getByte(row, MEMORY_GIVEN) != 0;
    }

    public void memoryGiven(int row, boolean value) {
        putByte(row, MEMORY_GIVEN, value ? 1 : 0);
    }

    /** Dispatch orders differ from frame indexes. */
    public boolean reordered(int row) {
        return getByte(row, REORDERED) != 0;
    }

    public void reordered(int row, boolean value) {
        putByte(row, REORDERED, value ? 1 : 0);
    }

    /** LayerFinished was said since a frame last went back. */
    public boolean finished(int row) {
        return getByte(row, FINISHED) != 0;
    }

    public void finished(int row, boolean value) {
        putByte(row, FINISHED, value ? 1 : 0);
    }

    /** A frame has succeeded since the launch. */
    public boolean anySucceeded(int row) {
        return getByte(row, ANY_SUCCEEDED) != 0;
    }

    public void anySucceeded(int row, boolean value) {
        putByte(row, ANY_SUCCEEDED, value ? 1 : 0);
    }

    /** Frames in each state. */
    public int counts(int row, int index) {
        return getInt(row, COUNTS + index * 4);
    }

    public int addCounts(int row, int index, int delta) {
        return addInt(row, COUNTS + index * 4, delta);
    }

    public int usedCoreUnits(int row) {
        return getInt(row, USED_CORE_UNITS);
    }

    public void usedCoreUnits(int row, int value) {
        putInt(row, USED_CORE_UNITS, value);
    }

    public int addUsedCoreUnits(int row, int delta) {
        return addInt(row, USED_CORE_UNITS, delta);
    }

    public int usedGpus(int row) {
        return getInt(row, USED_GPUS);
    }

    public void usedGpus(int row, int value) {
        putInt(row, USED_GPUS, value);
    }

    public int addUsedGpus(int row, int delta) {
        return addInt(row, USED_GPUS, delta);
    }

    public int timeoutMinutes(int row) {
        return getInt(row, TIMEOUT_MINUTES);
    }

    public void timeoutMinutes(int row, int value) {
        putInt(row, TIMEOUT_MINUTES, value);
    }

    public int timeoutLluMinutes(int row) {
        return getInt(row, TIMEOUT_LLU_MINUTES);
    }

    public void timeoutLluMinutes(int row, int value) {
        putInt(row, TIMEOUT_LLU_MINUTES, value);
    }

    /** Frames that failed for memory. */
    public int memoryFailedFrames(int row) {
        return getInt(row, MEMORY_FAILED_FRAMES);
    }

    public void memoryFailedFrames(int row, int value) {
        putInt(row, MEMORY_FAILED_FRAMES, value);
    }

    public int addMemoryFailedFrames(int row, int delta) {
        return addInt(row, MEMORY_FAILED_FRAMES, delta);
    }

    /** First depend that waits for this layer, plus one. */
    public int onHead(int row) {
        return getInt(row, ON_HEAD);
    }

    public void onHead(int row, int value) {
        putInt(row, ON_HEAD, value);
    }

    /** After a memory failure; 0: the default. */
    public long memoryIncreaseKib(int row) {
        return getLong(row, MEMORY_INCREASE_KIB);
    }

    public void memoryIncreaseKib(int row, long value) {
        putLong(row, MEMORY_INCREASE_KIB, value);
    }

    public long eligibleMillis(int row) {
        return getLong(row, ELIGIBLE_MILLIS);
    }

    public void eligibleMillis(int row, long value) {
        putLong(row, ELIGIBLE_MILLIS, value);
    }

    public long startedMillis(int row) {
        return getLong(row, STARTED_MILLIS);
    }

    public void startedMillis(int row, long value) {
        putLong(row, STARTED_MILLIS, value);
    }

    public long stoppedMillis(int row) {
        return getLong(row, STOPPED_MILLIS);
    }

    public void stoppedMillis(int row, long value) {
        putLong(row, STOPPED_MILLIS, value);
    }

    /** 0: at once. */
    public long startAfterMillis(int row) {
        return getLong(row, START_AFTER_MILLIS);
    }

    public void startAfterMillis(int row, long value) {
        putLong(row, START_AFTER_MILLIS, value);
    }

    /** The start time was set by an exit status that asks for a pause. */
    public boolean delayed(int row) {
        return getByte(row, DELAYED) != 0;
    }

    public void delayed(int row, boolean value) {
        putByte(row, DELAYED, value ? 1 : 0);
    }

    /** Takes rows for the layers of a job. */
    public int take(int count) {
        int base = extents.take(count);
        ensureRows(extents.end());
        for (int row = base; row < base + count; row++) {
            clearRow(row);
        }
        return base;
    }

    public void give(int base, int count) {
        for (int row = base; row < base + count; row++) {
            clearRow(row);
        }
        extents.give(base, count);
    }

    /** Finds out again what is free after a restore. */
    public void rebuild(JobTable jobs) {
        extents.reset(rowCount());
        for (int job = 0; job < jobs.rowCount(); job++) {
            if (jobs.number(job) != 0) {
                extents.claim(jobs.layerBase(job), jobs.layerCount(job));
            }
        }
    }

    /** Whether nothing of the layer waits, runs, is dead or stands at a checkpoint. */
    public boolean complete(int row) {
        return counts(row, FrameStates.WAITING)
                        + counts(row, FrameStates.RUNNING)
                        + counts(row, FrameStates.DEAD)
                        + counts(row, FrameStates.DEPEND)
                        + counts(row, FrameStates.CHECKPOINT)
                == 0;
    }

    /** The job's row. */
    public int job(int row) {
        return jobRow(row) - 1;
    }
}
