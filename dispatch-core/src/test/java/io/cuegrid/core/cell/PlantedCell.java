package io.cuegrid.core.cell;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.cell.apply.Applier;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Captured;
import io.cuegrid.core.cell.decide.Decider;
import io.cuegrid.core.cell.read.Reads;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import org.agrona.DirectBuffer;

/** A cell made of the real parts, with a bug: after each event something is spoilt that a wrong applier would spoil. */
final class PlantedCell implements StateMachine {
    /** What goes wrong after an event was applied. */
    interface Bug {
        void spoil(CellState state, BookingIndex index, DirectBuffer event, int offset);
    }

    private final Bug bug;
    private CellState state = new CellState();
    private BookingIndex index = new BookingIndex(state);
    private Applier applier = new Applier(state, index);
    private Decider decider = new Decider(state, index, applier);
    private Reads reads = new Reads(state, index);

    PlantedCell(Bug bug) {
        this.bug = bug;
    }

    private DecisionSink spoiling(DecisionSink sink) {
        return new DecisionSink() {
            @Override
            public void onEvent(DirectBuffer buffer, int offset, int length) {
                bug.spoil(state, index, buffer, offset);
                sink.onEvent(buffer, offset, length);
            }

            @Override
            public void onReply(DirectBuffer buffer, int offset, int length) {
                sink.onReply(buffer, offset, length);
            }
        };
    }

    @Override
    public int execute(DirectBuffer buffer, int offset, int length, long timeMillis, DecisionSink sink) {
        return decider.execute(buffer, offset, timeMillis, spoiling(sink));
    }

    @Override
    public int work(long timeMillis, int stepBudget, DecisionSink sink) {
        return decider.work(timeMillis, stepBudget, spoiling(sink));
    }

    @Override
    public boolean hasWork() {
        return decider.hasWork();
    }

    @Override
    public void apply(DirectBuffer buffer, int offset, int length) {
        applier.apply(buffer, offset);
        bug.spoil(state, index, buffer, offset);
    }

    @Override
    public int read(DirectBuffer query, int offset, int length, int stepBudget, MessageListWriter rows) {
        return reads.read(query, offset, stepBudget, rows);
    }

    @Override
    public long digest() {
        return state.digest();
    }

    @Override
    public SnapshotCapture capture() {
        throw new UnsupportedOperationException("simulations take whole snapshots");
    }

    @Override
    public void snapshot(SnapshotWriter writer) {
        for (Captured store : state.stores()) {
            store.write(writer);
        }
    }

    @Override
    public void restore(SnapshotReader reader) {
        state = new CellState();
        state.restore(reader);
        index = new BookingIndex(state);
        index.rebuild();
        applier = new Applier(state, index);
        decider = new Decider(state, index, applier);
        reads = new Reads(state, index);
    }
}
