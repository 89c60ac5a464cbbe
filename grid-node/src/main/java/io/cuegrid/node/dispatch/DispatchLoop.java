package io.cuegrid.node.dispatch;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ReplyDecoder;
import io.cuegrid.core.sbe.TickEncoder;
import io.cuegrid.node.counters.CellCounters;
import io.cuegrid.node.counters.LoopCount;
import io.cuegrid.node.grid.GridMember;
import io.cuegrid.node.grid.ReplicaPresence;
import io.cuegrid.node.replication.BatchProcessor;
import io.cuegrid.node.replication.BatchWork;
import io.cuegrid.node.replication.LeadProcessor;
import io.cuegrid.node.replication.LeadWork;
import io.cuegrid.node.replication.LocalCell;
import io.grpc.Status;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one cell on one member. While this member owns the cell's partition it leads: it drains what came in into
 * a batch, sends the batch through its replica, and when every backup has acknowledged it releases replies and orders.
 * One batch is in flight; the next one gathers in the ring meanwhile, so that batches grow with the load by themselves.
 *
 * <pre>
 *   inbound ring ──drain──▶ batch n+1 ──entry processor──▶ owner decides ──▶ backups apply
 *                                                                   │ acknowledged
 *   replies, orders, marks ◀──release── batch n ◀───────────────────┘
 * </pre>
 *
 * <p>Any exception is a doubt: nothing of the batch is released, everybody who waits is told so, and the lead is taken
 * anew, which tells whether the batch counts. The states are those of {@link LeaderState}.
 *
 * <p>Threading: {@link #doWork} by its runner's thread only; the rest is safe from any thread.
 *
 * <p>It has more than 500 lines because one agent's whole duty cycle is read in one place.
 */
public final class DispatchLoop implements Agent {
    /** Between two tries to take the lead, or to send a batch that found no backup. */
    static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** A lead that takes longer is a doubt; Hazelcast's own call timeout is longer. */
    static final long LEAD_SECONDS_MAX = 30;
    /** Slowest tick of a cell in which nothing happens. */
    static final long IDLE_TICK_MILLIS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DispatchLoop.class);

    private final LocalCell local;
    private final GridMember member;
    private final ReplicaPresence presence;
    private final int partitionId;
    private final UUID leader;
    private final LoopConfig config;
    private final EpochClock clock;
    private volatile @Nullable CellListener listener;
    private final RecoveryRequest recovery;
    private final CellCounters counters;
    private final WakeUp wakeUp = new WakeUp();
    private final Inbound inbound;
    private final PendingReplies pending = new PendingReplies();
    private final CellReads reads;
    private final AgentRunner runner;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final UnsafeBuffer tick = new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH]);
    private final MessageListReader list = new MessageListReader();
    private final ReplyDecoder reply = new ReplyDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    private volatile LeaderState state = LeaderState.FOLLOWING;
    private volatile long epochNumber;
    private volatile long acknowledgedSequence;
    private volatile long changedSequence;
    private volatile boolean alone;
    private volatile boolean stopping;
    private volatile @Nullable String diskCritical;
    private volatile @Nullable String stateReason;
    /** Commands that count, but are answered by a later batch: a large launch, when it is visible. */
    private final LongHashSet unanswered = new LongHashSet();

    private BatchWork work = new BatchWork();
    private BatchWork spare = new BatchWork();
    private @Nullable Flight flight;
    private boolean held;
    private boolean hasWork;
    private long appliedSequence;
    private long timeMillis;
    private long tickMillis;
    private long retryNanos;
    private long lastTickNanos;

    public DispatchLoop(
            LocalCell local,
            GridMember member,
            LoopConfig config,
            EpochClock clock,
            RecoveryRequest recovery,
            CellCounters counters) {
        this.local = local;
        this.member = member;
        this.presence = member.presence();
        this.partitionId = member.partitionOf(local.cellNumber());
        this.leader = member.memberId();
        this.config = config;
        this.clock = clock;
        this.recovery = recovery;
        this.counters = counters;
        this.inbound = new Inbound(wakeUp::wake, counters);
        this.reads = new CellReads(member, local, wakeUp::wake, counters.loop());
        this.tickMillis = config.tickMillis();
        new TickEncoder().wrapAndApplyHeader(tick, 0, new MessageHeaderEncoder());
        this.runner = new AgentRunner(wakeUp, error -> LOG.error("{}: the loop failed", roleName(), error), null, this);
    }

    /** @param events is told what is acknowledged */
    public void start(CellListener events) {
        listener = events;
        AgentRunner.startOnThread(runner, task -> new Thread(task, roleName()));
    }

    @Override
    public String roleName() {
        return local.cellNumber() == 0 ? "dispatch-directory" : "dispatch-cell-" + local.cellNumber();
    }

    @Override
    public int doWork() {
        try {
            return switch (state) {
                case FOLLOWING -> follow();
                case RECOVERING, TAKING_LEAD -> takeLead();
                case CONFIRMING, LEADING -> lead();
                case POISONED -> refuseAll(Status.UNAVAILABLE.withDescription("the cell is stopped: " + stateReason));
                case STEPPED_DOWN -> waitForDisk();
                case CLOSED -> refuseAll(notLeading());
            };
        } catch (RuntimeException unexpected) {
            LOG.error("{}: unexpected", roleName(), unexpected);
            doubt("unexpected: " + unexpected);
            return 0;
        }
    }

    private CellListener requireListener() {
        return Objects.requireNonNull(listener, "the loop was not started");
    }

    private int follow() {
        if (stopping) {
            become(LeaderState.CLOSED, "shutting down");
            stopped.countDown();
            return 1;
        }
        if (presence.isOwner(partitionId) && member.isRunning()) {
            become(LeaderState.TAKING_LEAD, "owns partition " + partitionId);
            return 1;
        }
        return refuseAll(notLeading());
    }

    private int takeLead() {
        if (stopping || !presence.isOwner(partitionId)) {
            become(LeaderState.FOLLOWING, "partition " + partitionId + " moved away");
            return 1;
        }
        if (System.nanoTime() - retryNanos < 0) {
            return 0;
        }
        retryNanos = System.nanoTime() + RETRY_NANOS;
        LeadWork lead = new LeadWork();
        BatchCode code;
        try {
            code = BatchCode.of(member.cells()
                    .submitToKey(local.key(), new LeadProcessor(lead, local, presence, leader, partitionId))
                    .toCompletableFuture()
                    .get(LEAD_SECONDS_MAX, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception e) {
            waiting("the lead is not acknowledged yet: " + rootMessage(e));
            return 1;
        }
        switch (code) {
            case APPLIED, REPEATED -> confirm(lead);
            case ABSENT -> {
                become(LeaderState.RECOVERING, "no replica here");
                recovery.recover(local.cellNumber());
            }
            case POISONED -> become(LeaderState.POISONED, String.valueOf(lead.poisonReason()));
            case NO_BACKUP -> waiting("no backup can take a batch");
            case OLD_EPOCH, GAP -> waiting("the lead was refused: " + code);
        }
        return 1;
    }

    /** The lead is taken; its first batch makes the epoch durable before anybody hears of it. */
    private void confirm(LeadWork lead) {
        if (!lead.backups().equals(presence.backups(partitionId))) {
            return;
        }
        epochNumber = lead.epochNumber();
        appliedSequence = lead.sequence();
        acknowledgedSequence = appliedSequence;
        changedSequence = acknowledgedSequence;
        timeMillis = lead.timeMillis();
        hasWork = lead.hasWork();
        alone = lead.backups().isEmpty();
        become(LeaderState.CONFIRMING, "epoch " + epochNumber + ", sequence " + acknowledgedSequence);
        work.reset();
        send();
    }

    private int lead() {
        Flight inFlight = flight;
        if (inFlight == null) {
            return go();
        }
        if (!inFlight.isDone()) {
            return 0;
        }
        flight = null;
        finish(inFlight);
        return 1;
    }

    private int go() {
        if (!presence.isOwner(partitionId)) {
            lose("partition " + partitionId + " moved away", LeaderState.FOLLOWING);
            return 1;
        }
        @Nullable String fullDisk = diskCritical;
        if (fullDisk != null) {
            lose(fullDisk, LeaderState.STEPPED_DOWN);
            return 1;
        }
        if (held) {
            if (System.nanoTime() - retryNanos < 0) {
                return 0;
            }
            send();
            return 1;
        }
        submitReads();
        if (sendNext()) {
            return 1;
        }
        if (stopping && inbound.isEmpty()) {
            end();
        }
        return 0;
    }

    /** Before a batch is sent: reads run on what is decided, between two batches. */
    private void submitReads() {
        reads.submit(appliedSequence, !inbound.isEmpty());
    }

    /** Sends the next batch if there is a reason for one. */
    private boolean sendNext() {
        work.reset();
        int drained = inbound.drain(work);
        long sinceTickNanos = System.nanoTime() - lastTickNanos;
        boolean busy = drained > 0 || hasWork;
        if (busy) {
            tickMillis = config.tickMillis();
        } else if (stopping || sinceTickNanos < TimeUnit.MILLISECONDS.toNanos(tickMillis)) {
            return false;
        } else {
            tickMillis = Math.min(tickMillis * 2, IDLE_TICK_MILLIS_MAX);
        }
        if (!busy || sinceTickNanos >= TimeUnit.MILLISECONDS.toNanos(config.tickMillis())) {
            lastTickNanos = System.nanoTime();
            work.commands().append(tick, 0, tick.capacity());
        }
        send();
        return true;
    }

    private void send() {
        held = false;
        timeMillis = Math.max(timeMillis, clock.time());
        work.position(
                epochNumber,
                leader.getMostSignificantBits(),
                leader.getLeastSignificantBits(),
                appliedSequence + 1,
                timeMillis,
                acknowledgedSequence);
        long sentNanos = System.nanoTime();
        BatchProcessor processor = new BatchProcessor(work, local, presence, partitionId, config.stepBudget());
        Flight sent = new Flight(work, member.cells().submitToKey(local.key(), processor), sentNanos);
        flight = sent;
        sent.whenDone(wakeUp::wake);
    }

    private void finish(Flight done) {
        BatchCode code;
        try {
            code = done.code();
        } catch (Exception e) {
            doubt("a batch was not acknowledged: " + rootMessage(e));
            return;
        }
        switch (code) {
            case APPLIED, REPEATED -> acknowledged(done);
            case NO_BACKUP -> {
                held = true;
                waiting("no backup can take a batch");
                retryNanos = System.nanoTime() + RETRY_NANOS;
                counters.loop().add(LoopCount.BATCHES_HELD, 1);
            }
            case POISONED -> {
                lose("the replica here is poisoned; see the log", LeaderState.POISONED);
            }
            case OLD_EPOCH, GAP, ABSENT -> doubt("a batch was refused: " + code);
        }
    }

    private void acknowledged(Flight done) {
        BatchWork batch = done.work();
        if (!batch.backups().equals(presence.backups(partitionId))) {
            doubt("the backups changed while a batch was on its way");
            return;
        }
        alone = batch.backups().isEmpty();
        appliedSequence = batch.position().sequence();
        boolean changed = batch.events().count() > 0;
        hasWork = batch.hasWork() && (changed || batch.commands().count() > 0);
        stateReason = null;
        if (changed) {
            tickMillis = config.tickMillis();
        }
        work = spare;
        spare = batch;
        boolean confirmed = state == LeaderState.CONFIRMING;
        // what was decided before the lead was taken may not be on this disk yet
        boolean syncs = alone && config.syncWhenAlone() && (changed || confirmed);
        boolean sentAhead = syncs && !confirmed;
        if (sentAhead) {
            submitReads();
            sendNext();
        }
        if (syncs) {
            sync(batch);
        }
        acknowledgedSequence = batch.position().sequence();
        reads.acknowledged(acknowledgedSequence);
        if (changed) {
            changedSequence = acknowledgedSequence;
        }
        if (confirmed) {
            become(LeaderState.LEADING, "epoch " + epochNumber + ", sequence " + acknowledgedSequence);
            requireListener().onLead(epochNumber, acknowledgedSequence);
        } else if (!sentAhead) {
            submitReads();
            sendNext();
        }
        counters.loop()
                .batch(
                        batch.commands().count(),
                        batch.steps(),
                        batch.events().buffer(),
                        batch.events().length(),
                        System.nanoTime() - done.sentNanos());
        release(batch);
    }

    /** Without a backup the disk acknowledges a batch; the next one is decided meanwhile. */
    private void sync(BatchWork batch) {
        try {
            local.store().sync();
        } catch (RuntimeException failed) {
            failWaiting(batch);
            throw failed;
        }
    }

    private void release(BatchWork batch) {
        CellListener events = requireListener();
        for (int i = 0; i < batch.marks().size(); i += 2) {
            events.onMark(batch.marks().getLong(i), batch.marks().getLong(i + 1));
        }
        events.onBatch(batch);
        long sequence = batch.position().sequence();
        list.wrap(batch.replies().buffer(), 0, batch.replies().length());
        while (list.next()) {
            reply.wrapAndApplyHeader(list.buffer(), list.offset(), header);
            counters.loop().reply(reply.code());
            unanswered.remove(reply.correlationId());
            @Nullable ReplyHandler handler = pending.remove(reply.correlationId());
            if (handler != null) {
                handler.onReply(reply, epochNumber, sequence);
            }
        }
        for (int i = 0; i < batch.correlations().size(); i++) {
            long correlation = batch.correlations().getLong(i);
            if (pending.contains(correlation)) {
                unanswered.add(correlation);
            }
        }
    }

    /** What was sent last may or may not count: nobody is told that it does, and the lead is taken anew. */
    private void doubt(String reason) {
        counters.loop().add(LoopCount.DOUBTS, 1);
        lose(reason, LeaderState.TAKING_LEAD);
    }

    private void lose(String reason, LeaderState next) {
        boolean led = state == LeaderState.LEADING;
        become(next, reason);
        failWaiting(work);
        failUnanswered();
        work.withdraw();
        work = new BatchWork();
        flight = null;
        held = false;
        retryNanos = System.nanoTime() + RETRY_NANOS;
        reads.failAll();
        if (led) {
            requireListener().onLost(reason);
        }
    }

    private void failWaiting(BatchWork batch) {
        Status unknown = unknownOutcome();
        for (int i = 0; i < batch.correlations().size(); i++) {
            pending.fail(batch.correlations().getLong(i), unknown);
        }
        batch.correlations().clear();
    }

    private void failUnanswered() {
        Status unknown = unknownOutcome();
        LongHashSet.LongIterator correlations = unanswered.iterator();
        while (correlations.hasNext()) {
            pending.fail(correlations.nextValue(), unknown);
        }
        unanswered.clear();
    }

    private static Status unknownOutcome() {
        return Status.UNAVAILABLE.withDescription(
                "the outcome is unknown: the lead of the cell changed while the command was on its way");
    }

    private int refuseAll(Status status) {
        work.reset();
        int drained = inbound.drain(work);
        for (int i = 0; i < work.correlations().size(); i++) {
            pending.fail(work.correlations().getLong(i), status);
        }
        work.correlations().clear();
        reads.failAll();
        return drained;
    }

    private int waitForDisk() {
        if (stopping || !presence.isOwner(partitionId)) {
            become(LeaderState.FOLLOWING, "partition " + partitionId + " moved away");
        } else if (diskCritical == null) {
            become(LeaderState.TAKING_LEAD, "there is room on the disk again");
        }
        return refuseAll(Status.RESOURCE_EXHAUSTED.withDescription(String.valueOf(stateReason)));
    }

    private void end() {
        lose("shutting down", LeaderState.CLOSED);
        stopped.countDown();
    }

    private void become(LeaderState next, String reason) {
        if (next != state) {
            LOG.info("{}: {} -> {} ({})", roleName(), state, next, reason);
        }
        stateReason = reason;
        state = next;
    }

    /** Says once what it waits for. */
    private void waiting(String reason) {
        if (!reason.equals(stateReason)) {
            LOG.info("{}: {}", roleName(), reason);
        }
        stateReason = reason;
    }

    private static Status notLeading() {
        return Status.UNAVAILABLE.withDescription(LocalMachine.NOT_LEADING);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** Takes in nothing new, decides what waits, and ends. Waits for it. */
    public void stop(long timeoutMillis) {
        inbound.close();
        stopping = true;
        wakeUp.wake();
        try {
            if (!stopped.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: still {} after {} ms; ended as it is", roleName(), state, timeoutMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.close();
    }

    /** @param reason that the lead must be given up: too little disk is left; null: there is room again */
    public void diskCritical(@Nullable String reason) {
        diskCritical = reason;
        wakeUp.wake();
    }

    public Inbound inbound() {
        return inbound;
    }

    PendingReplies pending() {
        return pending;
    }

    CellReads reads() {
        return reads;
    }

    public LocalCell local() {
        return local;
    }

    public LeaderState state() {
        return state;
    }

    /** Why it is in its state, in words; null when all is well. */
    public @Nullable String stateReason() {
        return stateReason;
    }

    public long epochNumber() {
        return epochNumber;
    }

    public long acknowledgedSequence() {
        return acknowledgedSequence;
    }

    /** Of the newest acknowledged batch that may hold events: later ones hold none. */
    public long changedSequence() {
        return changedSequence;
    }

    /** Whether batches count without a backup. */
    public boolean isAlone() {
        return alone;
    }

    public int replicasInSync() {
        return presence.inSync(partitionId);
    }

    public CellCounters counters() {
        return counters;
    }

    /** Reads that wait for their turn. */
    public int readsWaiting() {
        return reads.size();
    }

    /** Commands whose replies somebody waits for. */
    public int repliesPending() {
        return pending.size();
    }

    /** Id of this member as a leader. */
    public UUID leaderId() {
        return leader;
    }
}
