package io.cuegrid.core.cell;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.cell.book.WhyReason;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.WhyRowDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A reason why frames of a layer wait, as it is read. */
record WhyLine(long job, int layer, WhyReason reason, int frames, long number, String detail) {
    static List<WhyLine> of(StateMachine cell, long job) {
        List<WhyLine> lines = new ArrayList<>();
        FarmFixture.read(cell, q -> q.kind(QueryKind.WHY).jobNumber(job), r -> {
            WhyRowDecoder row =
                    new WhyRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
            lines.add(new WhyLine(
                    row.jobNumber(),
                    row.layerIndex(),
                    Arrays.stream(WhyReason.values())
                            .filter(reason -> reason.code() == row.reason())
                            .findFirst()
                            .orElseThrow(),
                    row.frames(),
                    row.number(),
                    row.detail()));
        });
        return lines;
    }
}
