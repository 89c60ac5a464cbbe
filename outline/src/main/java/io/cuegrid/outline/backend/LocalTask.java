package io.cuegrid.outline.backend;

import io.cuegrid.api.range.LayerFrames;
import java.util.ArrayList;
import java.util.List;

/** A frame of a local run. Threading: the thread that runs the jobs. */
final class LocalTask {
    enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        DEAD,
        EATEN
    }

    final LocalJob job;
    final int layerIndex;
    final int chunk;
    /** In the order of dispatch over the whole run. */
    final int ordinal;
    /** Opened a step further when this frame is done. */
    final List<LocalGate> gates = new ArrayList<>();

    State state = State.WAITING;
    int attempts;
    /** Closed gates that it waits behind. */
    int closedGates;

    LocalTask(LocalJob job, int layerIndex, int chunk, int ordinal) {
        this.job = job;
        this.layerIndex = layerIndex;
        this.chunk = chunk;
        this.ordinal = ordinal;
    }

    LayerFrames layerFrames() {
        return job.frames.get(layerIndex);
    }

    String frameName() {
        return LayerFrames.frameName(
                layerFrames().number(chunk), job.document.getLayers(layerIndex).getName());
    }

    boolean isOver() {
        return state == State.SUCCEEDED || state == State.DEAD || state == State.EATEN;
    }
}
