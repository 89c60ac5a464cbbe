package io.cuegrid.core.cell.decide;

import io.cuegrid.core.Actor;
import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.batch.MessageBlock;
import io.cuegrid.core.cell.apply.Applier;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OnBehalfDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where decisions go: an event is encoded into a reused buffer, applied to this cell, then handed on; a reply is
 * handed on only.
 *
 * <p>Threading: that of the cell; one decision at a time.
 */
public final class Emitter {
    private static final int INITIAL_BYTES = 64 * 1024;

    /** More than the longest event without texts and groups. */
    private static final int BLOCK_BYTES = 512;

    private static final DecisionSink NOWHERE = new DecisionSink() {
        @Override
        public void onEvent(DirectBuffer buffer, int offset, int length) {
            throw new IllegalStateException("an event outside of a decision");
        }

        @Override
        public void onReply(DirectBuffer buffer, int offset, int length) {
            throw new IllegalStateException("a reply outside of a decision");
        }
    };

    final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private final Applier applier;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(INITIAL_BYTES);
    private final MessageBlock block = new MessageBlock(BLOCK_BYTES);
    private final ExpandableArrayBuffer replyBuffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder replyHeader = new MessageHeaderEncoder();
    private final ReplyEncoder reply = new ReplyEncoder();
    private final Actor actor = new Actor();
    private DecisionSink sink = NOWHERE;
    private long onBehalfCorrelationId;
    private long nowMillis;
    private int steps;

    Emitter(Applier applier) {
        this.applier = applier;
    }

    /** A decision begins. */
    void begin(long timeMillis, DecisionSink target) {
        nowMillis = timeMillis;
        sink = target;
        steps = 0;
    }

    void end() {
        actor.end(sink);
        onBehalfCorrelationId = 0;
        sink = NOWHERE;
    }

    /** The command to be decided is a user's. @return where it begins */
    int onBehalf(OnBehalfDecoder command, MessageHeaderDecoder inner) {
        onBehalfCorrelationId = command.correlationId();
        return actor.begin(command, inner, nowMillis);
    }

    /** What a user's command does to frames of a job. */
    void actsOnFrames(int frameAction, long jobNumber) {
        actor.does(frameAction, jobNumber);
    }

    /** The time of the batch. */
    long now() {
        return nowMillis;
    }

    /** Steps of this decision so far. */
    int steps() {
        return steps;
    }

    void step(int more) {
        steps += more;
    }

    /** Where the next event is encoded. */
    MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Where the next event is encoded that has a block only: those of a frame's life. */
    MutableDirectBuffer block() {
        return block;
    }

    /** Applies and hands on the event that was encoded in {@link #buffer()} with {@link #header}. */
    void emit(int bodyLength) {
        emit(buffer, bodyLength);
    }

    /** Applies and hands on the event that was encoded in {@link #block()} with {@link #header}. */
    void emitBlock(int bodyLength) {
        if (MessageHeaderEncoder.ENCODED_LENGTH + bodyLength > BLOCK_BYTES) {
            throw new IllegalStateException("an event of " + bodyLength + " bytes does not fit the " + BLOCK_BYTES
                    + " of a block: encode it in buffer() and say it with emit()");
        }
        emit(block, bodyLength);
    }

    private void emit(DirectBuffer event, int bodyLength) {
        if (actor.isUnnamed()) {
            actor.name(sink);
        }
        applier.apply(event, 0);
        sink.onEvent(event, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    /** Answers a command; nothing is said to a correlation id of 0. */
    void reply(long commandCorrelationId, ReplyCode code, long number, String detail) {
        long correlationId = onBehalfCorrelationId == 0 ? commandCorrelationId : onBehalfCorrelationId;
        if (correlationId != 0) {
            reply.wrapAndApplyHeader(replyBuffer, 0, replyHeader)
                    .correlationId(correlationId)
                    .code(code)
                    .number(number)
                    .version(0)
                    .detail(detail);
            sink.onReply(replyBuffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength());
        }
    }

    void ok(long correlationId, long number) {
        reply(correlationId, ReplyCode.OK, number, "");
    }
}
