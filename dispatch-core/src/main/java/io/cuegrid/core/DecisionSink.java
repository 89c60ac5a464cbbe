package io.cuegrid.core;

import org.agrona.DirectBuffer;

/**
 * Where a {@link StateMachine} puts what it decided. Called on the thread that executes the batch, in order; the
 * buffers are the machine's own and change with the next call.
 */
public interface DecisionSink {

    /** One event, header included, that the machine has applied to itself already. */
    void onEvent(DirectBuffer buffer, int offset, int length);

    /** One encoded {@code Reply} message, header included. It changes no state and is not replicated. */
    void onReply(DirectBuffer buffer, int offset, int length);
}
