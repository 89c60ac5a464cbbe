package io.cuegrid.outline.backend;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;
import io.cuegrid.outline.backend.LocalTask.State;
import java.util.ArrayList;
import java.util.List;

/** A job of a local run with its frames. Threading: the thread that runs the jobs. */
final class LocalJob {
    final JobDocument document;
    final List<LayerFrames> frames = new ArrayList<>();
    /** By layer, then by chunk. */
    final List<List<LocalTask>> tasks = new ArrayList<>();
    /** False for a post job until its parent has ended. */
    boolean released;

    LocalJob(JobDocument document, int firstOrdinal) {
        this.document = document;
        this.released = document.getPostJobOf().isEmpty();
        int ordinal = firstOrdinal;
        for (int layer = 0; layer < document.getLayersCount(); layer++) {
            frames.add(new LayerFrames(
                    FrameSet.parse(document.getLayers(layer).getRange()),
                    document.getLayers(layer).getChunkSize()));
            List<LocalTask> chunks = new ArrayList<>();
            for (int chunk = 0; chunk < frames.get(layer).count(); chunk++) {
                chunks.add(new LocalTask(this, layer, chunk, ordinal++));
            }
            tasks.add(chunks);
        }
    }

    List<LocalTask> all() {
        return tasks.stream().flatMap(List::stream).toList();
    }

    /** Its index, or -1. */
    int layer(String name) {
        for (int i = 0; i < document.getLayersCount(); i++) {
            if (document.getLayers(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    boolean isOver() {
        return tasks.stream().flatMap(List::stream).allMatch(LocalTask::isOver);
    }

    LocalSummary.JobSummary summary() {
        int[] counts = new int[State.values().length];
        tasks.forEach(layer -> layer.forEach(task -> counts[task.state.ordinal()]++));
        return new LocalSummary.JobSummary(
                document.getName(),
                counts[State.SUCCEEDED.ordinal()],
                counts[State.DEAD.ordinal()],
                counts[State.EATEN.ordinal()],
                counts[State.WAITING.ordinal()] + counts[State.RUNNING.ordinal()]);
    }
}
