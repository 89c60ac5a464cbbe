package io.cuegrid.core;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import org.agrona.DirectBuffer;

/**
 * A deterministic state machine: commands go in, events come out, and only events change state. Two kinds exist, the
 * directory (farm-wide configuration) and the cell (one facility's scheduling). The same state, commands and times
 * give the same events, bit for bit, on every JVM.
 *
 * <p>Threading: none of its own; one thread at a time calls it (the partition thread of the entry that holds it, a
 * recovery, or a test).
 */
public interface StateMachine {

    /**
     * Decides one command. Every event is applied to this machine and then given to the sink; a command with a
     * correlation id other than 0 gets exactly one reply. A refusal changes nothing.
     *
     * @param timeMillis the batch's time, epoch milliseconds, never smaller than that of the batch before
     * @return steps of work done (1 or more)
     */
    int execute(DirectBuffer buffer, int offset, int length, long timeMillis, DecisionSink sink);

    /**
     * Says which commands will be decided next, so that a machine may fetch what they will need from memory, for all of them at
     * once. Changes nothing.
     *
     * @param offsets where the commands begin, headers included
     */
    default void expect(DirectBuffer buffer, int[] offsets, int count) {}

    /**
     * Goes on with what the state says is to be done (bookings, cursors of long work, due times).
     *
     * @param stepBudget the number of steps after which it should stop
     * @return steps done; {@link #hasWork()} tells whether something is left
     */
    int work(long timeMillis, int stepBudget, DecisionSink sink);

    /** Whether {@link #work} has something to do without any further command. */
    boolean hasWork();

    /** Applies one event, header included. The only mutator; cannot fail for an event that a machine emitted. */
    void apply(DirectBuffer buffer, int offset, int length);

    /**
     * Answers one {@code Query} message: a {@code QueryResult} first, then rows. Changes nothing.
     *
     * @param stepBudget rows looked at before it stops and returns a cursor
     * @return steps done, 1 or more
     */
    int read(DirectBuffer query, int offset, int length, int stepBudget, MessageListWriter rows);

    /** A hash of the whole state; equal states give equal digests, whatever path led to them. */
    long digest();

    /** Starts a copy of the state as it is now, taken in slices while the machine goes on. One at a time. */
    SnapshotCapture capture();

    /** Writes the whole state at once. */
    void snapshot(SnapshotWriter writer);

    /** Replaces the whole state by what {@link #snapshot} wrote. */
    void restore(SnapshotReader reader);
}
