package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.JobDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job with everything decided.
 *
 * @param postJobOf index in the launch of the job whose end starts this one; -1: an ordinary job
 * @param stored the document as the cell keeps it, compressed
 */
public record PlannedJob(
        int index, JobDocument document, int postJobOf, List<PlannedLayer> layers, int frames, byte[] stored) {

    /** The layer of this name, or null. */
    @Nullable
    PlannedLayer layer(String name) {
        int index = layerIndex(name);
        return index < 0 ? null : layers.get(index);
    }

    /** -1 when there is none. */
    int layerIndex(String name) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).document().getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
