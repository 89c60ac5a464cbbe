package io.cuegrid.node.service;

import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.BatchHeaderEncoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryResultDecoder;
import io.cuegrid.core.sbe.ReplyDecoder;
import io.cuegrid.node.access.MachineAccess;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A real replica without a grid: each command is a batch, acknowledged at once. Threading: any thread, one at a time. */
final class MemoryMachine implements MachineAccess {
    private static final int STEP_BUDGET = 10_000;
    private static final int BATCHES_MAX = 100_000;
    private static final long LEADER = 7;

    private final int cellNumber;
    private final Replica replica;
    private final LongSupplier clock;
    private final Consumer<MessageListWriter> onEvents;
    private long correlationId;

    /** @param onEvents gets the events of each batch */
    MemoryMachine(int cellNumber, StateMachine machine, LongSupplier clock, Consumer<MessageListWriter> onEvents) {
        this.cellNumber = cellNumber;
        this.replica = new Replica(machine);
        this.clock = clock;
        this.onEvents = onEvents;
        replica.lead(LEADER, LEADER);
    }

    StateMachine machine() {
        return replica.machine();
    }

    @Override
    public int cellNumber() {
        return cellNumber;
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public synchronized CompletableFuture<CommandReply> submit(CommandEncoding command) {
        long id = ++correlationId;
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = command.encode(buffer, 0, id);
        MessageListWriter commands = new MessageListWriter(64);
        commands.append(buffer, 0, length);
        CommandReply reply = decide(commands, id);
        for (int batch = 0; replica.machine().hasWork() && batch < BATCHES_MAX; batch++) {
            CommandReply late = decide(new MessageListWriter(64), id);
            reply = late == null ? reply : late;
        }
        return reply == null
                ? CompletableFuture.failedFuture(new IllegalStateException("no reply to command " + id))
                : CompletableFuture.completedFuture(reply);
    }

    /** Runs commands without an answer, and the work that follows. */
    synchronized void run(MessageListWriter commands) {
        decide(commands, -1);
        for (int batch = 0; replica.machine().hasWork() && batch < BATCHES_MAX; batch++) {
            decide(new MessageListWriter(64), -1);
        }
    }

    private @Nullable CommandReply decide(MessageListWriter commands, long wanted) {
        UnsafeBuffer header = new UnsafeBuffer(new byte[256]);
        new BatchHeaderEncoder()
                .wrapAndApplyHeader(header, 0, new MessageHeaderEncoder())
                .epochNumber(replica.epochNumber())
                .leaderHigh(LEADER)
                .leaderLow(LEADER)
                .sequence(replica.sequence() + 1)
                .timeMillis(clock.getAsLong())
                .acknowledgedSequence(replica.sequence())
                .items(commands.count())
                .contentLength(commands.length());
        BatchHeaderDecoder decoder = new BatchHeaderDecoder().wrapAndApplyHeader(header, 0, new MessageHeaderDecoder());
        MessageListWriter events = new MessageListWriter(256);
        MessageListWriter replies = new MessageListWriter(256);
        BatchCode code = replica.decide(decoder, commands.buffer(), 0, commands.length(), STEP_BUDGET, events, replies);
        if (code != BatchCode.APPLIED) {
            throw new IllegalStateException("batch " + code);
        }
        onEvents.accept(events);
        return reply(replies, wanted);
    }

    private @Nullable CommandReply reply(MessageListWriter replies, long wanted) {
        MessageListReader list = new MessageListReader().wrap(replies.buffer(), 0, replies.length());
        ReplyDecoder reply = new ReplyDecoder();
        while (list.next()) {
            reply.wrapAndApplyHeader(list.buffer(), list.offset(), new MessageHeaderDecoder());
            if (reply.correlationId() == wanted) {
                return new CommandReply(
                        reply.code(),
                        reply.number(),
                        reply.version(),
                        reply.detail(),
                        replica.epochNumber(),
                        replica.sequence());
            }
        }
        return null;
    }

    @Override
    public synchronized CompletableFuture<Rows> read(CommandEncoding query) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = query.encode(buffer, 0, 0);
        MessageListWriter rows = new MessageListWriter(256);
        replica.machine().read(buffer, 0, length, STEP_BUDGET, rows);
        DirectBuffer copy = new UnsafeBuffer(rows.toByteArray());
        MessageListReader list = new MessageListReader().wrap(copy, 0, copy.capacity());
        if (!list.next()) {
            throw new IllegalStateException("a read without a result");
        }
        QueryResultDecoder result = new QueryResultDecoder();
        result.wrapAndApplyHeader(list.buffer(), list.offset(), new MessageHeaderDecoder());
        return CompletableFuture.completedFuture(
                new Rows(list, result.rows(), result.nextCursor(), replica.epochNumber(), replica.sequence()));
    }
}
