package io.cuegrid.node.access;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.ReplyCode;
import java.util.concurrent.CompletableFuture;
import org.agrona.MutableDirectBuffer;

/** One state machine (the directory or a cell), led here or elsewhere. Threading: any thread. */
public interface MachineAccess {

    /** 0 for the directory, else the number of the cell, as ids carry it. */
    int cellNumber();

    /**
     * Sends one command. The future ends when the command's batch is acknowledged (applied by the owner and every
     * backup in sync, and in the journals), with the machine's reply; a refusal is a reply, not an exception. It ends
     * with a {@code io.grpc.StatusRuntimeException} when the outcome is unknown (UNAVAILABLE) or the inbound ring is
     * full (RESOURCE_EXHAUSTED).
     */
    CompletableFuture<CommandReply> submit(CommandEncoding command);

    /** Whether commands of one thread are decided in the order in which it sent them; not so when another node leads. */
    default boolean keepsOrder() {
        return false;
    }

    /**
     * Reads one slice; the answer is at or after every position that this node has acknowledged to anyone. The future may end on
     * a thread of the grid: what takes long goes on elsewhere.
     */
    CompletableFuture<Rows> read(CommandEncoding query);

    /** Encodes one message. */
    @FunctionalInterface
    interface CommandEncoding {
        /**
         * Writes header and body.
         *
         * @param correlationId to be put into the field of that name (0 in a query, which has none)
         * @return bytes written, header included
         */
        int encode(MutableDirectBuffer buffer, int offset, long correlationId);
    }

    /** The answer to a command, with the position at which it was acknowledged. */
    record CommandReply(ReplyCode code, long number, long version, String detail, long epoch, long sequence) {}

    /**
     * One slice of rows.
     *
     * @param nextCursor -1: that was all
     * @param release to be run, once, when nobody looks at the rows any more: their memory is used again
     */
    record Rows(MessageListReader rows, int count, long nextCursor, long epoch, long sequence, Runnable release) {
        /** Rows in memory of their own. */
        public Rows(MessageListReader rows, int count, long nextCursor, long epoch, long sequence) {
            this(rows, count, nextCursor, epoch, sequence, () -> {});
        }
    }
}
