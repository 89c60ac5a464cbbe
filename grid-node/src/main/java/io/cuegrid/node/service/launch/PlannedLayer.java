package io.cuegrid.node.service.launch;

import io.cuegrid.api.document.LayerDocument;
import io.cuegrid.api.range.LayerFrames;
import java.util.List;

/**
 * A layer with everything decided.
 *
 * @param document the layer's document; what it leaves open is filled in from the service
 * @param limits numbers of the limits that it carries
 * @param memoryGiven whether the submission named the memory itself
 * @param firstOrdinal of its first frame in the job
 */
public record PlannedLayer(
        LayerDocument document,
        LayerFrames frames,
        List<Long> limits,
        boolean memoryGiven,
        boolean selfish,
        long memoryIncreaseKib,
        int firstOrdinal) {}
