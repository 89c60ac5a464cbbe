package io.cuegrid.node.dispatch;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryResultDecoder;
import io.cuegrid.node.access.MachineAccess.Rows;
import io.cuegrid.node.counters.LoopCounters;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.replication.LocalCell;
import io.cuegrid.node.replication.ReadProcessor;
import io.cuegrid.node.replication.ReadWork;
import io.grpc.Status;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a led cell. They wait here and are sent between batches, one while commands wait, a few when none do, so
 * that a flood of reads never holds up dispatch.
 *
 * <p>Threading: {@link #offer} from any thread, the rest by the loop; answers are given on Hazelcast's threads.
 */
final class CellReads {
    /** More are refused. */
    static final int WAITING_MAX = 256;
    /** Sent between two batches while no command waits. */
    static final int IDLE_SLICES_MAX = 8;
    /** Rows looked at in one slice; about a millisecond. */
    static final int STEP_BUDGET = 4_000;

    private final GridMember member;
    private final LocalCell local;
    private final Runnable wake;
    private final LoopCounters counters;
    private final ArrayBlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    CellReads(GridMember member, LocalCell local, Runnable wake, LoopCounters counters) {
        this.member = member;
        this.local = local;
        this.wake = wake;
        this.counters = counters;
    }

    private record Waiting(ReadWork work, CompletableFuture<Rows> answer, long sinceNanos) {}

    /** @return false when too many wait already */
    boolean offer(DirectBuffer query, int length, CompletableFuture<Rows> answer) {
        boolean taken = waiting.offer(new Waiting(new ReadWork(query, length), answer, System.nanoTime()));
        if (taken) {
            wake.run();
        }
        return taken;
    }

    int size() {
        return waiting.size();
    }

    /** Sends what may go now. The partition thread takes it before the batch that is sent next. @return slices sent */
    int submit(long acknowledgedSequence, boolean commandsWait) {
        int slices = commandsWait ? 1 : IDLE_SLICES_MAX;
        int sent = 0;
        while (sent < slices) {
            @Nullable Waiting next = waiting.poll();
            if (next == null) {
                return sent;
            }
            counters.readWaited(System.nanoTime() - next.sinceNanos());
            ReadProcessor processor = new ReadProcessor(next.work(), acknowledgedSequence, STEP_BUDGET);
            var unused = member.cells()
                    .submitToKey(local.key(), processor)
                    .toCompletableFuture()
                    .whenCompleteAsync((code, error) -> answer(next, code, error), Runnable::run);
            sent++;
        }
        return sent;
    }

    private void answer(Waiting read, @Nullable Integer code, @Nullable Throwable error) {
        if (error != null || code == null) {
            read.answer().completeExceptionally(unavailable("the cell moved during a read"));
            return;
        }
        switch (BatchCode.of(code)) {
            case APPLIED, REPEATED -> read.answer().complete(rows(read.work()));
            case OLD_EPOCH, GAP, NO_BACKUP -> {
                if (!waiting.offer(read)) {
                    read.answer().completeExceptionally(unavailable("the cell moved during a read"));
                }
            }
            case POISONED, ABSENT -> read.answer().completeExceptionally(unavailable("the cell cannot be read here"));
        }
    }

    private static Rows rows(ReadWork work) {
        MessageListReader list = new MessageListReader()
                .wrap(work.rows().buffer(), 0, work.rows().length());
        if (!list.next()) {
            return new Rows(list, 0, -1, work.epochNumber(), work.sequence());
        }
        QueryResultDecoder result =
                new QueryResultDecoder().wrapAndApplyHeader(list.buffer(), list.offset(), new MessageHeaderDecoder());
        return new Rows(list, result.rows(), result.nextCursor(), work.epochNumber(), work.sequence());
    }

    /** Nobody leads here now. */
    void failAll() {
        @Nullable Waiting next = waiting.poll();
        while (next != null) {
            next.answer().completeExceptionally(unavailable(LocalMachine.NOT_LEADING));
            next = waiting.poll();
        }
    }

    private static Exception unavailable(String reason) {
        return Status.UNAVAILABLE.withDescription(reason).asRuntimeException();
    }
}
