package io.cuegrid.core.cell.book;

/**
 * Why a frame waits. The order is the order in which reasons are looked for: a frame is counted under the first that binds.
 * Codes are part of the wire format and are never used again.
 */
public enum WhyReason {
    /** The job has ended or is being killed. */
    ENDED(1),
    /** The job starts when its parent has ended. */
    PARENT(2),
    /** The job is paused. */
    PAUSED(3),
    /** Booking of the job is switched off. */
    NOT_BOOKED(4),
    /** The show is inactive, or booking or dispatching of it is switched off. */
    SHOW_CLOSED(5),
    /** Waits for other work. */
    DEPENDS(6),
    /** A run has stopped while its program was saving a checkpoint, and that is not complete. */
    CHECKPOINT(23),
    /** The layer's start time has not come. */
    START_TIME(7),
    /** An exit status has asked for a pause of the layer. */
    DELAYED(8),
    /** The job's cap on cores or gpus. */
    JOB_CAP(9),
    /** The cap of its folder or of one above. */
    FOLDER_CAP(10),
    /** The show has no subscription where a fitting host is. */
    NO_SUBSCRIPTION(11),
    /** Where fitting hosts are, the show's subscriptions are used up to their burst. */
    SUBSCRIPTION_BURST(12),
    /** A limit has no room. */
    LIMIT(13),
    /** No host has the tags, the operating system, the thread mode or the gpus. */
    NO_HOST(14),
    /** No such host is large enough, even when idle. */
    HOSTS_TOO_SMALL(15),
    /** Every host that is large enough is down, locked or kept from booking. */
    HOSTS_DOWN(16),
    /** The layer names its hosts, and they are down, locked or kept from booking. */
    PINNED_HOST_DOWN(17),
    /** On every fitting host the layer has its share while other work uses the rest. */
    LAYER_SHARE(22),
    /** Hosts with room keep it for a wide layer, or for a job that somebody redirected their procs to. */
    RESERVED(18),
    /** Hosts with room keep it for gpu work that waits. */
    KEPT_FOR_GPUS(19),
    /** Every fitting host is busy. */
    HOSTS_BUSY(20),
    /** Nothing: it starts with one of the next batches. */
    STARTING(21);

    private final int code;

    WhyReason(int code) {
        this.code = code;
    }

    /** The number in rows and answers. */
    public int code() {
        return code;
    }
}
