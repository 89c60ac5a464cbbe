package io.cuegrid.core.cell;

import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameStartedDecoder;

/** An order as a host got it. */
record Run(
        long proc,
        long host,
        long job,
        int layer,
        int frameIndex,
        int ordinal,
        int frameNumber,
        int attempt,
        int coreUnits,
        long memoryKib,
        int gpus,
        boolean ignoreNimby) {
    static Run of(FrameStartedDecoder event) {
        return new Run(
                event.procNumber(),
                event.hostNumber(),
                event.jobNumber(),
                event.layerIndex(),
                event.frameIndex(),
                event.frameOrdinal(),
                event.frameNumber(),
                event.attempt(),
                event.coreUnits(),
                event.memoryKib(),
                event.gpus(),
                event.ignoreNimby() == BooleanType.T);
    }
}
