package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.Why;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.WhyRowEncoder;

/**
 * Why frames wait, a row for each reason of a layer.
 *
 * <p>Threading: that of the cell.
 */
final class WhyRows {
    private final CellState state;
    private final RowSink sink;
    private final Why why;
    private final WhyRowEncoder row = new WhyRowEncoder();

    WhyRows(CellState state, BookingIndex index, RowSink sink) {
        this.state = state;
        this.sink = sink;
        why = new Why(state, index);
    }

    /** @return steps of work that it took */
    int layer(int layer) {
        long job = state.jobs.number(state.layers.job(layer));
        return why.explain(layer, (reason, frames, number, detail) -> {
            row.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                    .jobNumber(job)
                    .layerIndex(state.layers.layerIndex(layer))
                    .reason((short) reason.code())
                    .frames(frames)
                    .number(number)
                    .detail(detail);
            sink.commit(row.encodedLength());
        });
    }
}
