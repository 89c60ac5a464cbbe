package io.cuegrid.api.command;

import io.cuegrid.api.range.FrameSet;
import io.cuegrid.api.range.LayerFrames;

/**
 * One run of one frame: what its command and environment are filled with, beside the job's document.
 *
 * @param layerIndex in the document's layers
 * @param frames the frames of the chunk, in order, at least one; the first names the frame
 * @param attempt 1, 2, …
 * @param coreUnits reserved, 100 = one core
 * @param memoryKib reserved
 * @param gpus reserved
 * @param gpuMemoryKib reserved
 * @param frameId as the API shows it
 * @param hostName where it runs
 */
public record FrameOrder(
        int layerIndex,
        FrameSet frames,
        int attempt,
        int coreUnits,
        long memoryKib,
        int gpus,
        long gpuMemoryKib,
        String frameId,
        String hostName) {

    public FrameOrder {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("an order has at least one frame");
        }
    }

    /** The frame's number: the first of its chunk. */
    public int number() {
        return frames.get(0);
    }

    /** {@code 0012-render}. */
    public String frameName(String layer) {
        return LayerFrames.frameName(number(), layer);
    }
}
