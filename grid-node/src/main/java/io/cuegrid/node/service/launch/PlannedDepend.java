package io.cuegrid.node.service.launch;

import io.cuegrid.core.sbe.DependType;

/** A depend of a launch. */
public record PlannedDepend(DependType type, boolean anyFrame, End waiting, End on) {

    /**
     * @param jobIndex in the launch, or -1: jobNumber names a job that the cell has already
     * @param layer index; -1: the job as a whole
     * @param frame ordinal in the job; -1: none
     */
    public record End(int jobIndex, long jobNumber, int layer, int frame) {}
}
