package io.cuegrid.core.directory;

import java.util.concurrent.TimeUnit;

/** Every bound of the directory. What goes past one is refused with the figure. */
public final class DirectoryLimits {
    /** Records of one kind, names of jobs and hosts left out. */
    public static final int RECORDS_MAX = 100_000;
    /** Names of jobs, and of hosts: as many as cells may hold. */
    public static final int RESERVED_NAMES_MAX = 2_000_000;
    /** A name that launches are built from (show, facility, job) is easier to read and to search with this many. */
    public static final int NAME_LENGTH_MIN = 3;
    /** Of every name but a job's; names are parts of paths of logs. */
    public static final int NAME_LENGTH_MAX = 128;
    /** A job's name is show, shot, user and its own. */
    public static final int JOB_NAME_LENGTH_MAX = 512;
    /** Tags, aliases, addresses. */
    public static final int TEXT_LENGTH_MAX = 4_096;
    /** Of a generic record: the longest filter matcher of OpenCue is 6,000 characters. */
    public static final int CONTENT_BYTES_MAX = 65_536;
    /** Each level is walked by every booking below it. */
    public static final int FOLDER_DEPTH_MAX = 16;
    /** Ten million cores: a caps' sum stays far from overflow of an int in units. */
    public static final int CORE_UNITS_MAX = 1_000_000_000;

    public static final int GPUS_MAX = 10_000_000;
    /** 1 PiB. */
    public static final long MEMORY_KIB_MAX = 1L << 40;
    /** Running frames of a limit. */
    public static final int LIMIT_MAX = 100_000_000;
    /** A reservation of a job name without a settled launch is free again after this. A launch takes seconds. */
    public static final long RESERVATION_MILLIS = TimeUnit.MINUTES.toMillis(10);
    /** Reservations that one tick gives back. */
    public static final int EXPIRIES_PER_TICK_MAX = 1_000;
    /** Rows of one read. */
    public static final int ROWS_MAX = 10_000;
    /** Bytes of one read, roughly. */
    public static final int READ_BYTES_MAX = 1 << 20;

    private DirectoryLimits() {}

    static int recordsMax(boolean reservedName) {
        return reservedName ? RESERVED_NAMES_MAX : RECORDS_MAX;
    }
}
