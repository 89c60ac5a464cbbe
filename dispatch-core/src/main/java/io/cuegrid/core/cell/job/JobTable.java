package io.cuegrid.core.cell.job;

import io.cuegrid.core.cell.columns.RowPages;
import io.cuegrid.core.cell.frame.FrameStates;

/**
 * Jobs by row. Fields that name other entities of the cell hold their rows where those cannot go away before the job
 * does, else numbers.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class JobTable extends RowPages {
    private static final int SUBMITTED_MILLIS = 8;
    private static final int FRAME_BASE = 16;
    private static final int LAYER_BASE = 20;
    private static final int SHOW_ROW = 24;
    private static final int FOLDER_ROW = 28;
    private static final int USED_CORE_UNITS = 32;
    private static final int MAX_CORE_UNITS = 36;
    private static final int MAX_GPUS = 40;
    private static final int FRAME_COUNT = 44;
    private static final int STATE = 48;
    private static final int PAUSED = 49;
    private static final int AUTO_EAT = 50;
    private static final int AUTO_BOOK = 51;
    private static final int AUTO_UNBOOK = 52;
    private static final int KILLED = 53;
    private static final int COMMITTED = 54;
    private static final int MAX_RETRIES = 56;
    private static final int USED_GPUS = 60;
    private static final int COUNTS = 64;
    private static final int PENDING_HOLDS = 96;
    private static final int ON_HEAD = 100;
    private static final int ER_HEAD = 104;
    private static final int PRIORITY = 108;
    private static final int CHILD_HEAD = 112;
    private static final int DEPENDS_ON_IT = 116;
    private static final int OPEN_TASKS = 120;
    private static final int LAYER_COUNT = 124;
    private static final int STAGED_FRAMES = 128;
    private static final int PREVIOUS_IN_CHAIN = 132;
    private static final int NEXT_IN_CHAIN = 136;
    private static final int NEXT_CHILD = 140;
    private static final int JOB_INDEX = 144;
    private static final int MIN_CORE_UNITS = 148;
    private static final int MIN_GPUS = 152;
    private static final int UID = 156;
    private static final int PARENT_NUMBER = 160;
    private static final int LAUNCHED_MILLIS = 168;
    private static final int FINISHED_MILLIS = 176;
    private static final int DOCUMENT_BYTES = 184;
    private static final int LAUNCH_ID = 192;
    private static final int LOCAL_CORE_UNITS = 200;
    private static final int LOCAL_GPUS = 204;
    private static final int WIDTH = 256;
    private static final int PAGE_SHIFT = 6;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    public JobTable() {
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

    /** In use by local dispatch; not part of {@link #usedCoreUnits}. */
    public int localCoreUnits(int row) {
        return getInt(row, LOCAL_CORE_UNITS);
    }

    public int addLocalCoreUnits(int row, int delta) {
        return addInt(row, LOCAL_CORE_UNITS, delta);
    }

    /** In use by local dispatch; not part of {@link #usedGpus}. */
    public int localGpus(int row) {
        return getInt(row, LOCAL_GPUS);
    }

    public int addLocalGpus(int row, int delta) {
        return addInt(row, LOCAL_GPUS, delta);
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
