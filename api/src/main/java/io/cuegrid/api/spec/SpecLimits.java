package io.cuegrid.api.spec;

import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;

/** How large a submission may be. */
public final class SpecLimits {
    /** Bytes of a submission, as text and as document. */
    public static final int MAX_BYTES = 16 << 20;
    /** Layers of a job. */
    public static final int MAX_LAYERS = 2_000;
    /** Frames (chunks) of a layer. */
    public static final int MAX_LAYER_FRAMES = LayerFrames.MAX_FRAMES;
    /** Frames (chunks) of a job. */
    public static final int MAX_JOB_FRAMES = 1_000_000;
    /** Single frames of a layer, before they are cut into chunks. */
    public static final int MAX_LAYER_NUMBERS = FrameSet.MAX_FRAMES;
    /** Single frames of a submission: bounds the work of reading it. */
    public static final long MAX_NUMBERS = 10_000_000;
    /** Retries of a frame. */
    public static final int MAX_RETRIES = 16;
    /** Characters of a name that has at least {@link #MIN_NAME}. */
    public static final int MAX_NAME = 200;
    /** Characters of a shot, job, layer, tag or limit name. */
    public static final int MIN_NAME = 3;
    /**
     * Characters of a job's and a layer's name together: both are in the name of a log file, at most 255 bytes, with
     * a frame number and the ending of a rotated log.
     */
    public static final int MAX_LOG_NAMES = 230;
    /** Characters of a command. */
    public static final int MAX_COMMAND = 1 << 20;
    /** Characters of a variable's value: what a process can be given at all on Linux is 128 KiB with its name. */
    public static final int MAX_VALUE = 120_000;
    /** Characters of a user's name. */
    public static final int MAX_USER = 64;
    /** Cuts off an amount that can only be a mistake: ten years in minutes. */
    public static final int MAX_TIMEOUT_MINUTES = 5_256_000;
    /** Gpus of one frame. */
    public static final int MAX_GPUS = 1_000;

    private SpecLimits() {}
}
