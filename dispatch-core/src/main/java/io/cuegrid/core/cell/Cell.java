package io.cuegrid.core.cell;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.cell.apply.Applier;
import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.columns.Captured;
import io.cuegrid.core.cell.decide.Decider;
import io.cuegrid.core.cell.decide.LookAhead;
import io.cuegrid.core.cell.read.Reads;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A cell: one facility's hosts, jobs and every counter that ties them, and the decisions what runs where. An empty cell takes
 * no command before a CellCreated event was applied to it.
 *
 * <pre>
 *   command ─▶ Decider ─▶ event ─▶ Applier ─▶ CellState (pages; snapshotted, hashed)
 *                 ▲          │          └───▶ BookingIndex (what could be booked; made from the state)
 *                 └──────────┼─ looks ───────────┘
 *                            └─▶ sink: journal, backups, hosts, history
 * </pre>
 *
 * <p>Threading: one thread at a time, that of the replica that holds it. {@link #apply} is the one writer of the state.
 */
public final class Cell implements StateMachine {
    private CellState state = new CellState();
    private Applier applier;
    private Decider decider;
    private Reads reads;
    private LookAhead lookAhead;
    private @Nullable CellCapture capture;

    public Cell() {
        BookingIndex index = new BookingIndex(state);
        applier = new Applier(state, index);
        decider = new Decider(state, index, applier);
        reads = new Reads(state, index);
        lookAhead = new LookAhead(state, index);
    }

    @Override
    public int execute(DirectBuffer buffer, int offset, int length, long timeMillis, DecisionSink sink) {
        return decider.execute(buffer, offset, timeMillis, sink);
    }

    @Override
    public void expect(DirectBuffer buffer, int[] offsets, int count) {
        lookAhead.fetch(buffer, offsets, count);
    }

    @Override
    public int work(long timeMillis, int stepBudget, DecisionSink sink) {
        return decider.work(timeMillis, stepBudget, sink);
    }

    @Override
    public boolean hasWork() {
        return decider.hasWork();
    }

    @Override
    public void apply(DirectBuffer buffer, int offset, int length) {
        applier.apply(buffer, offset);
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
        if (capture != null && !capture.hasEnded()) {
            throw new IllegalStateException("a capture is being taken already");
        }
        CellCapture begun = new CellCapture(state.stores());
        capture = begun;
        return begun;
    }

    @Override
    public void snapshot(SnapshotWriter writer) {
        for (Captured store : state.stores()) {
            store.write(writer);
        }
    }

    @Override
    public void restore(SnapshotReader reader) {
        CellState restored = new CellState();
        restored.restore(reader);
        BookingIndex index = new BookingIndex(restored);
        index.rebuild();
        state = restored;
        capture = null;
        applier = new Applier(restored, index);
        decider = new Decider(restored, index, applier);
        reads = new Reads(restored, index);
        lookAhead = new LookAhead(restored, index);
    }
}
