package io.cuegrid.core.batch;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotReader;
import io.cuegrid.core.snapshot.SnapshotWriter;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a state machine together with its position: the value of an entry of the map "cells". The owner's copy
 * decides batches, a backup's copy and a recovery apply them. A batch is taken once: an older epoch, a repeat and a
 * gap are told apart here and change nothing.
 *
 * <p>The epoch is (number, leader): taking the lead again by the same leader keeps it.
 *
 * <p>Threading: one thread at a time (the partition thread of its entry).
 */
public final class Replica {
    /** Commands that a machine is told of before the first of them is decided. */
    private static final int EXPECTED_AT_ONCE = 32;

    private final StateMachine machine;
    private final int[] offsets = new int[EXPECTED_AT_ONCE];
    private final int[] lengths = new int[EXPECTED_AT_ONCE];
    private final MessageListReader list = new MessageListReader();
    private final Collector collector = new Collector();
    private long epochNumber;
    private long leaderHigh;
    private long leaderLow;
    private long sequence;
    private long timeMillis;
    private long acknowledgedSequence;
    private @Nullable String poison;
    private int steps;

    public Replica(StateMachine machine) {
        this.machine = machine;
    }

    /**
     * Takes the lead for a member. Idempotent by leader: who leads already keeps its epoch and gets REPEATED.
     *
     * @return APPLIED with a new epoch, REPEATED, or POISONED
     */
    public BatchCode lead(long newLeaderHigh, long newLeaderLow) {
        if (poison != null) {
            return BatchCode.POISONED;
        }
        if (epochNumber > 0 && leaderHigh == newLeaderHigh && leaderLow == newLeaderLow) {
            return BatchCode.REPEATED;
        }
        epochNumber++;
        leaderHigh = newLeaderHigh;
        leaderLow = newLeaderLow;
        return BatchCode.APPLIED;
    }

    /**
     * A backup's or a recovery's side of {@link #lead}: takes over the epoch as decided by the owner.
     *
     * @return APPLIED, REPEATED, OLD_EPOCH or POISONED
     */
    public BatchCode follow(long number, long high, long low) {
        if (poison != null) {
            return BatchCode.POISONED;
        }
        if (number == epochNumber) {
            return high == leaderHigh && low == leaderLow ? BatchCode.REPEATED : BatchCode.OLD_EPOCH;
        }
        if (number < epochNumber) {
            return BatchCode.OLD_EPOCH;
        }
        epochNumber = number;
        leaderHigh = high;
        leaderLow = low;
        return BatchCode.APPLIED;
    }

    /**
     * Decides a batch: each command in order, then waiting work until the budget of steps is used up. Events and
     * replies are appended to the two lists.
     *
     * @param header the position that the leader means; its sequence must be this replica's plus one
     * @param stepBudget steps of waiting work after the commands
     */
    public BatchCode decide(
            BatchHeaderDecoder header,
            DirectBuffer commands,
            int offset,
            int length,
            int stepBudget,
            MessageListWriter events,
            MessageListWriter replies) {
        BatchCode code = check(header);
        if (code != BatchCode.APPLIED) {
            return code;
        }
        collector.events = events;
        collector.replies = replies;
        timeMillis = Math.max(timeMillis, header.timeMillis());
        steps = 0;
        list.wrap(commands, offset, length);
        for (int count = gather(); count > 0; count = gather()) {
            machine.expect(commands, offsets, count);
            for (int i = 0; i < count; i++) {
                steps += machine.execute(commands, offsets[i], lengths[i], timeMillis, collector);
            }
        }
        if (machine.hasWork()) {
            steps += machine.work(timeMillis, Math.max(1, stepBudget - steps), collector);
        }
        sequence = header.sequence();
        acknowledgedSequence = header.acknowledgedSequence();
        return BatchCode.APPLIED;
    }

    /** Finds the next commands of the list. */
    private int gather() {
        int count = 0;
        while (count < EXPECTED_AT_ONCE && list.next()) {
            offsets[count] = list.offset();
            lengths[count] = list.length();
            count++;
        }
        return count;
    }

    /** Applies a batch of events that a leader decided. */
    public BatchCode apply(BatchHeaderDecoder header, DirectBuffer events, int offset, int length) {
        BatchCode code = check(header);
        if (code != BatchCode.APPLIED) {
            return code;
        }
        timeMillis = Math.max(timeMillis, header.timeMillis());
        list.wrap(events, offset, length);
        while (list.next()) {
            machine.apply(list.buffer(), list.offset(), list.length());
        }
        sequence = header.sequence();
        acknowledgedSequence = header.acknowledgedSequence();
        return BatchCode.APPLIED;
    }

    private BatchCode check(BatchHeaderDecoder header) {
        if (poison != null) {
            return BatchCode.POISONED;
        }
        if (header.epochNumber() != epochNumber
                || header.leaderHigh() != leaderHigh
                || header.leaderLow() != leaderLow) {
            return BatchCode.OLD_EPOCH;
        }
        if (header.sequence() <= sequence) {
            return BatchCode.REPEATED;
        }
        return header.sequence() == sequence + 1 ? BatchCode.APPLIED : BatchCode.GAP;
    }

    /** Steps of work that deciding the last batch took; not part of the state. */
    public int steps() {
        return steps;
    }

    /** Stops this copy for good after a defect; the first reason is kept. */
    public void poison(String reason) {
        if (poison == null) {
            poison = reason;
        }
    }

    /** Why this copy was stopped, or null. */
    public @Nullable String poisonReason() {
        return poison;
    }

    public StateMachine machine() {
        return machine;
    }

    public long epochNumber() {
        return epochNumber;
    }

    public long leaderHigh() {
        return leaderHigh;
    }

    public long leaderLow() {
        return leaderLow;
    }

    /** Of the last batch taken. */
    public long sequence() {
        return sequence;
    }

    /** The newest sequence that the leader knew to be acknowledged when it sent the last batch. */
    public long acknowledgedSequence() {
        return acknowledgedSequence;
    }

    /** Of the last batch, epoch milliseconds. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Digest of the machine and the position. */
    public long digest() {
        return machine.digest() * 31 + sequence;
    }

    public void snapshot(SnapshotWriter writer) {
        writer.putLong(epochNumber);
        writer.putLong(leaderHigh);
        writer.putLong(leaderLow);
        writer.putLong(sequence);
        writer.putLong(timeMillis);
        writer.putLong(acknowledgedSequence);
        machine.snapshot(writer);
    }

    /**
     * Starts a copy of this replica as it is now, position included, to be written in slices between batches. What it writes
     * is read back by {@link #restore}.
     */
    public SnapshotCapture capture() {
        return new ReplicaCapture(this, machine.capture());
    }

    public void restore(SnapshotReader reader) {
        epochNumber = reader.getLong();
        leaderHigh = reader.getLong();
        leaderLow = reader.getLong();
        sequence = reader.getLong();
        timeMillis = reader.getLong();
        acknowledgedSequence = reader.getLong();
        machine.restore(reader);
    }

    private static final class Collector implements DecisionSink {
        private MessageListWriter events = new MessageListWriter(64);
        private MessageListWriter replies = new MessageListWriter(64);

        @Override
        public void onEvent(DirectBuffer buffer, int offset, int length) {
            events.append(buffer, offset, length);
        }

        @Override
        public void onReply(DirectBuffer buffer, int offset, int length) {
            replies.append(buffer, offset, length);
        }
    }
}
