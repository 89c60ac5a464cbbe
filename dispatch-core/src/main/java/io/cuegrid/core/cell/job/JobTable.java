package io.cuegrid.core.cell.job;

import io.cuegrid.core.cell.columns.RowPages;
import io.cuegrid.core.cell.frame.FrameStates;

/**
 * Jobs by row. Fields that name other entities of the cell hold their rows where those cannot go away before the job
 * does, else numbers.
 *
 * <p>It has more than 500 lines because it has a plain reader and writer for each field.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class JobTable extends RowPages {
    private static final int LAUNCH_ID = 8;
    private static final int PARENT_NUMBER = 16;
    private static final int SUBMITTED_MILLIS = 24;
    private static final int LAUNCHED_MILLIS = 32;
    private static final int FINISHED_MILLIS = 40;
    private static final int RUNS = 48;
    private static final int FAILED_RUNS = 56;
    private static final int CORE_MILLIS = 64;
    private static final int FAILED_CORE_MILLIS = 72;
    private static final int GPU_MILLIS = 80;
    private static final int FAILED_GPU_MILLIS = 88;
    private static final int CLOCK_MILLIS = 96;
    private static final int HIGH_MILLIS = 104;
    private static final int LOW_MILLIS = 112;
    private static final int MAX_RSS_KIB = 120;
    private static final int MAX_PSS_KIB = 128;
    private static final int DOCUMENT_BYTES = 136;
    private static final int COUNTS = 144;
    private static final int SHOW_ROW = 176;
    private static final int FOLDER_ROW = 180;
    private static final int PRIORITY = 184;
    private static final int MAX_RETRIES = 188;
    private static final int MIN_CORE_UNITS = 192;
    private static final int MAX_CORE_UNITS = 196;
    private static final int MIN_GPUS = 200;
    private static final int MAX_GPUS = 204;
    private static final int UID = 208;
    private static final int USED_CORE_UNITS = 212;
    private static final int USED_GPUS = 216;
    private static final int LAYER_BASE = 220;
    private static final int LAYER_COUNT = 224;
    private static final int FRAME_BASE = 228;
    private static final int FRAME_COUNT = 232;
    private static final int STAGED_FRAMES = 236;
    private static final int JOB_INDEX = 240;
    private static final int PENDING_HOLDS = 244;
    private static final int OPEN_TASKS = 248;
    private static final int ER_HEAD = 252;
    private static final int ON_HEAD = 256;
    private static final int PREVIOUS_IN_CHAIN = 260;
    private static final int NEXT_IN_CHAIN = 264;
    private static final int CHILD_HEAD = 268;
    private static final int NEXT_CHILD = 272;
    private static final int DEPENDS_ON_IT = 276;
    private static final int STATE = 280;
    private static final int PAUSED = 281;
    private static final int AUTO_EAT = 282;
    private static final int AUTO_BOOK = 283;
    private static final int AUTO_UNBOOK = 284;
    private static final int KILLED = 285;
    private static final int COMMITTED = 286;
    private static final int WIDTH = 288;

    public JobTable() {
        super(WIDTH, 6);
    }

    /** Of the launch that staged it. */
    public long launchId(int row) {
        return getLong(row, LAUNCH_ID);
    }

    public void launchId(int row, long value) {
        putLong(row, LAUNCH_ID, value);
    }

    /** The job whose end starts this one (a POST job), or 0. */
    public long parentNumber(int row) {
        return getLong(row, PARENT_NUMBER);
    }

    public void parentNumber(int row, long value) {
        putLong(row, PARENT_NUMBER, value);
    }

    public long submittedMillis(int row) {
        return getLong(row, SUBMITTED_MILLIS);
    }

    public void submittedMillis(int row, long value) {
        putLong(row, SUBMITTED_MILLIS, value);
    }

    /** When it became visible, or started after its parent. */
    public long launchedMillis(int row) {
        return getLong(row, LAUNCHED_MILLIS);
    }

    public void launchedMillis(int row, long value) {
        putLong(row, LAUNCHED_MILLIS, value);
    }

    /** When it ended, or 0. */
    public long finishedMillis(int row) {
        return getLong(row, FINISHED_MILLIS);
    }

    public void finishedMillis(int row, long value) {
        putLong(row, FINISHED_MILLIS, value);
    }

    /** Runs that succeeded. */
    public long runs(int row) {
        return getLong(row, RUNS);
    }

    public void runs(int row, long value) {
        putLong(row, RUNS, value);
    }

    public long addRuns(int row, long delta) {
        return addLong(row, RUNS, delta);
    }

    public long failedRuns(int row) {
        return getLong(row, FAILED_RUNS);
    }

    public void failedRuns(int row, long value) {
        putLong(row, FAILED_RUNS, value);
    }

    public long addFailedRuns(int row, long delta) {
        return addLong(row, FAILED_RUNS, delta);
    }

    /** Of runs that succeeded: wall time times cores. */
    public long coreMillis(int row) {
        return getLong(row, CORE_MILLIS);
    }

    public void coreMillis(int row, long value) {
        putLong(row, CORE_MILLIS, value);
    }

    public long addCoreMillis(int row, long delta) {
        return addLong(row, CORE_MILLIS, delta);
    }

    public long failedCoreMillis(int row) {
        return getLong(row, FAILED_CORE_MILLIS);
    }

    public void failedCoreMillis(int row, long value) {
        putLong(row, FAILED_CORE_MILLIS, value);
    }

    public long addFailedCoreMillis(int row, long delta) {
        return addLong(row, FAILED_CORE_MILLIS, delta);
    }

    public long gpuMillis(int row) {
        return getLong(row, GPU_MILLIS);
    }

    public void gpuMillis(int row, long value) {
        putLong(row, GPU_MILLIS, value);
    }

    public long addGpuMillis(int row, long delta) {
        return addLong(row, GPU_MILLIS, delta);
    }

    public long failedGpuMillis(int row) {
        return getLong(row, FAILED_GPU_MILLIS);
    }

    public void failedGpuMillis(int row, long value) {
        putLong(row, FAILED_GPU_MILLIS, value);
    }

    public long addFailedGpuMillis(int row, long delta) {
        return addLong(row, FAILED_GPU_MILLIS, delta);
    }

    /** Wall time of runs that succeeded. */
    public long clockMillis(int row) {
        return getLong(row, CLOCK_MILLIS);
    }

    public void clockMillis(int row, long value) {
        putLong(row, CLOCK_MILLIS, value);
    }

    public long addClockMillis(int row, long delta) {
        return addLong(row, CLOCK_MILLIS, delta);
    }

    /** Longest run that succeeded. */
    public long highMillis(int row) {
        return getLong(row, HIGH_MILLIS);
    }

    public void highMillis(int row, long value) {
        putLong(row, HIGH_MILLIS, value);
    }

    /** Shortest run that succeeded, or 0. */
    public long lowMillis(int row) {
        return getLong(row, LOW_MILLIS);
    }

    public void lowMillis(int row, long value) {
        putLong(row, LOW_MILLIS, value);
    }

    public long maxRssKib(int row) {
        return getLong(row, MAX_RSS_KIB);
    }

    public void maxRssKib(int row, long value) {
        putLong(row, MAX_RSS_KIB, value);
    }

    public long maxPssKib(int row) {
        return getLong(row, MAX_PSS_KIB);
    }

    public void maxPssKib(int row, long value) {
        putLong(row, MAX_PSS_KIB, value);
    }

    public long documentBytes(int row) {
        return getLong(row, DOCUMENT_BYTES);
    }

    public void documentBytes(int row, long value) {
        putLong(row, DOCUMENT_BYTES, value);
    }

    /** Frames in each state. */
    public int counts(int row, int index) {
        return getInt(row, COUNTS + index * 4);
    }

    public int addCounts(int row, int index, int delta) {
        return addInt(row, COUNTS + index * 4, delta);
    }

    /** Row of the catalog. */
    public int showRow(int row) {
        return getInt(row, SHOW_ROW);
    }

    public void showRow(int row, int value) {
        putInt(row, SHOW_ROW, value);
    }

    /** Row of the catalog. */
    public int folderRow(int row) {
        return getInt(row, FOLDER_ROW);
    }

    public void folderRow(int row, int value) {
        putInt(row, FOLDER_ROW, value);
    }

    public int priority(int row) {
        return getInt(row, PRIORITY);
    }

    public void priority(int row, int value) {
        putInt(row, PRIORITY, value);
    }

    public int maxRetries(int row) {
        return getInt(row, MAX_RETRIES);
    }

    public void maxRetries(int row, int value) {
        putInt(row, MAX_RETRIES, value);
    }

    public int minCoreUnits(int row) {
        return getInt(row, MIN_CORE_UNITS);
    }

    public void minCoreUnits(int row, int value) {
        putInt(row, MIN_CORE_UNITS, value);
    }

    /** -1: no cap. */
    public int maxCoreUnits(int row) {
        return getInt(row, MAX_CORE_UNITS);
    }

    public void maxCoreUnits(int row, int value) {
        putInt(row, MAX_CORE_UNITS, value);
    }

    public int minGpus(int row) {
        return getInt(row, MIN_GPUS);
    }

    public void minGpus(int row, int value) {
        putInt(row, MIN_GPUS, value);
    }

    /** -1: no cap. */
    public int maxGpus(int row) {
        return getInt(row, MAX_GPUS);
    }

    public void maxGpus(int row, int value) {
        putInt(row, MAX_GPUS, value);
    }

    public int uid(int row) {
        return getInt(row, UID);
    }

    public void uid(int row, int value) {
        putInt(row, UID, value);
    }

    /** Of its procs. */
    public int usedCoreUnits(int row) {
        return getInt(row, USED_CORE_UNITS);
    }

    public void usedCoreUnits(int row, int value) {
        putInt(row, USED_CORE_UNITS, value);
    }

    public int addUsedCoreUnits(int row, int delta) {
        return addInt(row, USED_CORE_UNITS, delta);
    }

    /** Of its procs. */
    public int usedGpus(int row) {
        return getInt(row, USED_GPUS);
    }

    public void usedGpus(int row, int value) {
        putInt(row, USED_GPUS, value);
    }

    public int addUsedGpus(int row, int delta) {
        return addInt(row, USED_GPUS, delta);
    }

    /** First row of its layers. */
    public int layerBase(int row) {
        return getInt(row, LAYER_BASE);
    }

    public void layerBase(int row, int value) {
        putInt(row, LAYER_BASE, value);
    }

    public int layerCount(int row) {
        return getInt(row, LAYER_COUNT);
    }

    public void layerCount(int row, int value) {
        putInt(row, LAYER_COUNT, value);
    }

    /** First row of its frames. */
    public int frameBase(int row) {
        return getInt(row, FRAME_BASE);
    }

    public void frameBase(int row, int value) {
        putInt(row, FRAME_BASE, value);
    }

    public int frameCount(int row) {
        return getInt(row, FRAME_COUNT);
    }

    public void frameCount(int row, int value) {
        putInt(row, FRAME_COUNT, value);
    }

    /** Frames that exist so far. */
    public int stagedFrames(int row) {
        return getInt(row, STAGED_FRAMES);
    }

    public void stagedFrames(int row, int value) {
        putInt(row, STAGED_FRAMES, value);
    }

    /** In its launch. */
    public int jobIndex(int row) {
        return getInt(row, JOB_INDEX);
    }

    public void jobIndex(int row, int value) {
        putInt(row, JOB_INDEX, value);
    }

    /** Depends whose frames are not all counted yet; nothing is booked while there are any. */
    public int pendingHolds(int row) {
        return getInt(row, PENDING_HOLDS);
    }

    public void pendingHolds(int row, int value) {
        putInt(row, PENDING_HOLDS, value);
    }

    public int addPendingHolds(int row, int delta) {
        return addInt(row, PENDING_HOLDS, delta);
    }

    /** Tasks of long work on it. */
    public int openTasks(int row) {
        return getInt(row, OPEN_TASKS);
    }

    public void openTasks(int row, int value) {
        putInt(row, OPEN_TASKS, value);
    }

    public int addOpenTasks(int row, int delta) {
        return addInt(row, OPEN_TASKS, delta);
    }

    /** First depend that holds a part of it, plus one. */
    public int erHead(int row) {
        return getInt(row, ER_HEAD);
    }

    public void erHead(int row, int value) {
        putInt(row, ER_HEAD, value);
    }

    /** First depend that waits for the job as a whole, plus one. */
    public int onHead(int row) {
        return getInt(row, ON_HEAD);
    }

    public void onHead(int row, int value) {
        putInt(row, ON_HEAD, value);
    }

    /** Chain of finished jobs, or of staged ones, oldest first, rows plus one. */
    public int previousInChain(int row) {
        return getInt(row, PREVIOUS_IN_CHAIN);
    }

    public void previousInChain(int row, int value) {
        putInt(row, PREVIOUS_IN_CHAIN, value);
    }

    public int nextInChain(int row) {
        return getInt(row, NEXT_IN_CHAIN);
    }

    public void nextInChain(int row, int value) {
        putInt(row, NEXT_IN_CHAIN, value);
    }

    /** First POST job that waits for its end, row plus one. */
    public int childHead(int row) {
        return getInt(row, CHILD_HEAD);
    }

    public void childHead(int row, int value) {
        putInt(row, CHILD_HEAD, value);
    }

    /** Chain of the POST jobs of one parent. */
    public int nextChild(int row) {
        return getInt(row, NEXT_CHILD);
    }

    public void nextChild(int row, int value) {
        putInt(row, NEXT_CHILD, value);
    }

    /** Depends whose on-side is a part of it. */
    public int dependsOnIt(int row) {
        return getInt(row, DEPENDS_ON_IT);
    }

    public void dependsOnIt(int row, int value) {
        putInt(row, DEPENDS_ON_IT, value);
    }

    public int addDependsOnIt(int row, int delta) {
        return addInt(row, DEPENDS_ON_IT, delta);
    }

    /** Number of JobState. */
    public int state(int row) {
        return getByte(row, STATE);
    }

    public void state(int row, int value) {
        putByte(row, STATE, value);
    }

    public boolean paused(int row) {
        return getByte(row, PAUSED) != 0;
    }

    public void paused(int row, boolean value) {
        putByte(row, PAUSED, value ? 1 : 0);
    }

    public boolean autoEat(int row) {
        return getByte(row, AUTO_EAT) != 0;
    }

    public void autoEat(int row, boolean value) {
        putByte(row, AUTO_EAT, value ? 1 : 0);
    }

    public boolean autoBook(int row) {
        return getByte(row, AUTO_BOOK) != 0;
    }

    public void autoBook(int row, boolean value) {
        putByte(row, AUTO_BOOK, value ? 1 : 0);
    }

    public boolean autoUnbook(int row) {
        return getByte(row, AUTO_UNBOOK) != 0;
    }

    public void autoUnbook(int row, boolean value) {
        putByte(row, AUTO_UNBOOK, value ? 1 : 0);
    }

    /** Somebody ended it. */
    public boolean killed(int row) {
        return getByte(row, KILLED) != 0;
    }

    public void killed(int row, boolean value) {
        putByte(row, KILLED, value ? 1 : 0);
    }

    /** Its launch was committed: it becomes visible when all is staged. */
    public boolean committed(int row) {
        return getByte(row, COMMITTED) != 0;
    }

    public void committed(int row, boolean value) {
        putByte(row, COMMITTED, value ? 1 : 0);
    }

    /** Frames that still keep the job from ending. */
    public int unfinished(int row) {
        return counts(row, FrameStates.WAITING)
                + counts(row, FrameStates.RUNNING)
                + counts(row, FrameStates.DEAD)
                + counts(row, FrameStates.DEPEND)
                + counts(row, FrameStates.CHECKPOINT);
    }
}
