package io.cuegrid.host.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees which logs grow. On a thread of its own, because a log may lie on a network file system that hangs; then the
 * silence it last saw grows on, and nothing else waits.
 *
 * <p>Threading: one thread, the watcher's.
 */
public final class LogWatcher {
    private final FrameTable frames;
    private final Map<Long, Long> sizeByProc = new HashMap<>();

    public LogWatcher(FrameTable frames) {
        this.frames = frames;
    }

    public void look() {
        sizeByProc.keySet().removeIf(proc -> !frames.has(proc));
        for (FrameRun run : frames.runs()) {
            Path log = run.log;
            if (log == null) {
                continue;
            }
            try {
                long size = Files.size(log);
                Long last = sizeByProc.put(run.proc, size);
                if (last != null && last != size) {
                    run.logGrownNanos = System.nanoTime();
                }
            } catch (IOException notThere) {
                sizeByProc.remove(run.proc);
            }
        }
    }
}
