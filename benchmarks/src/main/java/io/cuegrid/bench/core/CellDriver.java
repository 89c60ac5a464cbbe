package io.cuegrid.bench.core;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageBlock;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.FramesReleasedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryEncoder;
import io.cuegrid.core.sbe.QueryKind;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One replica that leads itself: takes a list of commands as a batch, the way a node's partition thread does, and walks
 * over the events. With a shadow, every batch of events is applied to a second replica as a backup would.
 *
 * <p>Threading: one thread.
 */
final class CellDriver {
    /** Waiting work after the commands of a batch; about what a node gives. */
    static final int STEP_BUDGET = 4_096;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int HEADER_BYTES = 256;
    private static final int LIST_BYTES = 1 << 20;
    private static final long LEADER = 1;

    private final Replica replica;
    private final @Nullable Replica shadow;
    private final MessageListWriter commands = new MessageListWriter(LIST_BYTES);
    private final MessageListWriter events = new MessageListWriter(LIST_BYTES);
    private final MessageListWriter replies = new MessageListWriter(LIST_BYTES);
    private final MessageListReader walk = new MessageListReader();
    private final UnsafeBuffer headerBuffer = new UnsafeBuffer(new byte[HEADER_BYTES]);
    private final BatchHeaderEncoder batchEncoder = new BatchHeaderEncoder();
    private final BatchHeaderDecoder batchDecoder = new BatchHeaderDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageBlock event = new MessageBlock(HEADER);
    private final FrameStartedDecoder started = new FrameStartedDecoder();
    private final FrameStoppedDecoder stopped = new FrameStoppedDecoder();
    private final FramesReleasedDecoder released = new FramesReleasedDecoder();
    private final ReplyDecoder reply = new ReplyDecoder();
    private final MessageListWriter rows = new MessageListWriter(LIST_BYTES);
    private final CellRowDecoder cellRow = new CellRowDecoder();
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[HEADER_BYTES]);
    private final int queryLength;
    private long sequence;
    private long eventCount;
    private long firstNumber;

    /** @param shadowMachine an equal machine that applies every batch as a backup does, or null */
    CellDriver(StateMachine machine, @Nullable StateMachine shadowMachine) {
        replica = new Replica(machine);
        replica.lead(LEADER, LEADER);
        shadow = shadowMachine == null ? null : new Replica(shadowMachine);
        if (shadow != null) {
            shadow.follow(replica.epochNumber(), LEADER, LEADER);
        }
        QueryEncoder encoder = new QueryEncoder();
        encoder.wrapAndApplyHeader(query, 0, headerEncoder)
                .kind(QueryKind.CELL)
                .cursor(0)
                .maxRows(1)
                .jobNumber(0)
                .layerIndex(-1)
                .fromOrdinal(0)
                .hostNumber(0)
                .showNumber(0)
                .stateMask(0)
                .includeFinished(BooleanType.F)
                .recordKind(RecordKind.NONE)
                .number(0)
                .name("");
        queryLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    StateMachine machine() {
        return replica.machine();
    }

    /** What the next batch is made of. */
    MessageListWriter commands() {
        return commands;
    }

    boolean hasWork() {
        return replica.machine().hasWork();
    }

    /** Events since the beginning. */
    long eventCount() {
        return eventCount;
    }

    /** The number in the first reply since {@link #forgetNumbers}: of the job or host that a command made. */
    long firstNumber() {
        return firstNumber;
    }

    void forgetNumbers() {
        firstNumber = 0;
    }

    /** Decides the commands as one batch; its events stay readable until the next. */
    void decide(long timeMillis) {
        events.reset();
        replies.reset();
        sequence++;
        batchEncoder
                .wrapAndApplyHeader(headerBuffer, 0, headerEncoder)
                .epochNumber(replica.epochNumber())
                .leaderHigh(LEADER)
                .leaderLow(LEADER)
                .sequence(sequence)
                .timeMillis(timeMillis)
                .acknowledgedSequence(sequence - 1)
                .items(commands.count())
                .contentLength(commands.length());
        batchDecoder.wrapAndApplyHeader(headerBuffer, 0, header);
        BatchCode code =
                replica.decide(batchDecoder, commands.buffer(), 0, commands.length(), STEP_BUDGET, events, replies);
        if (code != BatchCode.APPLIED) {
            throw new IllegalStateException("batch " + sequence + " ended as " + code);
        }
        commands.reset();
        eventCount += events.count();
        if (replies.count() > 0) {
            readReplies();
        }
        if (shadow != null) {
            batchDecoder.wrapAndApplyHeader(headerBuffer, 0, header);
            shadow.apply(batchDecoder, events.buffer(), 0, events.length());
        }
    }

    private void readReplies() {
        walk.wrap(replies.buffer(), 0, replies.length());
        while (walk.next()) {
            reply.wrapAndApplyHeader(walk.buffer(), walk.offset(), header);
            if (reply.code() != ReplyCode.OK) {
                throw new IllegalStateException("the cell refused (" + reply.code() + "): " + reply.detail());
            }
            if (firstNumber == 0) {
                firstNumber = reply.number();
            }
        }
    }

    /** Shows the starts, stops and releases of the last batch, in order. */
    void forEachRun(RunListener listener) {
        walk.wrap(events.buffer(), 0, events.length());
        while (walk.next()) {
            event.wrap(walk.buffer(), walk.offset(), walk.length());
            header.wrap(event, 0);
            int templateId = header.templateId();
            if (templateId == FrameStartedDecoder.TEMPLATE_ID) {
                started.wrap(event, HEADER, FrameStartedDecoder.BLOCK_LENGTH, header.version());
                listener.onStarted(started);
            } else if (templateId == FrameStoppedDecoder.TEMPLATE_ID) {
                stopped.wrap(event, HEADER, FrameStoppedDecoder.BLOCK_LENGTH, header.version());
                listener.onStopped(stopped);
            } else if (templateId == FramesReleasedDecoder.TEMPLATE_ID) {
                released.wrap(event, HEADER, FramesReleasedDecoder.BLOCK_LENGTH, header.version());
                listener.onReleased(released);
            }
        }
    }

    /** The cell as a whole; the row is good until the next call. */
    CellRowDecoder cell() {
        rows.reset();
        replica.machine().read(query, 0, queryLength, STEP_BUDGET, rows);
        walk.wrap(rows.buffer(), 0, rows.length());
        while (walk.next()) {
            header.wrap(walk.buffer(), walk.offset());
            if (header.templateId() == CellRowDecoder.TEMPLATE_ID) {
                return cellRow.wrapAndApplyHeader(walk.buffer(), walk.offset(), header);
            }
        }
        throw new IllegalStateException("a query for the cell brought no row");
    }

    /** Whether the shadow's state is the leader's; true without a shadow. */
    boolean shadowIsEqual() {
        return shadow == null || shadow.digest() == replica.digest();
    }

    /** Sees the runs of a batch. */
    interface RunListener {
        void onStarted(FrameStartedDecoder event);

        void onStopped(FrameStoppedDecoder event);

        /** Frames whose depend is satisfied, or holds again. */
        default void onReleased(FramesReleasedDecoder event) {}
    }
}
