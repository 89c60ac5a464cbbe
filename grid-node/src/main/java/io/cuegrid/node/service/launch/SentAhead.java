package io.cuegrid.node.service.launch;

import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.service.client.MachineClient;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * Commands that go out some ahead of their answers, so that a launch of many jobs does not wait for each alone. Answers
 * come in the order of sending.
 *
 * <p>Threading: one launch.
 */
final class SentAhead {
    private final int count;
    private final Bound bound;
    private final IntFunction<MachineClient.Sent> send;
    private final ArrayDeque<Ahead> sent = new ArrayDeque<>();
    private int nextToSend;
    private long bytesAhead;

    /**
     * What may be on its way at the same time; one command may always be.
     *
     * @param commands 1 or more
     * @param bytes of all of them together
     * @param bytesOf about what the command of an index takes
     */
    record Bound(int commands, long bytes, IntToLongFunction bytesOf) {
        /** So many commands, all of them small. */
        static Bound of(int commands) {
            return new Bound(commands, 0, index -> 0);
        }
    }

    private record Ahead(int index, long bytes, MachineClient.Sent command) {}

    /** @param send sends the command of an index below {@code count} */
    SentAhead(int count, Bound bound, IntFunction<MachineClient.Sent> send) {
        this.count = count;
        this.bound = bound;
        this.send = send;
    }

    /** Whether more than one command can be on its way. */
    boolean isAhead() {
        return bound.commands() > 1 && count > 1;
    }

    /** Sends as many as may be ahead. */
    SentAhead begin() {
        while (sent.size() < bound.commands() && nextToSend < count) {
            long bytes = bound.bytesOf().applyAsLong(nextToSend);
            if (!sent.isEmpty() && bytesAhead + bytes > bound.bytes()) {
                break;
            }
            sent.addLast(new Ahead(nextToSend, bytes, send.apply(nextToSend)));
            nextToSend++;
            bytesAhead += bytes;
        }
        return this;
    }

    /** Sends as many as may be ahead and waits for the next answer; a refusal is a value. */
    CommandReply next() {
        begin();
        Ahead first = sent.removeFirst();
        CommandReply reply = first.command().reply();
        bytesAhead -= first.bytes();
        return reply;
    }

    /** Sends nothing more and waits for what is on its way. @return answers that came, by index */
    Map<Integer, CommandReply> rest() {
        nextToSend = count;
        Map<Integer, CommandReply> replies = new LinkedHashMap<>();
        while (!sent.isEmpty()) {
            Ahead first = sent.removeFirst();
            try {
                replies.put(first.index(), first.command().reply());
            } catch (RuntimeException unknown) {
                // neither is it known to be there, nor does anybody need it
            }
        }
        return replies;
    }
}
