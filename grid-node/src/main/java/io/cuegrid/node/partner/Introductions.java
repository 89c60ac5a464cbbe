package io.cuegrid.node.partner;

import io.cuegrid.api.nodelink.IntroduceRequest;
import io.cuegrid.api.nodelink.NodeLinkGrpc;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.GridMember.Peer;
import io.cuegrid.node.link.NodeChannels;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Standing} true while a node runs: introduces it to each other member once it holds every cell, and notes
 * when it is left by itself.
 *
 * <p>Threading: one thread of its own; {@link #hurry} from any.
 */
public final class Introductions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);
    private static final long PAUSE_MILLIS = 500;
    private static final long INTRODUCE_MILLIS_MAX = 2_000;

    private final Standing standing;
    private final GridMember member;
    private final NodeChannels channels;
    private final Partner self;
    private final BooleanSupplier inSync;
    private final LongSupplier epoch;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "introductions"));

    /**
     * @param inSync whether this node has taken a batch of every cell since it joined
     * @param epoch the newest of any cell here
     */
    public Introductions(
            Standing standing,
            GridMember member,
            NodeChannels channels,
            Partner self,
            BooleanSupplier inSync,
            LongSupplier epoch) {
        this.standing = standing;
        this.member = member;
        this.channels = channels;
        this.self = self;
        this.inSync = inSync;
        this.epoch = epoch;
    }

    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        member.onMemberLeft(this::hurry);
    }

    /** A member left: whether this node goes on alone is settled now. */
    private void hurry() {
        if (!timer.isShutdown()) {
            timer.execute(this::look);
        }
    }

    private void look() {
        try {
            if (!member.isSettled()) {
                return;
            }
            List<Peer> peers = member.peers();
            standing.epoch(epoch.getAsLong());
            if (peers.size() == 1) {
                standing.left();
                return;
            }
            if (inSync.getAsBoolean()) {
                for (Peer peer : peers) {
                    if (!peer.local() && !standing.isAnswered(peer.memberAddress())) {
                        introduce(peer);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("what this node remembers of its partners cannot be kept: {}", e.toString());
        }
    }

    private void introduce(Peer peer) throws IOException {
        try {
            String id = NodeLinkGrpc.newBlockingStub(channels.channel(peer.grpcAddress()))
                    .withCallCredentials(channels.credentials())
                    .withDeadlineAfter(INTRODUCE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .introduce(IntroduceRequest.newBuilder()
                            .setId(self.id())
                            .setName(self.name())
                            .setMemberAddress(self.memberAddress())
                            .setGrpcAddress(self.grpcAddress())
                            .build())
                    .getId();
            standing.answered(new Partner(id, peer.name(), peer.memberAddress(), peer.grpcAddress()));
        } catch (StatusRuntimeException later) {
            LOG.debug("{} was not told yet: {}", peer, later.getStatus());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
