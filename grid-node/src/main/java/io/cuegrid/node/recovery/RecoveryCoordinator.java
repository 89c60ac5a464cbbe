package io.cuegrid.node.recovery;

import io.cuegrid.api.nodelink.AnnounceRequest;
import io.cuegrid.api.nodelink.AnnounceResponse;
import io.cuegrid.api.nodelink.FetchChunk;
import io.cuegrid.api.nodelink.FetchRequest;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.dispatch.RecoveryRequest;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.MachineFactory;
import io.cuegrid.node.link.NodeChannels;
import io.cuegrid.node.replication.CreateProcessor;
import io.cuegrid.node.replication.LocalCell;
import io.cuegrid.node.replication.LocalCells;
import io.cuegrid.persistence.journal.SegmentStart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty partition. Every member is asked what it knows of the cell; as many as {@link RecoveryRule} wants, and
 * all that are here, must answer. The newest acknowledged position wins, whoever holds it. Only when nobody knows the
 * cell, and it is said with what it begins, is it created: an absent entry alone never makes a cell.
 *
 * <p>Threading: {@link #recover} from any thread; the work on one thread of its own.
 */
public final class RecoveryCoordinator implements RecoveryRequest, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryCoordinator.class);
    private static final long ANNOUNCE_SECONDS_MAX = 30;
    private static final long FETCH_SECONDS_MAX = 120;
    private static final long CREATE_SECONDS_MAX = 30;

    private final GridMember member;
    private final LocalCells cells;
    private final LocalFiles files;
    private final NodeChannels channels;
    private final MachineFactory machines;
    private final CellBirth birth;
    private final RecoveryRule rule;
    private final EpochClock clock;
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Integer, String> said = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "recovery"));

    public RecoveryCoordinator(
            GridMember member,
            LocalCells cells,
            LocalFiles files,
            NodeChannels channels,
            MachineFactory machines,
            CellBirth birth,
            RecoveryRule rule,
            EpochClock clock) {
        this.member = member;
        this.cells = cells;
        this.files = files;
        this.channels = channels;
        this.machines = machines;
        this.birth = birth;
        this.rule = rule;
        this.clock = clock;
    }

    private record Answer(GridMember.Peer peer, AnnounceResponse announced) {}

    @Override
    public void recover(int cellNumber) {
        if (!executor.isShutdown() && running.add(cellNumber)) {
            executor.execute(() -> {
                try {
                    settle(cellNumber);
                } catch (Exception e) {
                    say(cellNumber, "not recovered yet: " + e);
                } finally {
                    running.remove(cellNumber);
                }
            });
        }
    }

    private void settle(int cellNumber) throws Exception {
        List<GridMember.Peer> peers = member.peers();
        @Nullable String wait = rule.waitReason(peers);
        if (wait != null) {
            say(cellNumber, wait);
            return;
        }
        @Nullable Answer best = null;
        boolean known = false;
        for (GridMember.Peer peer : peers) {
            Answer answer = new Answer(peer, ask(peer, cellNumber));
            known |= answer.announced().getKnown();
            if (answer.announced().getRebuildable() && (best == null || isNewer(answer, best))) {
                best = answer;
            }
        }
        if (best != null) {
            rebuild(cellNumber, best);
        } else if (known) {
            say(
                    cellNumber,
                    "files of it are there but none can be rebuilt; it is left alone. Mend or remove its"
                            + " folders below nodes/*/journal and nodes/*/snapshots");
        } else {
            create(cellNumber);
        }
    }

    /** The acknowledged position counts, not the tail: what an isolated leader wrote was never acknowledged. */
    private static boolean isNewer(Answer one, Answer other) {
        AnnounceResponse a = one.announced();
        AnnounceResponse b = other.announced();
        if (a.getAcknowledgedEpoch() != b.getAcknowledgedEpoch()) {
            return a.getAcknowledgedEpoch() > b.getAcknowledgedEpoch();
        }
        if (a.getAcknowledgedSequence() != b.getAcknowledgedSequence()) {
            return a.getAcknowledgedSequence() > b.getAcknowledgedSequence();
        }
        if (a.getSequence() != b.getSequence()) {
            return a.getSequence() > b.getSequence();
        }
        return one.peer().local() && !other.peer().local();
    }

    private AnnounceResponse ask(GridMember.Peer peer, int cellNumber) throws IOException {
        return peer.local()
                ? files.announce(cellNumber)
                : stub(peer, ANNOUNCE_SECONDS_MAX)
                        .announce(
                                AnnounceRequest.newBuilder().setCell(cellNumber).build());
    }

    private void rebuild(int cellNumber, Answer best) throws Exception {
        GridMember.Peer peer = best.peer();
        Replica replica = peer.local() ? files.load(cellNumber) : fetch(peer, cellNumber);
        BatchCode code = put(cellNumber, replica, peer.local() ? SegmentStart.CONTINUED : SegmentStart.COPIED, null);
        say(
                cellNumber,
                "recovered from " + (peer.local() ? "this node's files" : peer.name()) + " at epoch "
                        + replica.epochNumber() + ", sequence " + replica.sequence() + ": " + code);
    }

    private Replica fetch(GridMember.Peer peer, int cellNumber) throws IOException {
        Iterator<FetchChunk> chunks = stub(peer, FETCH_SECONDS_MAX)
                .fetch(FetchRequest.newBuilder().setCell(cellNumber).build());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (chunks.hasNext()) {
            chunks.next().getContent().writeTo(bytes);
        }
        Replica replica = new Replica(machines.newMachine(cellNumber));
        replica.restore(new ReplicaBytesReader(bytes.toByteArray()));
        return replica;
    }

    private void create(int cellNumber) throws Exception {
        @Nullable MessageListWriter events = birth.firstEvents(cellNumber);
        if (events == null) {
            say(cellNumber, "nobody knows it, and the directory does not say that it should be created");
            return;
        }
        BatchCode code = put(cellNumber, new Replica(machines.newMachine(cellNumber)), SegmentStart.CREATED, events);
        say(cellNumber, "created: " + code);
    }

    private BatchCode put(int cellNumber, Replica replica, SegmentStart start, @Nullable MessageListWriter events)
            throws Exception {
        LocalCell local = cells.get(cellNumber);
        CreateProcessor processor = new CreateProcessor(
                replica,
                start,
                events == null || events.count() == 0 ? null : events,
                clock.time(),
                local,
                member.presence(),
                member.memberId(),
                member.partitionOf(cellNumber));
        return BatchCode.of(member.cells()
                .submitToKey(local.key(), processor)
                .toCompletableFuture()
                .get(CREATE_SECONDS_MAX, TimeUnit.SECONDS));
    }

    private NodeLinkGrpc.NodeLinkBlockingStub stub(GridMember.Peer peer, long seconds) {
        return NodeLinkGrpc.newBlockingStub(channels.channel(peer.grpcAddress()))
                .withCallCredentials(channels.credentials())
                .withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    private void say(int cellNumber, String sentence) {
        if (!sentence.equals(said.put(cellNumber, sentence))) {
            LOG.info("{}: {}", cellNumber == 0 ? "directory" : "cell " + cellNumber, sentence);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
