package io.cuegrid.bench.workload;

import java.util.List;

/**
 * A simulated job.
 *
 * @param parentIndex of the job in the same launch that must end first; -1: none
 * @param folderIndex which of its show's leaf folders it goes to
 */
public record JobSpec(
        String name, int showIndex, int folderIndex, int priority, int parentIndex, List<LayerSpec> layers) {

    public int frames() {
        return layers.stream().mapToInt(LayerSpec::frames).sum();
    }
}
