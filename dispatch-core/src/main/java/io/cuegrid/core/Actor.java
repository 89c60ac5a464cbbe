package io.cuegrid.core;

import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OnBehalfDecoder;
import io.cuegrid.core.sbe.UserActedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Who asked for the command that is decided now, so that history can say who did what. The events of such a command stand
 * between two {@code UserActed} events: the first names the user, the second nobody. A command that changes nothing leaves
 * neither.
 *
 * <p>Threading: that of its state machine.
 */
public final class Actor {
    private static final byte[] NOBODY = new byte[0];

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UserActedEncoder event = new UserActedEncoder();
    private byte[] user = NOBODY;
    private byte[] reason = NOBODY;
    private boolean acting;
    private boolean named;
    private long timeMillis;
    private int template;
    private int action;
    private long number;

    /**
     * A command on behalf of a user begins.
     *
     * @param inner is wrapped around the header of the user's command
     * @param batchMillis time of the batch, epoch milliseconds
     * @return where the user's command begins in the buffer
     */
    public int begin(OnBehalfDecoder command, MessageHeaderDecoder inner, long batchMillis) {
        user = new byte[command.userLength()];
        command.getUser(user, 0, user.length);
        reason = new byte[command.reasonLength()];
        command.getReason(reason, 0, reason.length);
        int offset = command.limit() + OnBehalfDecoder.commandHeaderLength();
        if (command.commandLength() < MessageHeaderDecoder.ENCODED_LENGTH) {
            throw new IllegalArgumentException("there is no command in it");
        }
        inner.wrap(command.buffer(), offset);
        timeMillis = batchMillis;
        template = inner.templateId();
        action = 0;
        number = 0;
        acting = true;
        named = false;
        return offset;
    }

    /** What the command does to frames, which its events do not say as one. @param target number of their job */
    public void does(int frameAction, long target) {
        action = frameAction;
        number = target;
    }

    /** Whether the next event of the command must be preceded by the one that names the user. */
    public boolean isUnnamed() {
        return acting && !named;
    }

    /** The event that goes before the first of the command. Nothing is applied: no state is kept of it. */
    public void name(DecisionSink sink) {
        named = true;
        emit(user, reason, sink);
    }

    /** The command is decided. */
    public void end(DecisionSink sink) {
        if (acting) {
            acting = false;
            if (named) {
                emit(NOBODY, NOBODY, sink);
            }
        }
    }

    private void emit(byte[] who, byte[] why, DecisionSink sink) {
        event.wrapAndApplyHeader(buffer, 0, header)
                .timeMillis(timeMillis)
                .commandTemplate(template)
                .frameAction((short) action)
                .number(number)
                .putUser(who, 0, who.length)
                .putReason(why, 0, why.length);
        DirectBuffer encoded = buffer;
        sink.onEvent(encoded, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }
}
