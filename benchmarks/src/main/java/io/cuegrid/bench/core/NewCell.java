package io.cuegrid.bench.core;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.cell.Cell;
import io.cuegrid.core.sbe.CellCreatedEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.node.recovery.CellLimits;
import java.util.function.LongFunction;
import org.agrona.ExpandableArrayBuffer;

/** Makes the first cell of a benchmark's grid as a node makes it: with the limits that nodes give. */
final class NewCell implements LongFunction<StateMachine> {
    private static final int CELL = 1;
    private static final int FACILITY = 1;

    private final CellLimits limits;

    NewCell() {
        this(CellLimits.DEFAULT);
    }

    NewCell(CellLimits limits) {
        this.limits = limits;
    }

    /** Cells that keep so many frames of finished jobs. */
    static NewCell retaining(long maxRetainedFrames) {
        CellLimits given = CellLimits.DEFAULT;
        return new NewCell(new CellLimits(
                given.workMode(),
                given.maxHosts(),
                given.maxJobs(),
                given.maxFrames(),
                maxRetainedFrames,
                given.maxDocumentBytes()));
    }

    @Override
    public StateMachine apply(long timeMillis) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        CellCreatedEncoder event = new CellCreatedEncoder();
        event.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .facilityNumber(FACILITY)
                .cell(CELL)
                .incarnation(1)
                .timeMillis(timeMillis)
                .workMode(limits.workMode())
                .maxHosts(limits.maxHosts())
                .maxJobs(limits.maxJobs())
                .maxFrames(limits.maxFrames())
                .maxRetainedFrames(limits.maxRetainedFrames())
                .maxDocumentBytes(limits.maxDocumentBytes());
        Cell cell = new Cell();
        cell.apply(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        return cell;
    }
}
