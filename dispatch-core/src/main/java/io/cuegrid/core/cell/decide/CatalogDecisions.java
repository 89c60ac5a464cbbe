package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.CatalogChangedEncoder;
import io.cuegrid.core.sbe.CatalogUpdateDecoder;

/**
 * The directory tells what has changed. Told twice it changes nothing; the directory's word is never refused.
 *
 * <p>Threading: that of the cell.
 */
final class CatalogDecisions {
    private final CellState state;
    private final Emitter out;
    private final CatalogChangedEncoder changed = new CatalogChangedEncoder();

    CatalogDecisions(CellState state, Emitter out) {
        this.state = state;
        this.out = out;
    }

    void decide(CatalogUpdateDecoder command) {
        if (command.directoryVersion() > state.globals.directoryVersion()) {
            byte[] record = Texts.copy(
                    command.buffer(),
                    command.limit() + CatalogUpdateDecoder.recordHeaderLength(),
                    command.recordLength());
            changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                    .directoryVersion(command.directoryVersion())
                    .operation(command.operation())
                    .kind(command.kind())
                    .number(command.number())
                    .putRecord(record, 0, record.length);
            out.emit(changed.encodedLength());
        }
        out.ok(command.correlationId(), command.number());
    }
}
