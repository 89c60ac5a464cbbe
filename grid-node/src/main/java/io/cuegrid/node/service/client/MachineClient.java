package io.cuegrid.node.service.client;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.access.MachineAccess.Rows;
import io.cuegrid.node.service.auth.Caller;
import io.cuegrid.node.service.rpc.Problem;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One state machine as a service uses it: it waits for answers, walks over the slices of a read, and turns refusals
 * into gRPC statuses.
 *
 * <p>Threading: any thread; it blocks the caller's.
 */
public final class MachineClient {
    /** Slices that one read may take: 10 million rows. A machine that never says "that was all" must not hold us. */
    static final int SLICES_MAX = 10_000;

    private final MachineAccess machine;
    private final long timeoutMillis;

    /** @param timeoutMillis how long one command or one slice may take */
    public MachineClient(MachineAccess machine, long timeoutMillis) {
        this.machine = machine;
        this.timeoutMillis = timeoutMillis;
    }

    public int cellNumber() {
        return machine.cellNumber();
    }

    /** Visits every row until the visitor has enough. */
    public void read(RowQuery query, RowVisitor visitor) {
        begin(query).visit(visitor);
    }

    /** Asks for the first rows and does not wait for them, so that several reads go on at the same time. */
    public Reading begin(RowQuery query) {
        return new Reading(query, slice(query, 0));
    }

    private CompletableFuture<Rows> slice(RowQuery query, long cursor) {
        return machine.read((buffer, offset, correlationId) -> query.encode(buffer, offset, cursor));
    }

    /** A read that was begun. Threading: one thread, once. */
    public final class Reading {
        private final RowQuery query;
        private final CompletableFuture<Rows> first;

        private Reading(RowQuery query, CompletableFuture<Rows> first) {
            this.query = query;
            this.first = first;
        }

        /** Visits every row until the visitor has enough. */
        public void visit(RowVisitor visitor) {
            CompletableFuture<Rows> next = first;
            for (int slice = 0; slice < SLICES_MAX; slice++) {
                Rows rows = await(next);
                try {
                    if (!walk(rows.rows(), visitor) || rows.nextCursor() < 0) {
                        return;
                    }
                } finally {
                    rows.release().run();
                }
                next = slice(query, rows.nextCursor());
            }
            throw new IllegalStateException(query + " gave more than " + SLICES_MAX + " slices");
        }

        private static boolean walk(MessageListReader list, RowVisitor visitor) {
            while (list.next()) {
                if (!visitor.row(list.buffer(), list.offset(), list.length())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A command whose answer is still to come. Threading: one thread, once. */
    public final class Sent {
        private final CompletableFuture<CommandReply> answer;

        private Sent(CompletableFuture<CommandReply> answer) {
            this.answer = answer;
        }

        /** Waits until the command is acknowledged; a refusal is a value. */
        public CommandReply reply() {
            return await(answer);
        }
    }

    /** Whether commands of one thread arrive in the order in which they were sent. */
    public boolean keepsOrder() {
        return machine.keepsOrder();
    }

    /**
     * Sends a command and waits until it is acknowledged.
     *
     * @throws StatusRuntimeException when it is refused
     */
    public CommandReply send(CommandEncoding command) {
        CommandReply reply = trySend(command);
        if (reply.code() != ReplyCode.OK) {
            throw Problem.of(reply.code(), reply.detail());
        }
        return reply;
    }

    /** Like {@link #send}, but a refusal is a value. The caller, when there is one, goes with the command. */
    public CommandReply trySend(CommandEncoding command) {
        return sendAhead(command).reply();
    }

    /** Like {@link #trySend}, but waits for nothing yet. */
    public Sent sendAhead(CommandEncoding command) {
        return new Sent(
                machine.submit(Caller.isKnown() ? new OnBehalf(command, Caller.subject(), Caller.reason()) : command));
    }

    /** Sends a command that nobody waits for. */
    public CompletableFuture<CommandReply> submit(CommandEncoding command) {
        return machine.submit(command);
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw new IllegalStateException("a call into the grid failed", failed.getCause());
        } catch (TimeoutException late) {
            throw Problem.deadline("The grid did not answer within " + timeoutMillis
                    + " ms. A command may have been taken all the same: look before you send it again.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("This node is shutting down.");
        }
    }
}
