package io.cuegrid.node.dispatch;

import io.cuegrid.core.sbe.ReplyDecoder;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.counters.Pushback;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A state machine through this member's own loop. Answers only while this member leads; who does not know asks through
 * the routed access.
 *
 * <p>Threading: any thread. Replies are given on the executor, rows of {@link #read} where they come from.
 */
public final class LocalMachine implements MachineAccess {
    /** Description of the status when nothing was decided because another member leads: safe to try again. */
    public static final String NOT_LEADING = "this node does not lead the cell";

    private static final int SCRATCH_BYTES = 4 * 1024;
    private static final ThreadLocal<ExpandableArrayBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> new ExpandableArrayBuffer(SCRATCH_BYTES));

    private final DispatchLoop loop;
    private final Executor answers;
    private final Supplier<@Nullable String> newWorkRefusal;

    /**
     * @param answers runs what waits for replies
     * @param newWorkRefusal why new work is refused just now (little disk), or null
     */
    public LocalMachine(DispatchLoop loop, Executor answers, Supplier<@Nullable String> newWorkRefusal) {
        this.loop = loop;
        this.answers = answers;
        this.newWorkRefusal = newWorkRefusal;
    }

    @Override
    public int cellNumber() {
        return loop.local().cellNumber();
    }

    /** Whether this member leads, or is about to. */
    public boolean takesCommands() {
        return loop.state().takesCommands();
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public CompletableFuture<CommandReply> submit(CommandEncoding command) {
        CompletableFuture<CommandReply> answer = new CompletableFuture<>();
        submit(command, new ReplyHandler() {
            @Override
            public void onReply(ReplyDecoder reply, long epoch, long sequence) {
                CommandReply value = new CommandReply(
                        reply.code(), reply.number(), reply.version(), reply.detail(), epoch, sequence);
                var unused = answer.completeAsync(() -> value, answers);
            }

            @Override
            public void onFailure(Status status) {
                answers.execute(() -> answer.completeExceptionally(status.asRuntimeException()));
            }
        });
        return answer;
    }

    /** As {@link #submit(CommandEncoding)}, answered on the loop's thread. */
    public void submit(CommandEncoding command, ReplyHandler handler) {
        LeaderState state = loop.state();
        if (!state.takesCommands()) {
            handler.onFailure(
                    state == LeaderState.POISONED || state == LeaderState.STEPPED_DOWN
                            ? Status.UNAVAILABLE.withDescription(
                                    "cell " + cellNumber() + " is stopped: " + loop.stateReason())
                            : Status.UNAVAILABLE.withDescription(NOT_LEADING));
            return;
        }
        long correlation = loop.pending().add(handler);
        if (correlation == 0) {
            loop.counters().pushedBack(Pushback.REPLIES);
            handler.onFailure(Status.RESOURCE_EXHAUSTED.withDescription(
                    "more than " + PendingReplies.PENDING_MAX + " commands wait for their replies; try again later"));
            return;
        }
        ExpandableArrayBuffer scratch = SCRATCH.get();
        int length;
        try {
            length = command.encode(scratch, 0, correlation);
        } catch (RuntimeException e) {
            loop.pending().remove(correlation);
            throw e;
        }
        CommandClass commandClass = CommandClass.of(scratch, 0);
        @Nullable String refusal = commandClass == CommandClass.LAUNCH ? newWorkRefusal.get() : null;
        if (refusal != null) {
            loop.counters().pushedBack(Pushback.DISK);
            loop.pending().fail(correlation, Status.RESOURCE_EXHAUSTED.withDescription(refusal));
        } else if (!loop.inbound().offer(commandClass, scratch, 0, length)) {
            loop.pending()
                    .fail(
                            correlation,
                            Status.RESOURCE_EXHAUSTED.withDescription("cell " + cellNumber()
                                    + " has more waiting than it takes in (" + commandClass
                                    + "); try again in a second"));
        } else if (!loop.state().takesCommands()) {
            loop.pending()
                    .fail(
                            correlation,
                            Status.UNAVAILABLE.withDescription(
                                    "the outcome is unknown: the lead of the cell changed while the command was on its way"));
        }
    }

    /**
     * Puts a command in that nobody waits for: what hosts report.
     *
     * @return false when there is no room; try again later
     */
    public boolean offer(CommandEncoding command) {
        ExpandableArrayBuffer scratch = SCRATCH.get();
        int length = command.encode(scratch, 0, 0);
        return loop.inbound().offer(CommandClass.of(scratch, 0), scratch, 0, length);
    }

    /** As {@link Inbound#mark}. */
    public boolean mark(long session, long number) {
        return loop.inbound().mark(session, number);
    }

    @Override
    public CompletableFuture<Rows> read(CommandEncoding query) {
        CompletableFuture<Rows> answer = new CompletableFuture<>();
        if (!loop.state().takesCommands()) {
            answer.completeExceptionally(
                    Status.UNAVAILABLE.withDescription(NOT_LEADING).asRuntimeException());
            return answer;
        }
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = query.encode(buffer, 0, 0);
        if (!loop.reads().offer(buffer, length, answer)) {
            loop.counters().pushedBack(Pushback.READS);
            answer.completeExceptionally(Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + CellReads.WAITING_MAX + " reads wait; try again later")
                    .asRuntimeException());
        }
        return answer;
    }

    /** As {@link #read}, but the future ends on a thread where it may go on for long. */
    public CompletableFuture<Rows> readApart(CommandEncoding query) {
        return read(query).thenApplyAsync(rows -> rows, answers);
    }

    public DispatchLoop loop() {
        return loop;
    }
}
