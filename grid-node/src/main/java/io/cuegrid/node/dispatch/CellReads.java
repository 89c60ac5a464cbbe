package io.cuegrid.node.dispatch;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.QueryResultDecoder;
import io.cuegrid.node.access.MachineAccess.Rows;
import io.cuegrid.node.counters.LoopCounters;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.replication.LocalCell;
import io.cuegrid.node.replication.ReadProcessor;
import io.cuegrid.node.replication.ReadWork;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a led cell. They wait here and go to the cell between two batches, many in one call, with a budget of steps, so that
 * a flood of reads never holds up dispatch. They see the last batch that was decided, and are answered when that batch is
 * acknowledged: nobody sees what may yet be lost, and no batch waits for a read.
 *
 * <p>Threading: {@link #offer} from any thread, the rest by the loop; answers are given by the loop or on Hazelcast's threads.
 */
final class CellReads {
    /** More are refused. */
    static final int WAITING_MAX = 256;
    /** Sent in one call. */
    static final int TOGETHER_MAX = 32;
    /** Rows looked at in one slice; about a millisecond. */
    static final int SLICE_STEPS = 4_000;
    /** Steps between two batches after which no further slice is begun, while commands wait. */
    static final int BUSY_STEPS = 2_000;

    private final GridMember member;
    private final LocalCell local;
    private final Runnable wake;
    private final LoopCounters counters;
    private final RowBuffers buffers = new RowBuffers();
    private final ArrayBlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    /** Of the loop: taken off the queue, and first in the next call. */
    private final Deque<Waiting> next = new ArrayDeque<>();
    /** Read, of a batch that is not acknowledged yet. Guarded by itself. */
    private final Deque<Held> held = new ArrayDeque<>();

    private volatile @Nullable Call underWay;
    private volatile long acknowledgedSequence;

    CellReads(GridMember member, LocalCell local, Runnable wake, LoopCounters counters) {
        this.member = member;
        this.local = local;
        this.wake = wake;
        this.counters = counters;
    }

    private record Waiting(ReadWork work, CompletableFuture<Rows> answer, long sinceNanos) {}

    private record Held(Call call, Waiting read) {}

    /** @return false when too many wait already */
    boolean offer(DirectBuffer query, int length, CompletableFuture<Rows> answer) {
        ReadWork work = new ReadWork(query, length, buffers.take());
        boolean taken = waiting.offer(new Waiting(work, answer, System.nanoTime()));
        if (taken) {
            wake.run();
        } else {
            buffers.give(work.rows());
        }
        return taken;
    }

    int size() {
        return waiting.size();
    }

    /**
     * Sends what may go now, unless the call before has not ended. The partition thread takes it before the batch that is sent
     * next.
     *
     * @param appliedSequence of the last batch that was decided
     */
    void submit(long appliedSequence, boolean commandsWait) {
        @Nullable Call last = underWay;
        if (last != null) {
            if (!last.done) {
                return;
            }
            if (last.withdrawn) {
                underWay = null; // its end has failed what was not read
            } else {
                takeBack(last);
            }
        }
        while (next.size() < TOGETHER_MAX) {
            @Nullable Waiting read = waiting.poll();
            if (read == null) {
                break;
            }
            counters.readWaited(System.nanoTime() - read.sinceNanos());
            next.add(read);
        }
        if (!next.isEmpty()) {
            Call call = new Call(List.copyOf(next), appliedSequence, commandsWait ? BUSY_STEPS : SLICE_STEPS);
            next.clear();
            underWay = call;
            call.send();
        }
    }

    private void takeBack(Call call) {
        underWay = null;
        call.reads.subList(call.finished, call.reads.size()).forEach(next::add);
    }

    /** Answers what was read of batches up to this one. */
    void acknowledged(long sequence) {
        acknowledgedSequence = sequence;
        List<Held> ready;
        synchronized (held) {
            if (held.isEmpty()) {
                return;
            }
            ready = new ArrayList<>(held.size());
            while (!held.isEmpty() && held.peek().read().work().sequence() <= sequence) {
                ready.add(held.remove());
            }
        }
        ready.forEach(one -> answer(one.call(), one.read()));
    }

    /** Nobody leads here now. */
    void failAll() {
        @Nullable Call call = underWay;
        if (call != null) {
            call.withdrawn = true;
            if (call.done) {
                takeBack(call);
            }
        }
        waiting.drainTo(next);
        synchronized (held) {
            held.forEach(one -> next.add(one.read()));
            held.clear();
        }
        next.forEach(read -> fail(read, LocalMachine.NOT_LEADING));
        next.clear();
    }

    private void answer(Call call, Waiting read) {
        if (call.withdrawn) {
            fail(read, LocalMachine.NOT_LEADING);
        } else if (read.work().isFailed()) {
            fail(read, "the cell cannot be read here");
        } else {
            read.answer().complete(rows(read.work()));
        }
    }

    private static void fail(Waiting read, String reason) {
        read.answer()
                .completeExceptionally(
                        Status.UNAVAILABLE.withDescription(reason).asRuntimeException());
    }

    private Rows rows(ReadWork work) {
        MessageListWriter written = work.rows();
        MessageListReader list = new MessageListReader().wrap(written.buffer(), 0, written.length());
        Runnable release = () -> buffers.give(written);
        if (!list.next()) {
            return new Rows(list, 0, -1, work.epochNumber(), work.sequence(), release);
        }
        QueryResultDecoder result =
                new QueryResultDecoder().wrapAndApplyHeader(list.buffer(), list.offset(), new MessageHeaderDecoder());
        return new Rows(list, result.rows(), result.nextCursor(), work.epochNumber(), work.sequence(), release);
    }

    /** Reads that go to the cell together. */
    private final class Call {
        private final List<Waiting> reads;
        private final ReadProcessor processor;
        /** Reads from the beginning of the list that need not go again. Set before {@link #done}. */
        private int finished;

        private volatile boolean done;
        /** The lead was lost meanwhile: what was read may be of a batch that does not count. */
        private volatile boolean withdrawn;

        Call(List<Waiting> reads, long sequence, int stepBudget) {
            this.reads = reads;
            processor =
                    new ReadProcessor(reads.stream().map(Waiting::work).toList(), sequence, stepBudget, SLICE_STEPS);
        }

        void send() {
            try {
                var unused = member.cells()
                        .submitToKey(local.key(), processor)
                        .toCompletableFuture()
                        .whenCompleteAsync((code, error) -> end(code, error), Runnable::run);
            } catch (RuntimeException notSent) {
                end(null, notSent);
            }
        }

        /** Whatever happens here, the call is done: the reads after it wait for that. */
        private void end(@Nullable Integer code, @Nullable Throwable error) {
            try {
                share(code, error);
            } finally {
                boolean more = finished < reads.size() || !waiting.isEmpty();
                done = true;
                if (withdrawn) {
                    // the loop may have seen no end of it: nobody would send the others again
                    reads.subList(finished, reads.size()).forEach(read -> fail(read, LocalMachine.NOT_LEADING));
                }
                if (more) {
                    wake.run();
                }
            }
        }

        private void share(@Nullable Integer code, @Nullable Throwable error) {
            @Nullable
            String failure = error != null || code == null
                    ? "the cell moved during a read"
                    : switch (BatchCode.of(code)) {
                        case APPLIED, REPEATED, OLD_EPOCH, GAP, NO_BACKUP -> null;
                        case POISONED, ABSENT -> "the cell cannot be read here";
                    };
            if (failure == null) {
                finished = processor.served();
                reads.subList(0, finished).forEach(this::answerOrHold);
            } else {
                finished = reads.size();
                reads.forEach(read -> fail(read, failure));
            }
        }

        private void answerOrHold(Waiting read) {
            synchronized (held) {
                if (read.work().sequence() > acknowledgedSequence && !withdrawn) {
                    held.add(new Held(this, read));
                    return;
                }
            }
            answer(this, read);
        }
    }
}
