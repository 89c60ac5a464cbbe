package io.cuegrid.core.cell.read;

import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.RulesRowEncoder;
import io.cuegrid.core.sbe.WorkMode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rules of booking that are set, as one row.
 *
 * <p>Threading: that of the cell.
 */
final class RuleRows {
    private final CellState state;
    private final RowSink sink;
    private final RulesRowEncoder row = new RulesRowEncoder();

    RuleRows(CellState state, RowSink sink) {
        this.state = state;
        this.sink = sink;
    }

    void row() {
        int[] shows = IntStream.range(0, state.catalog.rowCount())
                .filter(each -> state.catalog.kind(each) == RecordKind.SHOW.value()
                        && state.catalog.present(each)
                        && state.catalog.workMode(each) != 0)
                .toArray();
        long[] statuses = IntStream.range(0, state.delayRules.rowCount())
                .mapToLong(state.delayRules::number)
                .filter(status -> status != 0)
                .toArray();
        Arrays.sort(statuses);
        row.wrapAndApplyHeader(sink.buffer(), sink.offset(), sink.header)
                .workMode(WorkMode.get((short) state.globals.workMode()))
                .layerSharePercent(state.globals.layerSharePercent())
                .layerShareProcs(state.globals.layerShareProcs());
        RulesRowEncoder.ShowsEncoder modes = row.showsCount(shows.length);
        for (int show : shows) {
            modes.next().showNumber(state.catalog.number(show)).showMode(WorkMode.get((short)
                    (state.catalog.workMode(show) - 1)));
        }
        RulesRowEncoder.DelayRulesEncoder rules = row.delayRulesCount(statuses.length);
        for (long status : statuses) {
            rules.next().exitStatus((int) status).minutes(state.delayRules.minutes((int) status));
        }
        sink.commit(row.encodedLength());
    }
}
