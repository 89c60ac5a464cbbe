package io.cuegrid.node.testing;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.directory.Directory;
import io.cuegrid.core.directory.Generic;
import io.cuegrid.core.directory.RecordCodec;
import io.cuegrid.core.directory.Seed;
import io.cuegrid.core.sbe.RecordKind;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.dispatch.CellListener;
import io.cuegrid.node.dispatch.DispatchLoop;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.dispatch.LoopConfig;
import io.cuegrid.node.grid.AloneRule;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.MemberConfig;
import io.cuegrid.node.replication.BatchWork;
import io.cuegrid.node.replication.CreateProcessor;
import io.cuegrid.node.replication.LocalCell;
import io.cuegrid.node.replication.LocalCells;
import io.cuegrid.node.replication.ProcessorFactory;
import io.cuegrid.persistence.journal.SegmentStart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochClock;

/**
 * One real member with the loop of the directory, whose batches are kept in memory. Several run in one JVM.
 *
 * <p>Threading: the test's thread; the lists are filled by the loop.
 */
public final class TestMember implements AutoCloseable {
    public static final int DIRECTORY = 0;
    private static final int DIGEST_EVERY = 10;

    private final ConcurrentHashMap<Integer, MemoryStore> stores = new ConcurrentHashMap<>();
    private final LocalCells cells =
            new LocalCells(cell -> stores.computeIfAbsent(cell, number -> new MemoryStore()), DIGEST_EVERY);
    private final GridMember member;
    private final DispatchLoop loop;
    private final LocalMachine machine;
    public final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    public final List<Long> leads = new CopyOnWriteArrayList<>();
    public final List<String> losses = new CopyOnWriteArrayList<>();

    public TestMember(String grid, String name, int port, List<String> join, int members) {
        this(grid, name, port, join, members, AloneRule.SINGLE);
    }

    /** @param alone whether it may decide while it is the only member */
    public TestMember(String grid, String name, int port, List<String> join, int members, AloneRule alone) {
        member = new GridMember(
                new MemberConfig(
                        grid,
                        name,
                        "127.0.0.1",
                        port,
                        join,
                        members,
                        MemberConfig.defaultBackups(members),
                        "127.0.0.1:1"),
                cell -> new Directory(),
                new ProcessorFactory(cells),
                alone);
        loop = new DispatchLoop(
                cells.get(DIRECTORY),
                member,
                LoopConfig.DEFAULT,
                SystemEpochClock.INSTANCE,
                cell -> {},
                new CellCounters());
        machine = new LocalMachine(loop, Runnable::run, () -> null);
    }

    private final class Recorder implements CellListener {
        @Override
        public void onLead(long epoch, long sequence) {
            leads.add(epoch);
        }

        @Override
        public void onBatch(BatchWork batch) {
            acknowledged.add(batch.position().sequence());
        }

        @Override
        public void onMark(long session, long number) {}

        @Override
        public void onLost(String reason) {
            losses.add(reason);
        }
    }

    public TestMember start() {
        loop.start(new Recorder());
        return this;
    }

    /** Puts an empty directory into the map. */
    public BatchCode create() throws Exception {
        LocalCell local = cells.get(DIRECTORY);
        CreateProcessor create = new CreateProcessor(
                new Replica(new Directory()),
                SegmentStart.CREATED,
                null,
                0,
                local,
                member.presence(),
                member.memberId(),
                member.partitionOf(DIRECTORY));
        return BatchCode.of(member.cells()
                .submitToKey(local.key(), create)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS));
    }

    /** @return whether the directory is in the map; false while no backup can take it, or it is another's to do */
    public boolean tryCreate() {
        try {
            BatchCode code = create();
            return code == BatchCode.APPLIED || code == BatchCode.REPEATED;
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Creates a department. */
    public CompletableFuture<CommandReply> put(String name) {
        Generic record = new Generic(0, 0, RecordKind.DEPARTMENT, 0, name, new byte[0]);
        return machine.submit((buffer, offset, correlation) ->
                Seed.putCommand(new RecordCodec(), record, buffer, offset, correlation));
    }

    public GridMember member() {
        return member;
    }

    public DispatchLoop loop() {
        return loop;
    }

    public LocalMachine machine() {
        return machine;
    }

    public LocalCell local() {
        return cells.get(DIRECTORY);
    }

    public MemoryStore store() {
        cells.get(DIRECTORY);
        return java.util.Objects.requireNonNull(stores.get(DIRECTORY));
    }

    /** As a crash. */
    public void kill() {
        member.terminate();
        loop.stop(0);
    }

    @Override
    public void close() {
        loop.stop(1_000);
        member.close();
    }
}
