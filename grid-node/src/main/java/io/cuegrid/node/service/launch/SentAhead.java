package io.cuegrid.node.service.launch;

import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.MachineClient;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Commands that go out some ahead of their answers, so that a launch of many jobs does not wait for each alone. Answers
 * come in the order of sending.
 *
 * <p>Threading: one launch.
 */
final class SentAhead {
    private final int count;
    private final int aheadMax;
    private final IntFunction<MachineClient.Sent> send;
    private final ArrayDeque<MachineClient.Sent> sent = new ArrayDeque<>();
    private int nextToSend;

    /**
     * @param aheadMax sent at most before the answer to the first of them is there
     * @param send sends the command of an index below {@code count}
     */
    SentAhead(int count, int aheadMax, IntFunction<MachineClient.Sent> send) {
        this.count = count;
        this.aheadMax = aheadMax;
        this.send = send;
    }

    /** Sends as many as may be ahead. */
    SentAhead begin() {
        while (sent.size() < aheadMax && nextToSend < count) {
            sent.addLast(send.apply(nextToSend++));
        }
        return this;
    }

    /** Waits for the next answer; a refusal is a value. */
    CommandReply next() {
        begin();
        CommandReply reply = sent.removeFirst().reply();
        begin();
        return reply;
    }

    /** Sends nothing more and waits for what is on its way. @return answers that came */
    List<CommandReply> rest() {
        nextToSend = count;
        List<CommandReply> replies = new ArrayList<>();
        while (!sent.isEmpty()) {
            try {
                replies.add(sent.removeFirst().reply());
            } catch (StatusRuntimeException unknown) {
                // neither is it known to be there, nor does anybody need it
            }
        }
        return replies;
    }
}
