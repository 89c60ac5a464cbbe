package io.cuegrid.node.testing;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.replication.BatchStore;
import io.cuegrid.persistence.journal.SegmentStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Keeps every batch in memory, so that tests can replay what a member recorded. Threading: any thread. */
public final class MemoryStore implements BatchStore {
    private final List<byte[][]> batches = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger synced = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile CountDownLatch heldSync = new CountDownLatch(0);
    private volatile @Nullable RuntimeException next;
    private volatile @Nullable RuntimeException nextSync;

    /** From the next batch on the member's partition thread stands still until the latch is at 0. */
    public void hold(CountDownLatch latch) {
        held = latch;
    }

    /** From now on the disk takes nothing until the latch is at 0. */
    public void holdSync(CountDownLatch latch) {
        heldSync = latch;
    }

    /** The disk fails at the next sync. */
    public void failNextSync(RuntimeException failure) {
        nextSync = failure;
    }

    /** The next batch cannot be recorded. */
    public void failNext(RuntimeException failure) {
        next = failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void meetTrouble() {
        await(held);
        RuntimeException failure = next;
        if (failure != null) {
            next = null;
            throw failure;
        }
    }

    @Override
    public void append(
            DirectBuffer header,
            int headerOffset,
            int headerLength,
            DirectBuffer events,
            int eventsOffset,
            int eventsLength) {
        meetTrouble();
        add(header, headerOffset, headerLength, events, eventsOffset, eventsLength);
    }

    private synchronized void add(
            DirectBuffer header,
            int headerOffset,
            int headerLength,
            DirectBuffer events,
            int eventsOffset,
            int eventsLength) {
        byte[] headerBytes = new byte[headerLength];
        header.getBytes(headerOffset, headerBytes);
        byte[] eventBytes = new byte[eventsLength];
        events.getBytes(eventsOffset, eventBytes);
        batches.add(new byte[][] {headerBytes, eventBytes});
    }

    @Override
    public synchronized void begin(Replica replica, SegmentStart start) {
        if (start == SegmentStart.COPIED) {
            begun.incrementAndGet();
            batches.clear();
        }
    }

    @Override
    public void lead(Replica replica) {}

    @Override
    public void afterBatch(Replica replica) {}

    @Override
    public void snapshotNow(Replica replica) {}

    @Override
    public void sync() {
        await(heldSync);
        RuntimeException failure = nextSync;
        if (failure != null) {
            nextSync = null;
            throw failure;
        }
        synced.incrementAndGet();
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public long writtenBytes() {
        return 0;
    }

    @Override
    public long syncLagMillis() {
        return 0;
    }

    @Override
    public void close() {}

    /** How often a copy that arrived was written down. */
    public int begun() {
        return begun.get();
    }

    public int synced() {
        return synced.get();
    }

    /** Sequences in the order in which they were recorded. */
    public synchronized List<Long> sequences() {
        return batches.stream().map(batch -> position(batch[0]).sequence()).toList();
    }

    /** Applies everything recorded to a replica, taking over each epoch as it comes. */
    public synchronized void replay(Replica replica) {
        for (byte[][] batch : batches) {
            BatchHeaderDecoder header = position(batch[0]);
            replica.follow(header.epochNumber(), header.leaderHigh(), header.leaderLow());
            var code = replica.apply(header, new UnsafeBuffer(batch[1]), 0, batch[1].length);
            if (code != io.cuegrid.core.batch.BatchCode.APPLIED) {
                throw new AssertionError("sequence " + header.sequence() + ": " + code);
            }
        }
    }

    private static BatchHeaderDecoder position(byte[] header) {
        return new BatchHeaderDecoder().wrapAndApplyHeader(new UnsafeBuffer(header), 0, new MessageHeaderDecoder());
    }
}
