package io.cuegrid.api.range;

import java.util.ArrayList;
import java.util.List;

/** Collects frames in order and keeps them as few arithmetic runs. Threading: one thread. */
final class FrameRunBuilder {
    private final List<FrameRun> runs = new ArrayList<>();
    private int first;
    private int step;
    private int count;

    void add(int frame) {
        long distance = count == 0 ? 0 : (long) frame - last();
        if (count == 1 && distance != 0 && distance == (int) distance) {
            step = (int) distance;
            count = 2;
        } else if (count > 1 && distance == step) {
            count++;
        } else {
            endRun();
            first = frame;
            step = 1;
            count = 1;
        }
    }

    /** Adds a whole run; costs the same for two frames and for a million. */
    void add(FrameRun run) {
        add(run.first());
        if (run.count() > 1) {
            add(run.get(1));
        }
        if (run.count() > 2) {
            step = run.step();
            count += run.count() - 2;
        }
    }

    List<FrameRun> build() {
        endRun();
        return List.copyOf(runs);
    }

    private int last() {
        return first + step * (count - 1);
    }

    private void endRun() {
        if (count > 0) {
            runs.add(new FrameRun(first, step, count));
            count = 0;
        }
    }
}
