package io.cuegrid.outline.backend;

/** Hears what happens to the frames of a local run, one call after the other, on the thread that runs the jobs. */
public interface LocalListener {

    /** Hears nothing. */
    LocalListener NONE = new LocalListener() {};

    default void started(String job, String frame, int attempt) {}

    /** @param exitStatus of the command; 128 and more: ended by a signal */
    default void ended(String job, String frame, int attempt, int exitStatus, FrameEnd end) {}

    /** What became of a frame. */
    enum FrameEnd {
        SUCCEEDED,
        /** Failed, and will be tried again. */
        RETRIED,
        /** Failed for good. */
        DEAD,
        /** Failed for good in a job that goes on as if it were done. */
        EATEN,
        /** Was stopped together with the run. */
        STOPPED
    }
}
