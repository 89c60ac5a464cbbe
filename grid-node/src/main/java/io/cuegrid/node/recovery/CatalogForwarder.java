package io.cuegrid.node.recovery;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.directory.CatalogRecord;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.CatalogChangedEncoder;
import io.cuegrid.core.sbe.CatalogOperation;
import io.cuegrid.core.sbe.CatalogUpdateEncoder;
import io.cuegrid.core.sbe.CellRowDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.dispatch.CellListener;
import io.cuegrid.node.replication.BatchWork;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the directory's changes to the cells, in order, from the member that leads the directory. Each cell says which
 * version it has; from there on changes are taken from memory, and when they are not there any more (a new leader, a
 * cell that was away for long) both sides' records are compared and the difference is sent.
 *
 * <p>Threading: {@link CellListener} methods by the directory's loop; the sending on one thread of its own.
 */
public final class CatalogForwarder implements CellListener, AutoCloseable {
    /** Changes kept in memory; a cell that is further behind is compared instead. */
    static final int CHANGES_MAX = 10_000;
    /** Commands on their way to one cell at a time. */
    static final int WINDOW = 256;

    private static final Logger LOG = LoggerFactory.getLogger(CatalogForwarder.class);
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 200;

    private final Supplier<List<? extends MachineAccess>> cells;
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Object lock = new Object();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final MessageListReader list = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CatalogChangedDecoder event = new CatalogChangedDecoder();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private boolean leading;
    private boolean restart;

    private record Change(long version, CatalogOperation operation, RecordKind kind, long number, byte[] record) {}

    /** @param cells those known just now */
    public CatalogForwarder(Supplier<List<? extends MachineAccess>> cells) {
        this.cells = cells;
    }

    /** Starts sending. */
    public void start(MachineAccess directory) {
        Thread started = new Thread(() -> run(directory), "catalog-forwarder");
        thread = started;
        started.start();
    }

    @Override
    public void onLead(long epoch, long sequence) {
        synchronized (lock) {
            leading = true;
            restart = true;
            changes.clear();
            lock.notifyAll();
        }
    }

    @Override
    public void onBatch(BatchWork batch) {
        if (batch.events().count() == 0) {
            return;
        }
        synchronized (lock) {
            list.wrap(batch.events().buffer(), 0, batch.events().length());
            while (list.next()) {
                header.wrap(list.buffer(), list.offset());
                if (header.templateId() == CatalogChangedEncoder.TEMPLATE_ID) {
                    event.wrapAndApplyHeader(list.buffer(), list.offset(), header);
                    byte[] record = new byte[event.recordLength()];
                    event.getRecord(record, 0, record.length);
                    changes.addLast(new Change(
                            event.directoryVersion(), event.operation(), event.kind(), event.number(), record));
                    if (changes.size() > CHANGES_MAX) {
                        changes.removeFirst();
                    }
                }
            }
            lock.notifyAll();
        }
    }

    @Override
    public void onMark(long session, long number) {}

    @Override
    public void onLost(String reason) {
        synchronized (lock) {
            leading = false;
        }
    }

    private void run(MachineAccess directory) {
        while (!closed) {
            try {
                if (leads()) {
                    for (MachineAccess cell : cells.get()) {
                        bring(directory, cell);
                    }
                }
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.info("the catalog is not everywhere yet: {}", e.toString());
                versions.clear();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    private boolean leads() {
        synchronized (lock) {
            if (leading && restart) {
                restart = false;
                versions.clear();
            }
            return leading;
        }
    }

    /** Waking early is harmless: it looks once more. */
    @SuppressWarnings("WaitNotInLoop")
    private void pause() throws InterruptedException {
        synchronized (lock) {
            lock.wait(PAUSE_MILLIS);
        }
    }

    /** Brings one cell up to the newest version. */
    private void bring(MachineAccess directory, MachineAccess cell) {
        @Nullable Long known = versions.get(cell.cellNumber());
        boolean first = known == null;
        long version = known == null ? versionOf(cell) : known;
        @Nullable List<Change> next = first ? null : changesAfter(version);
        if (next == null) {
            next = difference(directory, cell, version);
        }
        if (!next.isEmpty()) {
            send(cell, next);
            version = Math.max(version, next.get(next.size() - 1).version());
        }
        versions.put(cell.cellNumber(), version);
    }

    /** @return null when the memory does not reach back so far */
    private @Nullable List<Change> changesAfter(long version) {
        synchronized (lock) {
            if (changes.isEmpty()) {
                return List.of();
            }
            if (changes.getFirst().version() > version + 1) {
                return null;
            }
            return changes.stream().filter(change -> change.version() > version).toList();
        }
    }

    private static long versionOf(MachineAccess machine) {
        long[] version = {0};
        new MachineClient(machine, TIMEOUT_MILLIS).read(RowQuery.cell(), (buffer, offset, length) -> {
            CellRowDecoder row = new CellRowDecoder();
            row.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            version[0] = row.directoryVersion();
            return false;
        });
        return version[0];
    }

    /** What makes the cell's records equal to the directory's. */
    private List<Change> difference(MachineAccess directory, MachineAccess cell, long cellVersion) {
        long newest = versionOf(directory);
        if (newest == cellVersion) {
            return List.of();
        }
        Map<Key, Stored> there = records(directory);
        Map<Key, Stored> here = records(cell);
        List<Change> result = new ArrayList<>();
        here.forEach((key, stored) -> {
            if (!there.containsKey(key)) {
                result.add(new Change(newest, CatalogOperation.REMOVE, key.kind(), key.number(), new byte[0]));
            }
        });
        there.forEach((key, stored) -> {
            Stored held = here.get(key);
            if (held == null || held.version() != stored.version()) {
                result.add(put(newest, key, stored));
            }
        });
        // kinds refer to kinds with smaller numbers
        result.sort(
                Comparator.comparing((Change change) -> change.kind().value()).thenComparingLong(Change::number));
        if (result.isEmpty() && !there.isEmpty()) {
            // what came since has gone again: any record tells the cell the version
            Map.Entry<Key, Stored> any = there.entrySet().iterator().next();
            result.add(put(newest, any.getKey(), any.getValue()));
        }
        LOG.info(
                "cell {}: {} records differ at version {} from the directory's at {}",
                cell.cellNumber(),
                result.size(),
                cellVersion,
                newest);
        return ascending(result, newest);
    }

    /**
     * A cell takes only what is newer than all it has, so each change gets a version of its own, the last one the newest.
     * There is room for that: no more records differ than there were changes.
     */
    private static List<Change> ascending(List<Change> changes, long newest) {
        List<Change> result = new ArrayList<>(changes.size());
        for (Change change : changes) {
            long version = newest - (changes.size() - 1 - result.size());
            result.add(new Change(version, change.operation(), change.kind(), change.number(), change.record()));
        }
        return result;
    }

    private static Change put(long version, Key key, Stored stored) {
        return new Change(version, CatalogOperation.PUT, key.kind(), key.number(), stored.bytes());
    }

    private record Key(RecordKind kind, long number) {}

    private record Stored(long version, byte[] bytes) {}

    private static Map<Key, Stored> records(MachineAccess machine) {
        Map<Key, Stored> records = new HashMap<>();
        RecordCodec codec = new RecordCodec();
        new MachineClient(machine, TIMEOUT_MILLIS).read(RowQuery.records(RecordKind.NONE), (buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            CatalogRecord record = codec.decode(new UnsafeBuffer(bytes), 0);
            records.put(new Key(record.kind(), record.number()), new Stored(record.recordVersion(), bytes));
            return true;
        });
        return records;
    }

    private void send(MachineAccess cell, List<Change> next) {
        List<CompletableFuture<CommandReply>> waiting = new ArrayList<>();
        for (Change change : next) {
            waiting.add(cell.submit((buffer, offset, correlationId) -> encode(change, buffer, offset, correlationId)));
            if (waiting.size() == WINDOW) {
                finish(cell, waiting);
            }
        }
        finish(cell, waiting);
    }

    private static void finish(MachineAccess cell, List<CompletableFuture<CommandReply>> waiting) {
        for (CompletableFuture<CommandReply> answer : waiting) {
            CommandReply reply =
                    answer.orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).join();
            if (reply.code() != ReplyCode.OK) {
                throw new IllegalStateException("cell " + cell.cellNumber() + " refused a record: " + reply.detail());
            }
        }
        waiting.clear();
    }

    private static int encode(Change change, MutableDirectBuffer buffer, int offset, long correlationId) {
        CatalogUpdateEncoder update = new CatalogUpdateEncoder();
        update.wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .directoryVersion(change.version())
                .operation(change.operation())
                .kind(change.kind())
                .number(change.number())
                .putRecord(change.record(), 0, change.record().length);
        return MessageHeaderEncoder.ENCODED_LENGTH + update.encodedLength();
    }

    @Override
    public void close() {
        closed = true;
        Thread started = thread;
        if (started != null) {
            started.interrupt();
        }
    }
}
