package io.cuegrid.host.frame;

import io.cuegrid.host.disk.Completions;
import java.io.IOException;

/** What the frames of this host tell the daemon's loop; called on the loop. */
public interface FrameEvents {
    /** The command's process runs: its order is confirmed. */
    void started(long proc, long pid);

    /** A run has ended and nothing of it lives; must have stored the completion when it returns. */
    void ended(Completions.Entry entry) throws IOException;
}
