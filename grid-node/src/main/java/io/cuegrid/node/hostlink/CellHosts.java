package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.CellEpoch;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostCommand;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.api.vitals.RunningProcs;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.HostChangedDecoder;
import io.cuegrid.core.sbe.HostLostDeclaredDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.HostRemovedDecoder;
import io.cuegrid.core.sbe.HostRowDecoder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobRemovedDecoder;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.LayerChangedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.OrderRepeatedDecoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.ProcRowDecoder;
import io.cuegrid.core.sbe.ProcVerdict;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.ReplyDecoder;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.node.counters.LinkCount;
import io.cuegrid.node.dispatch.CellListener;
import io.cuegrid.node.dispatch.LocalMachine;
import io.cuegrid.node.dispatch.ReplyHandler;
import io.cuegrid.node.recovery.GridIdentity;
import io.cuegrid.node.replication.BatchWork;
import io.cuegrid.node.service.client.MachineClient;
import io.cuegrid.node.service.client.RowQuery;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts of one cell while this node leads it: their streams, when each was heard, which procs they run. Orders are
 * derived from acknowledged events and from nothing else. A new leader begins with what the cell says and counts every
 * host's silence from then on.
 *
 * <p>Threading: {@link CellListener} methods by the cell's loop; the rest by any thread.
 *
 * <p>It has more than 500 lines because every event that concerns a host becomes its order in this one place.
 */
public final class CellHosts implements CellListener {
    private static final Logger LOG = LoggerFactory.getLogger(CellHosts.class);
    private static final long READ_MILLIS_MAX = 20_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long RECONNECT_MILLIS = 200;
    /** Streams whose orders of one batch are sent by one task. */
    private static final int STREAMS_A_TASK = 16;
    /** Hosts whose heartbeats one task of the executor answers. */
    private static final int ANSWERS_A_TASK = 256;

    private final HostLinkSettings settings;
    private final IntSupplier incarnation;
    private final LocalMachine machine;
    private final Executor executor;
    private final Supplier<String> leaderAddress;
    private final Runnable forgetVitals;
    private final Map<Long, HostEntry> hosts = new ConcurrentHashMap<>();
    private final Map<Long, HostStream> streams = new ConcurrentHashMap<>();
    private final Map<HelloKey, HostStream> greeting = new ConcurrentHashMap<>();
    private final ProcJobs procs = new ProcJobs();
    private final HeartbeatRounds rounds;
    private final List<HostStream> touched = new ArrayList<>();
    private final MessageListReader list = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameStartedDecoder frameStarted = new FrameStartedDecoder();
    private final OrderRepeatedDecoder orderRepeated = new OrderRepeatedDecoder();
    private final ProcKillRequestedDecoder killRequested = new ProcKillRequestedDecoder();
    private final FrameStoppedDecoder frameStopped = new FrameStoppedDecoder();
    private final HostRegisteredDecoder hostRegistered = new HostRegisteredDecoder();
    private final HostChangedDecoder hostChanged = new HostChangedDecoder();
    private final JobStagedDecoder jobStaged = new JobStagedDecoder();
    private final LayerChangedDecoder layerChanged = new LayerChangedDecoder();
    private final JobRemovedDecoder jobRemoved = new JobRemovedDecoder();
    private final HostLostDeclaredDecoder hostLost = new HostLostDeclaredDecoder();
    private final HostRemovedDecoder hostRemoved = new HostRemovedDecoder();
    private volatile @Nullable Jobs jobs;
    private volatile CellEpoch epoch = CellEpoch.getDefaultInstance();
    private volatile boolean leading;

    /** A daemon's process. */
    private record HelloKey(long hostIdHigh, long hostIdLow, long incarnation) {}

    /**
     * @param incarnation of the grid
     * @param machine this node's own side of the cell
     * @param executor for sending and for reads
     * @param timer runs things a little later
     * @param leaderAddress host:port of who leads the cell
     * @param forgetVitals drops heartbeats that were heard here: called when the lead is lost
     */
    public CellHosts(
            HostLinkSettings settings,
            IntSupplier incarnation,
            LocalMachine machine,
            Executor executor,
            Delay timer,
            Supplier<String> leaderAddress,
            Runnable forgetVitals) {
        this.settings = settings;
        this.incarnation = incarnation;
        this.machine = machine;
        this.executor = executor;
        this.leaderAddress = leaderAddress;
        this.forgetVitals = forgetVitals;
        this.rounds = new HeartbeatRounds(machine::mark, timer);
    }

    LocalMachine machine() {
        return machine;
    }

    String leaderAddress() {
        return leaderAddress.get();
    }

    boolean isLeading() {
        return leading;
    }

    @Override
    public void onLead(long epochNumber, long sequence) {
        epoch = CellEpoch.newBuilder()
                .setNumber(epochNumber)
                .setLeaderId(machine.loop().leaderId().toString())
                .build();
        hosts.clear();
        procs.clear();
        rounds.clear();
        Jobs fresh = new Jobs(incarnation.getAsInt(), machine, executor);
        jobs = fresh;
        leading = true;
        executor.execute(this::learn);
    }

    /** What the cell knows of hosts and procs, for whatever was not heard of meanwhile. */
    private void learn() {
        try {
            MachineClient client = new MachineClient(machine, READ_MILLIS_MAX);
            client.read(RowQuery.hosts(), (buffer, offset, length) -> {
                HostRowDecoder row =
                        new HostRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                boolean up = row.hardwareState() != HardwareState.DOWN;
                hosts.putIfAbsent(
                        row.hostNumber(),
                        new HostEntry(
                                row.hostNumber(),
                                row.incarnation(),
                                new HostTotals(row.totalMemoryKib(), row.totalSwapKib(), row.totalTempKib()),
                                System.nanoTime(),
                                up));
                return true;
            });
            client.read(RowQuery.procs(), (buffer, offset, length) -> {
                ProcRowDecoder row =
                        new ProcRowDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                procs.putIfAbsent(row.procNumber(), row.jobNumber(), row.layerIndex());
                return true;
            });
        } catch (RuntimeException e) {
            LOG.warn("cell {}: its hosts are not known yet: {}", machine.cellNumber(), e.toString());
            if (leading) {
                java.util.concurrent.CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, executor)
                        .execute(this::learn);
            }
        }
    }

    @Override
    public void onLost(String reason) {
        leading = false;
        rounds.clear();
        forgetVitals.run();
        String target = leaderAddress.get();
        for (HostStream stream : streams.values()) {
            stream.redirect(target, RECONNECT_MILLIS);
        }
        streams.clear();
        // a hello may still wait in the ring, to be decided when nobody here knows its stream any more
        for (HostStream stream : greeting.values()) {
            stream.redirect(target, RECONNECT_MILLIS);
        }
        greeting.clear();
    }

    @Override
    public void onMark(long session, long number) {
        if (session == HeartbeatRounds.SESSION) {
            List<HeartbeatRounds.Heard> heard = rounds.finish(number);
            for (int first = 0; first < heard.size(); first += ANSWERS_A_TASK) {
                List<HeartbeatRounds.Heard> some = heard.subList(first, Math.min(heard.size(), first + ANSWERS_A_TASK));
                executor.execute(() -> answer(some));
            }
            return;
        }
        @Nullable HostStream stream = streams.get(session);
        if (stream != null) {
            @Nullable HostEntry host = hosts.get(stream.hostNumber());
            stream.acknowledged(number, host != null && host.isTrusted());
            touched.add(stream);
        }
    }

    /** Heartbeats that were heard before this node was known to lead the cell still. By the executor. */
    private void answer(List<HeartbeatRounds.Heard> heard) {
        for (HeartbeatRounds.Heard one : heard) {
            HostStream stream = one.stream();
            @Nullable HostEntry host = hosts.get(stream.hostNumber());
            if (streams.containsKey(stream.id())) {
                stream.heartbeatAcknowledged(one.number(), host != null && host.isTrusted());
                stream.flush();
            }
        }
    }

    /** A heartbeat came with nothing else; its answer renews the host's lease. */
    void answerSoon(HostStream stream, long messageNumber) {
        rounds.heard(stream, messageNumber);
    }

    /** A host's acknowledgement and its orders of one batch go out together. */
    @Override
    public void onBatch(BatchWork batch) {
        try {
            list.wrap(batch.events().buffer(), 0, batch.events().length());
            while (list.next()) {
                header.wrap(list.buffer(), list.offset());
                onEvent(header.templateId(), list.buffer(), list.offset());
            }
        } finally {
            flushTouched();
        }
    }

    /** A task for a few streams costs less than one for each. */
    private void flushTouched() {
        List<HostStream> some = new ArrayList<>(STREAMS_A_TASK);
        for (int i = 0; i < touched.size(); i++) {
            if (touched.get(i).claim()) {
                some.add(touched.get(i));
            }
            if (some.size() == STREAMS_A_TASK || (i == touched.size() - 1 && !some.isEmpty())) {
                List<HostStream> task = some;
                executor.execute(() -> task.forEach(HostStream::flush));
                some = new ArrayList<>(STREAMS_A_TASK);
            }
        }
        touched.clear();
    }

    private void onEvent(int template, DirectBuffer buffer, int offset) {
        switch (template) {
            case FrameStartedDecoder.TEMPLATE_ID -> onStarted(buffer, offset);
            case OrderRepeatedDecoder.TEMPLATE_ID -> onRepeated(buffer, offset);
            case FrameStoppedDecoder.TEMPLATE_ID ->
                procs.remove(
                        frameStopped.wrapAndApplyHeader(buffer, offset, header).procNumber());
            case ProcKillRequestedDecoder.TEMPLATE_ID -> onKill(buffer, offset);
            case HostRegisteredDecoder.TEMPLATE_ID -> onRegistered(buffer, offset);
            case JobStagedDecoder.TEMPLATE_ID -> {
                @Nullable Jobs known = jobs;
                if (known != null) {
                    known.staged(jobStaged.wrapAndApplyHeader(buffer, offset, header));
                }
            }
            case LayerChangedDecoder.TEMPLATE_ID -> onLayerChanged(buffer, offset);
            case JobRemovedDecoder.TEMPLATE_ID -> onJobRemoved(buffer, offset);
            case HostChangedDecoder.TEMPLATE_ID -> onHostChanged(buffer, offset);
            case HostLostDeclaredDecoder.TEMPLATE_ID ->
                gone(hostLost.wrapAndApplyHeader(buffer, offset, header).hostNumber(), false);
            case HostRemovedDecoder.TEMPLATE_ID ->
                gone(hostRemoved.wrapAndApplyHeader(buffer, offset, header).hostNumber(), true);
            default -> {
                // all other events concern no host
            }
        }
    }

    private void onStarted(DirectBuffer buffer, int offset) {
        FrameStartedDecoder event = frameStarted.wrapAndApplyHeader(buffer, offset, header);
        launch(
                event.hostNumber(),
                event.procNumber(),
                event.jobNumber(),
                event.layerIndex(),
                event.frameIndex(),
                event.frameOrdinal(),
                event.attempt(),
                event.coreUnits(),
                event.memoryKib(),
                event.gpus(),
                event.gpuMemoryKib(),
                event.ignoreNimby() == BooleanType.T);
    }

    private void onRepeated(DirectBuffer buffer, int offset) {
        OrderRepeatedDecoder event = orderRepeated.wrapAndApplyHeader(buffer, offset, header);
        launch(
                event.hostNumber(),
                event.procNumber(),
                event.jobNumber(),
                event.layerIndex(),
                event.frameIndex(),
                event.frameOrdinal(),
                event.attempt(),
                event.coreUnits(),
                event.memoryKib(),
                event.gpus(),
                event.gpuMemoryKib(),
                event.ignoreNimby() == BooleanType.T);
    }

    private void launch(
            long hostNumber,
            long procNumber,
            long jobNumber,
            int layerIndex,
            int frameIndex,
            int frameOrdinal,
            int attempt,
            int coreUnits,
            long memoryKib,
            int gpus,
            long gpuMemoryKib,
            boolean ignoreNimby) {
        procs.put(procNumber, jobNumber, layerIndex);
        @Nullable HostStream stream = streamOf(hostNumber);
        if (stream != null
                && stream.enqueueLaunch(
                        procNumber,
                        jobNumber,
                        layerIndex,
                        frameIndex,
                        frameOrdinal,
                        attempt,
                        coreUnits,
                        memoryKib,
                        gpus,
                        gpuMemoryKib,
                        ignoreNimby)) {
            touch(stream);
        }
    }

    private void onKill(DirectBuffer buffer, int offset) {
        ProcKillRequestedDecoder event = killRequested.wrapAndApplyHeader(buffer, offset, header);
        long host = event.hostNumber();
        long proc = event.procNumber();
        StopCause cause = event.cause();
        String user = event.user();
        String reason = event.reason();
        String words = reason.isEmpty() ? cause.name().toLowerCase(java.util.Locale.ROOT) : reason;
        send(host, new Outgoing.Kill(proc, user.isEmpty() ? words : words + " (" + user + ")"));
    }

    private void onRegistered(DirectBuffer buffer, int offset) {
        HostRegisteredDecoder event = hostRegistered.wrapAndApplyHeader(buffer, offset, header);
        long host = event.hostNumber();
        long now = System.nanoTime();
        @Nullable
        HostStream stream = greeting.remove(new HelloKey(event.hostIdHigh(), event.hostIdLow(), event.incarnation()));
        HostTotals totals = new HostTotals(event.totalMemoryKib(), event.totalSwapKib(), event.totalTempKib());
        HostEntry entry = new HostEntry(host, event.incarnation(), totals, now, true);
        @Nullable HostEntry before = hosts.put(host, entry);
        @Nullable HostStream old = before == null ? null : before.stream();
        if (old != null && old != stream) {
            streams.remove(old.id());
            old.close(Status.ABORTED.withDescription("the host has opened another stream"));
        }
        entry.attach(stream, event.incarnation(), now);
        if (stream == null) {
            return;
        }
        @Nullable Jobs known = jobs;
        if (known == null) {
            stream.redirect("", RECONNECT_MILLIS);
            return;
        }
        streams.put(stream.id(), stream);
        stream.welcome(host, welcome(stream.hello()), known, machine.loop().counters());
        for (HostRegisteredDecoder.VerdictsDecoder verdict : event.verdicts()) {
            stream.enqueue(new Outgoing.Verdict(verdict.procNumber(), verdict.verdict() == ProcVerdict.GO_ON));
        }
        touched.add(stream);
        executor.execute(stream::requestNext);
    }

    private Welcome welcome(Hello hello) {
        return Welcome.newBuilder()
                .setEpoch(epoch)
                .setCell(hello.getFacility())
                .setHeartbeatIntervalMillis(settings.heartbeatMillis())
                .setLeaseMillis(settings.leaseMillis())
                .setGridIncarnation(GridIdentity.text(incarnation.getAsInt()))
                .build();
    }

    private void onLayerChanged(DirectBuffer buffer, int offset) {
        LayerChangedDecoder event = layerChanged.wrapAndApplyHeader(buffer, offset, header);
        @Nullable Jobs known = jobs;
        if (known != null) {
            known.layerChanged(event.jobNumber(), event.layerIndex(), event.setting(), event.value());
        }
    }

    private void onJobRemoved(DirectBuffer buffer, int offset) {
        long job = jobRemoved.wrapAndApplyHeader(buffer, offset, header).jobNumber();
        @Nullable Jobs known = jobs;
        if (known != null) {
            known.removed(job);
        }
        for (HostStream stream : streams.values()) {
            if (stream.hasSent(job)) {
                stream.enqueue(new Outgoing.Forget(job));
                touched.add(stream);
            }
        }
    }

    private void onHostChanged(DirectBuffer buffer, int offset) {
        HostChangedDecoder event = hostChanged.wrapAndApplyHeader(buffer, offset, header);
        if (event.setting() != HostSetting.HARDWARE_STATE) {
            return;
        }
        if (event.value() == HardwareState.REBOOTING.value()) {
            send(event.hostNumber(), new Outgoing.Command(HostCommand.HOST_COMMAND_REBOOT_NOW));
        } else if (event.value() == HardwareState.REBOOT_WHEN_IDLE.value()) {
            send(event.hostNumber(), new Outgoing.Command(HostCommand.HOST_COMMAND_REBOOT_WHEN_IDLE));
        }
    }

    private void gone(long hostNumber, boolean forget) {
        @Nullable HostEntry host = forget ? hosts.remove(hostNumber) : hosts.get(hostNumber);
        if (host == null) {
            return;
        }
        host.down();
        @Nullable HostStream stream = host.stream();
        if (stream != null) {
            streams.remove(stream.id());
            stream.redirect(leaderAddress.get(), RECONNECT_MILLIS);
        }
    }

    private void send(long hostNumber, Outgoing item) {
        @Nullable HostStream stream = streamOf(hostNumber);
        if (stream != null && stream.enqueue(item)) {
            touch(stream);
        }
    }

    private @Nullable HostStream streamOf(long hostNumber) {
        @Nullable HostEntry host = hosts.get(hostNumber);
        @Nullable HostStream stream = host == null ? null : host.stream();
        return stream == null || stream.isClosed() ? null : stream;
    }

    private void touch(HostStream stream) {
        if (touched.isEmpty() || touched.get(touched.size() - 1) != stream) {
            touched.add(stream);
        }
    }

    /** A daemon said hello to the right node. */
    void register(HostStream stream, UUID hostId) {
        Hello hello = stream.hello();
        HelloKey key =
                new HelloKey(hostId.getMostSignificantBits(), hostId.getLeastSignificantBits(), hello.getIncarnation());
        @Nullable HostStream before = greeting.put(key, stream);
        if (before != null) {
            before.close(Status.ABORTED.withDescription("the daemon said hello again"));
        }
        machine.submit(HostCommands.register(hello, hostId, machine.cellNumber()), new ReplyHandler() {
            @Override
            public void onReply(ReplyDecoder reply, long epochNumber, long sequence) {
                ReplyCode code = reply.code();
                if (code != ReplyCode.OK) {
                    greeting.remove(key, stream);
                    boolean permanent = code == ReplyCode.ALREADY_EXISTS
                            || code == ReplyCode.INVALID
                            || code == ReplyCode.PERMISSION_DENIED;
                    String detail = reply.detail();
                    executor.execute(() -> stream.refuse(detail, permanent));
                }
            }

            @Override
            public void onFailure(Status status) {
                greeting.remove(key, stream);
                executor.execute(() -> stream.redirect(leaderAddress.get(), RECONNECT_MILLIS));
            }
        });
    }

    void detach(HostStream stream) {
        streams.remove(stream.id());
        greeting.values().remove(stream);
        @Nullable HostEntry host = hosts.get(stream.hostNumber());
        if (host != null) {
            host.detach(stream);
        }
    }

    /** A heartbeat came: what matters of it goes to the cell. */
    void heartbeat(HostStream stream, Heartbeat heartbeat) {
        @Nullable HostEntry host = hosts.get(stream.hostNumber());
        long nowNanos = System.nanoTime();
        if (host == null || !host.heard(nowNanos)) {
            machine.loop().counters().add(LinkCount.HEARTBEATS_DROPPED, 1);
            return;
        }
        machine.loop().counters().add(LinkCount.HEARTBEATS_TAKEN, 1);
        HostHealth health = HostHealth.of(heartbeat, host.totals().tempKib());
        if (host.reports(health)
                && !machine.offer(HostCommands.report(host.hostNumber(), host.incarnation(), health))) {
            host.forgetReport();
        }
        long missingKib = MemoryRelief.missingKib(heartbeat, host.totals());
        // without room in the ring the next heartbeat says it again
        if (missingKib > 0
                && machine.offer(HostCommands.relieve(
                        host.hostNumber(),
                        host.incarnation(),
                        missingKib,
                        RunningProcs.unpack(heartbeat.getProcColumns())))) {
            LOG.warn("cell {}: host {} is short of {} KiB", machine.cellNumber(), host.hostNumber(), missingKib);
        }
        if (host.limitsDue(nowNanos)) {
            RunningProcs.unpack(heartbeat.getProcColumns()).forEach(this::enforce);
        }
    }

    private void enforce(RunningProc proc) {
        // limits are whole minutes
        if (proc.runMillis() < MINUTE_MILLIS && proc.logSilenceMillis() < MINUTE_MILLIS) {
            return;
        }
        long layer = procs.layer(proc.proc());
        @Nullable Jobs known = jobs;
        if (layer == ProcJobs.NONE || known == null || proc.frozen()) {
            return;
        }
        @Nullable LayerLimits limits = known.limits(ProcJobs.jobOf(layer));
        if (limits == null) {
            return;
        }
        long timeoutMillis = limits.timeoutMinutes(ProcJobs.layerOf(layer)) * MINUTE_MILLIS;
        long silenceMillis = limits.silenceMinutes(ProcJobs.layerOf(layer)) * MINUTE_MILLIS;
        @Nullable
        StopCause cause = timeoutMillis > 0 && proc.runMillis() >= timeoutMillis
                ? StopCause.TIMEOUT
                : silenceMillis > 0 && proc.logSilenceMillis() >= silenceMillis ? StopCause.LLU_TIMEOUT : null;
        if (cause != null && machine.offer(HostCommands.stop(proc.proc(), cause, 0))) {
            procs.stopAsked(proc.proc());
        }
    }

    /** Gives up hosts that are silent for too long. Called a few times a second. */
    void sweep() {
        if (!leading) {
            return;
        }
        long now = System.nanoTime();
        long lostNanos = TimeUnit.MILLISECONDS.toNanos(settings.hostLostMillis());
        for (HostEntry host : hosts.values()) {
            if (host.giveUp(now, lostNanos)) {
                LOG.warn(
                        "cell {}: host {} was not heard for {} ms: it is lost",
                        machine.cellNumber(),
                        host.hostNumber(),
                        settings.hostLostMillis());
                if (!machine.offer(HostCommands.lost(host.hostNumber(), host.incarnation()))) {
                    host.lostAgain();
                }
            }
        }
    }

    /** Streams that are open. */
    public int streams() {
        return streams.size();
    }
}
