package io.cuegrid.core.cell.state;

import io.cuegrid.core.cell.columns.RecordPages;

/**
 * What belongs to the cell as a whole: its place, its limits, the next numbers, and heads of chains.
 *
 * <p>Threading: that of the cell; events are the one writer.
 */
public final class Globals extends RecordPages {
    private static final int FACILITY_NUMBER = 0;
    private static final int MAX_FRAMES = 8;
    private static final int MAX_RETAINED_FRAMES = 16;
    private static final int MAX_DOCUMENT_BYTES = 24;
    private static final int TIME_MILLIS = 32;
    private static final int DUE_MILLIS = 40;
    private static final int DIRECTORY_VERSION = 48;
    private static final int NEXT_JOB = 56;
    private static final int NEXT_HOST = 64;
    private static final int NEXT_PROC = 72;
    private static final int NEXT_DEPEND = 80;
    private static final int NEXT_TASK = 88;
    private static final int FRAMES = 96;
    private static final int RETAINED_FRAMES = 104;
    private static final int DOCUMENT_BYTES = 112;
    private static final int BOOKED = 120;
    private static final int COMPLETED = 128;
    private static final int CELL = 136;
    private static final int INCARNATION = 140;
    private static final int MAX_HOSTS = 144;
    private static final int MAX_JOBS = 148;
    private static final int FINISHED_HEAD = 152;
    private static final int FINISHED_TAIL = 156;
    private static final int TASK_HEAD = 160;
    private static final int TASK_TAIL = 164;
    private static final int STAGED_HEAD = 168;
    private static final int STAGED_TAIL = 172;
    private static final int STAGED_JOBS = 176;
    private static final int WORK_MODE = 180;
    private static final int BOOKING_WANTED = 181;
    private static final int LAYER_SHARE_PERCENT = 182;
    private static final int LAYER_SHARE_PROCS = 183;
    private static final int NEXT_PARTITION = 184;
    private static final int PARTITIONS_WANTED = 192;
    private static final int WIDTH = 200;

    public Globals() {
        super(WIDTH, 0);
        ensureRows(1);
    }

    public long facilityNumber() {
        return getLong(0, FACILITY_NUMBER);
    }

    public void facilityNumber(long value) {
        putLong(0, FACILITY_NUMBER, value);
    }

    public long maxFrames() {
        return getLong(0, MAX_FRAMES);
    }

    public void maxFrames(long value) {
        putLong(0, MAX_FRAMES, value);
    }

    public long maxRetainedFrames() {
        return getLong(0, MAX_RETAINED_FRAMES);
    }

    public void maxRetainedFrames(long value) {
        putLong(0, MAX_RETAINED_FRAMES, value);
    }

    public long maxDocumentBytes() {
        return getLong(0, MAX_DOCUMENT_BYTES);
    }

    public void maxDocumentBytes(long value) {
        putLong(0, MAX_DOCUMENT_BYTES, value);
    }

    /** Of the newest event that told a time. */
    public long timeMillis() {
        return getLong(0, TIME_MILLIS);
    }

    public void timeMillis(long value) {
        putLong(0, TIME_MILLIS, value);
    }

    /** Start times up to here have been looked at. */
    public long dueMillis() {
        return getLong(0, DUE_MILLIS);
    }

    public void dueMillis(long value) {
        putLong(0, DUE_MILLIS, value);
    }

    public long directoryVersion() {
        return getLong(0, DIRECTORY_VERSION);
    }

    public void directoryVersion(long value) {
        putLong(0, DIRECTORY_VERSION, value);
    }

    public long nextJob() {
        return getLong(0, NEXT_JOB);
    }

    public void nextJob(long value) {
        putLong(0, NEXT_JOB, value);
    }

    public long nextHost() {
        return getLong(0, NEXT_HOST);
    }

    public void nextHost(long value) {
        putLong(0, NEXT_HOST, value);
    }

    /** The count of the next proc; its number is {@link io.cuegrid.core.cell.columns.TokenPages#next}. */
    public long nextProc() {
        return getLong(0, NEXT_PROC);
    }

    public void nextProc(long value) {
        putLong(0, NEXT_PROC, value);
    }

    public long nextDepend() {
        return getLong(0, NEXT_DEPEND);
    }

    public void nextDepend(long value) {
        putLong(0, NEXT_DEPEND, value);
    }

    public long nextPartition() {
        return getLong(0, NEXT_PARTITION);
    }

    public void nextPartition(long value) {
        putLong(0, NEXT_PARTITION, value);
    }

    public long nextTask() {
        return getLong(0, NEXT_TASK);
    }

    public void nextTask(long value) {
        putLong(0, NEXT_TASK, value);
    }

    /** Of all jobs, staged ones included. */
    public long frames() {
        return getLong(0, FRAMES);
    }

    public void frames(long value) {
        putLong(0, FRAMES, value);
    }

    public long addFrames(long delta) {
        return addLong(0, FRAMES, delta);
    }

    /** Of finished jobs. */
    public long retainedFrames() {
        return getLong(0, RETAINED_FRAMES);
    }

    public void retainedFrames(long value) {
        putLong(0, RETAINED_FRAMES, value);
    }

    public long addRetainedFrames(long delta) {
        return addLong(0, RETAINED_FRAMES, delta);
    }

    public long documentBytes() {
        return getLong(0, DOCUMENT_BYTES);
    }

    public void documentBytes(long value) {
        putLong(0, DOCUMENT_BYTES, value);
    }

    public long addDocumentBytes(long delta) {
        return addLong(0, DOCUMENT_BYTES, delta);
    }

    /** Runs begun. */
    public long booked() {
        return getLong(0, BOOKED);
    }

    public void booked(long value) {
        putLong(0, BOOKED, value);
    }

    public long addBooked(long delta) {
        return addLong(0, BOOKED, delta);
    }

    /** Runs ended. */
    public long completed() {
        return getLong(0, COMPLETED);
    }

    public void completed(long value) {
        putLong(0, COMPLETED, value);
    }

    public long addCompleted(long delta) {
        return addLong(0, COMPLETED, delta);
    }

    public int cell() {
        return getInt(0, CELL);
    }

    public void cell(int value) {
        putInt(0, CELL, value);
    }

    public int incarnation() {
        return getInt(0, INCARNATION);
    }

    public void incarnation(int value) {
        putInt(0, INCARNATION, value);
    }

    public int maxHosts() {
        return getInt(0, MAX_HOSTS);
    }

    public void maxHosts(int value) {
        putInt(0, MAX_HOSTS, value);
    }

    public int maxJobs() {
        return getInt(0, MAX_JOBS);
    }

    public void maxJobs(int value) {
        putInt(0, MAX_JOBS, value);
    }

    /** Oldest finished job, row plus one. */
    public int finishedHead() {
        return getInt(0, FINISHED_HEAD);
    }

    public void finishedHead(int value) {
        putInt(0, FINISHED_HEAD, value);
    }

    public int finishedTail() {
        return getInt(0, FINISHED_TAIL);
    }

    public void finishedTail(int value) {
        putInt(0, FINISHED_TAIL, value);
    }

    /** First task, row plus one. */
    public int taskHead() {
        return getInt(0, TASK_HEAD);
    }

    public void taskHead(int value) {
        putInt(0, TASK_HEAD, value);
    }

    public int taskTail() {
        return getInt(0, TASK_TAIL);
    }

    public void taskTail(int value) {
        putInt(0, TASK_TAIL, value);
    }

    /** Oldest staged job, row plus one. */
    public int stagedHead() {
        return getInt(0, STAGED_HEAD);
    }

    public void stagedHead(int value) {
        putInt(0, STAGED_HEAD, value);
    }

    public int stagedTail() {
        return getInt(0, STAGED_TAIL);
    }

    public void stagedTail(int value) {
        putInt(0, STAGED_TAIL, value);
    }

    /** Jobs that are not visible yet. */
    public int stagedJobs() {
        return getInt(0, STAGED_JOBS);
    }

    public void stagedJobs(int value) {
        putInt(0, STAGED_JOBS, value);
    }

    public int addStagedJobs(int delta) {
        return addInt(0, STAGED_JOBS, delta);
    }

    /** Number of WorkMode. */
    public int workMode() {
        return getByte(0, WORK_MODE);
    }

    public void workMode(int value) {
        putByte(0, WORK_MODE, value);
    }

    /** Something may be bookable that was not; the next work looks. */
    public boolean bookingWanted() {
        return getByte(0, BOOKING_WANTED) != 0;
    }

    public void bookingWanted(boolean value) {
        putByte(0, BOOKING_WANTED, value ? 1 : 0);
    }

    /** Something may be able to run in a render partition that was not; the next work looks. */
    public boolean partitionsWanted() {
        return getByte(0, PARTITIONS_WANTED) != 0;
    }

    public void partitionsWanted(boolean value) {
        putByte(0, PARTITIONS_WANTED, value ? 1 : 0);
    }

    /** The most of one host's cores that a layer takes while others could use them; 0: no share. */
    public int layerSharePercent() {
        return getByte(0, LAYER_SHARE_PERCENT);
    }

    public void layerSharePercent(int value) {
        putByte(0, LAYER_SHARE_PERCENT, value);
    }

    /** Procs that a layer may have on a host whatever its share. */
    public int layerShareProcs() {
        return getByte(0, LAYER_SHARE_PROCS);
    }

    public void layerShareProcs(int value) {
        putByte(0, LAYER_SHARE_PROCS, value);
    }
}
