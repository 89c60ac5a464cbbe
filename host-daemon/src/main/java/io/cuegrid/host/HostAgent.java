package io.cuegrid.host;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.hostlink.GridMessage;
import io.cuegrid.api.hostlink.Heartbeat;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostInventory;
import io.cuegrid.api.hostlink.HostMessage;
import io.cuegrid.api.hostlink.KillOrder;
import io.cuegrid.api.hostlink.LaunchOrder;
import io.cuegrid.api.hostlink.OrderRefused;
import io.cuegrid.api.hostlink.ProcVerdict;
import io.cuegrid.api.hostlink.Welcome;
import io.cuegrid.api.vitals.RunningProcs;
import io.cuegrid.host.disk.Completions;
import io.cuegrid.host.disk.Documents;
import io.cuegrid.host.disk.Fence;
import io.cuegrid.host.disk.HostIdentity;
import io.cuegrid.host.frame.FrameEvents;
import io.cuegrid.host.frame.FrameTable;
import io.cuegrid.host.frame.RunFolders;
import io.cuegrid.host.link.LinkListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what this host does: takes orders over (on disk first), refuses what must not run, tells the grid what started
 * and what ended until the grid has it.
 *
 * <p>Threading: the daemon's loop only, which is the one writer of all it holds.
 */
final class HostAgent implements LinkListener, FrameEvents {
    private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);

    /** Started reports, completions and refusals in one message, each. */
    static final int REPORTS_PER_MESSAGE_MAX = 500;
    /** Completions sent and not yet acknowledged; more wait on disk. */
    static final int COMPLETIONS_IN_FLIGHT_MAX = 2_000;

    /** Refusals that wait for room on the stream; beyond it the stream is left, and the grid derives its orders anew. */
    static final int REFUSALS_WAITING_MAX = 10_000;

    private final HostConfig config;
    private final HostIdentity identity;
    private final HostInventory inventory;
    private final String bootId;
    private final Fence fence;
    private final Documents documents;
    private final Completions completions;
    private final RunFolders folders;
    private final HostSupport support;
    private final FrameTable frames;

    /** Sent or to be sent: proc → pid. */
    private final Map<Long, Long> started = new LinkedHashMap<>();
    /** Proc → number of the message on this stream. */
    private final Map<Long, Long> startedSent = new LinkedHashMap<>();

    private final Map<Long, Long> completionsSent = new LinkedHashMap<>();
    private final List<OrderRefused> refusals = new ArrayList<>();
    private boolean stopping;

    /** What the agent needs of the process around it. */
    interface HostSupport {
        Vitals vitals();

        void ready(String target, Welcome welcome);

        void refused(int exitStatus, String sentence);

        void hostCommand(io.cuegrid.api.hostlink.HostCommand command);

        void changed();
    }

    HostAgent(
            HostConfig config,
            HostIdentity identity,
            HostInventory inventory,
            String bootId,
            Fence fence,
            Documents documents,
            Completions completions,
            RunFolders folders,
            FrameTableFactory frames,
            HostSupport support) {
        this.config = config;
        this.identity = identity;
        this.inventory = inventory;
        this.bootId = bootId;
        this.fence = fence;
        this.documents = documents;
        this.completions = completions;
        this.folders = folders;
        this.support = support;
        this.frames = frames.create(this);
    }

    /** Makes the table of frames, which reports to the agent. */
    @FunctionalInterface
    interface FrameTableFactory {
        FrameTable create(FrameEvents events);
    }

    FrameTable frames() {
        return frames;
    }

    /** Takes up what an earlier daemon left on disk. */
    void adopt() throws IOException {
        boolean foreign = !fence.isNew() && !fence.facility().equals(config.facility());
        List<Long> unremembered = new ArrayList<>();
        for (long proc : folders.left()) {
            LaunchOrder order = folders.order(proc);
            if (order == null || completions.has(proc)) {
                folders.remove(proc);
                continue;
            }
            if (!fence.ranBefore(proc)) {
                unremembered.add(proc);
            }
            frames.adopt(order, documents.find(order.getJobId()));
            if (!frames.has(proc)) {
                continue;
            }
            if (foreign) {
                frames.kill(proc, "this host left the facility " + fence.facility(), false, true);
            } else if (!config.keepFrames()) {
                frames.kill(proc, "the host daemon was started again", false, false);
            } else {
                LOG.info("proc {} is taken up again", proc);
            }
        }
        if (foreign) {
            completions.clear();
            fence.forget();
        } else {
            fence.remember(unremembered);
        }
    }

    void stopTakingOrders() {
        stopping = true;
    }

    boolean isEverythingSaid() {
        return completions.all().isEmpty();
    }

    @Override
    public Hello hello() {
        Hello.Builder hello = Hello.newBuilder()
                .setHostId(identity.hostId())
                .setHostName(config.name())
                .setFacility(config.facility())
                .setBootId(bootId)
                .setIncarnation(identity.incarnation())
                .setVersion(HostDaemon.version())
                .setInventory(inventory)
                .setNewestEpoch(fence.newestEpoch())
                .setGridIncarnation(fence.grid())
                .addAllProcs(frames.states());
        completions.all().forEach(entry -> {
            if (!frames.has(entry.completion().getProc())) {
                hello.addProcs(entry.state());
            }
        });
        return hello.build();
    }

    @Override
    public boolean welcomed(String target, Welcome welcome) throws IOException {
        if (!fence.belongsTo(welcome.getGridIncarnation(), config.facility())) {
            LOG.warn(
                    "this host now belongs to another grid ({}); what ran for the old one is ended",
                    welcome.getGridIncarnation());
            frames.killAll("the host was taken over by another grid", true);
            completions.clear();
            documents.forgetAll();
            started.clear();
            fence.startAnew(welcome.getGridIncarnation(), config.facility());
        } else if (fence.isNew()) {
            fence.startAnew(welcome.getGridIncarnation(), config.facility());
        }
        if (fence.isOld(welcome.getEpoch())) {
            LOG.error(
                    "{} leads epoch {}, but this host has heard epoch {}. If the grid was set back to an older state on"
                            + " purpose, stop this daemon and remove its file fence.",
                    target,
                    welcome.getEpoch().getNumber(),
                    fence.newestEpoch().getNumber());
            return false;
        }
        fence.advance(welcome.getEpoch());
        frames.leaseMillis(welcome.getLeaseMillis());
        support.ready(target, welcome);
        return true;
    }

    @Override
    public void received(GridMessage message) throws IOException {
        documents.store(message.getDocumentsList());
        take(message.getLaunchesList());
        for (KillOrder order : message.getKillsList()) {
            take(order);
        }
        for (ProcVerdict verdict : message.getVerdictsList()) {
            take(verdict);
        }
        for (String jobId : message.getForgottenJobIdsList()) {
            if (!frames.usesJob(jobId)) {
                documents.forget(jobId);
            }
        }
        if (message.getCommandValue() != 0) {
            support.hostCommand(message.getCommand());
        }
    }

    /** On disk, all of them, before the first is started. */
    private void take(List<LaunchOrder> orders) throws IOException {
        Map<LaunchOrder, JobDocument> taken = new LinkedHashMap<>();
        for (LaunchOrder order : orders) {
            long proc = order.getProc();
            if (frames.has(proc) || completions.has(proc)) {
                // never a refusal: the grid would give the frame to another host
                LOG.info("order for proc {} came again; it was taken already", proc);
                frames.pid(proc).ifPresent(pid -> started.put(proc, pid));
                continue;
            }
            if (fence.isOld(order.getEpoch())) {
                refuse(proc, OrderRefused.Cause.OLD_EPOCH);
                continue;
            }
            fence.advance(order.getEpoch());
            JobDocument job = documents.find(order.getJobId());
            if (fence.ranBefore(proc)) {
                refuse(proc, OrderRefused.Cause.RAN_BEFORE);
            } else if (stopping || support.vitals().littleDisk()) {
                refuse(proc, OrderRefused.Cause.SHUTTING_DOWN);
            } else if (job == null) {
                refuse(proc, OrderRefused.Cause.NO_DOCUMENT);
            } else if (store(order)) {
                taken.put(order, job);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        folders.sync();
        fence.remember(taken.keySet().stream().map(LaunchOrder::getProc).toList());
        for (Map.Entry<LaunchOrder, JobDocument> entry : taken.entrySet()) {
            frames.start(entry.getKey(), entry.getValue());
        }
    }

    private boolean store(LaunchOrder order) throws IOException {
        try {
            frames.store(order);
            return true;
        } catch (IOException e) {
            LOG.error("proc {} is refused, its order cannot be stored: {}", order.getProc(), e.getMessage());
            refuse(order.getProc(), OrderRefused.Cause.SHUTTING_DOWN);
            return false;
        }
    }

    private void refuse(long proc, OrderRefused.Cause cause) throws IOException {
        if (refusals.size() >= REFUSALS_WAITING_MAX) {
            throw new IOException("more than " + REFUSALS_WAITING_MAX + " refusals wait to be sent");
        }
        LOG.warn("order for proc {} is refused: {}", proc, cause);
        refusals.add(OrderRefused.newBuilder().setProc(proc).setCause(cause).build());
    }

    private void take(KillOrder order) throws IOException {
        long proc = order.getProc();
        if (fence.isOld(order.getEpoch())) {
            LOG.warn(
                    "kill of proc {} is not followed: its epoch {} is old",
                    proc,
                    order.getEpoch().getNumber());
        } else if (frames.has(proc)) {
            frames.kill(proc, order.getReason(), true, false);
        } else if (!completions.has(proc)) {
            // an order for it, should one be on the way, will never run
            if (!fence.ranBefore(proc)) {
                fence.remember(List.of(proc));
            }
            refuse(proc, OrderRefused.Cause.RAN_BEFORE);
        }
    }

    private void take(ProcVerdict verdict) throws IOException {
        long proc = verdict.getProc();
        switch (verdict.getVerdict()) {
            case GO_ON -> frames.goOn(proc);
            case END -> {
                completions.remove(proc);
                frames.kill(proc, "the grid has given the frame to another host", false, true);
            }
            case UNRECOGNIZED ->
                LOG.warn("proc {}: verdict {} is not known to this version", proc, verdict.getVerdictValue());
        }
    }

    @Override
    public boolean fill(HostMessage.Builder message, long number, boolean heartbeatDue) {
        for (Map.Entry<Long, Long> report : started.entrySet()) {
            if (message.getStartedCount() < REPORTS_PER_MESSAGE_MAX
                    && startedSent.putIfAbsent(report.getKey(), number) == null) {
                message.addStartedBuilder().setProc(report.getKey()).setPid(report.getValue());
            }
        }
        for (Completions.Entry entry : completions.all()) {
            if (message.getCompletionsCount() >= REPORTS_PER_MESSAGE_MAX
                    || completionsSent.size() >= COMPLETIONS_IN_FLIGHT_MAX) {
                break;
            }
            if (completionsSent.putIfAbsent(entry.completion().getProc(), number) == null) {
                message.addCompletions(entry.completion());
            }
        }
        List<OrderRefused> first = refusals.subList(0, Math.min(refusals.size(), REPORTS_PER_MESSAGE_MAX));
        message.addAllRefused(first);
        first.clear();
        if (heartbeatDue) {
            message.setHeartbeat(heartbeat());
        }
        return heartbeatDue
                || message.getStartedCount() + message.getCompletionsCount() + message.getRefusedCount() > 0;
    }

    private Heartbeat heartbeat() {
        Vitals vitals = support.vitals();
        return Heartbeat.newBuilder()
                .setTimeMillis(System.currentTimeMillis())
                .setFreeMemoryKib(vitals.freeMemoryKib())
                .setFreeSwapKib(vitals.freeSwapKib())
                .setFreeTempKib(vitals.freeTempKib())
                .setLoadHundredths(vitals.loadHundredths())
                .setNimbyLocked(stopping || vitals.littleDisk())
                .setFreeGpuMemoryKib(config.gpuMemoryKib())
                .setProcColumns(RunningProcs.pack(frames.running()))
                .build();
    }

    @Override
    public void acknowledged(long number) throws IOException {
        startedSent.entrySet().removeIf(sent -> {
            boolean said = sent.getValue() <= number;
            if (said) {
                started.remove(sent.getKey());
            }
            return said;
        });
        List<Long> said = completionsSent.entrySet().stream()
                .filter(sent -> sent.getValue() <= number)
                .map(Map.Entry::getKey)
                .toList();
        for (long proc : said) {
            completionsSent.remove(proc);
            completions.remove(proc);
        }
        if (!said.isEmpty()) {
            support.changed();
        }
    }

    @Override
    public void disconnected() {
        startedSent.clear();
        completionsSent.clear();
        refusals.clear();
    }

    @Override
    public void refused(int exitStatus, String sentence) {
        support.refused(exitStatus, sentence);
    }

    @Override
    public void started(long proc, long pid) {
        started.put(proc, pid);
        support.changed();
    }

    @Override
    public void ended(Completions.Entry entry) throws IOException {
        completions.add(entry);
        support.changed();
    }
}
