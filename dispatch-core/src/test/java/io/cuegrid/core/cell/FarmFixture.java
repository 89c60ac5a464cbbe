package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A farm for tests: a cell that is told what a directory, people and daemons would tell it, and a backup beside it that
 * applies every event; after each batch both must have the same digest. Time moves when a test says so.
 *
 * <p>It has more than 500 lines because it has a method for each command that tests send.
 */
final class FarmFixture {
    static final long START_MILLIS = 1_700_000_000_000L;
    static final long FACILITY = 1;
    static final long ALLOCATION = 1;
    static final long SHOW = 1;
    static final long ROOT = 1;
    static final int BUDGET = 1_500;
    private static final long BURST = 1_000_000;

    private final Supplier<StateMachine> machines;
    StateMachine cell;
    StateMachine backup;
    /** Orders that hosts have and that have not ended, by proc. */
    final Map<Long, Run> running = new LinkedHashMap<>();
    /** Every order ever given. */
    final List<Run> orders = new ArrayList<>();
    /** Orders said again. */
    final List<Long> repeated = new ArrayList<>();
    /** Kills asked for, by proc. */
    final Map<Long, StopCause> kills = new HashMap<>();
    /** Kill orders in the order they were given. */
    final List<Long> killOrders = new ArrayList<>();
    /** Template ids of all events. */
    final List<Integer> events = new ArrayList<>();

    /** When an order could last not be started, by host. */
    final Map<Long, Long> startFailures = new HashMap<>();

    final Map<Long, ProcVerdict> verdicts = new HashMap<>();

    long now = START_MILLIS;
    boolean verifyBackup = true;
    /** Whether hosts that register are desktops, where somebody may work. */
    boolean desktops;
    /** Whether every command is followed by all work that it leads to. */
    boolean settling = true;

    /** Memory that single frames were found to need, by job and ordinal. */
    final Map<List<Long>, Long> raised = new HashMap<>();

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final Map<Long, Answer> answers = new HashMap<>();
    private long correlation;
    private long directoryVersion;
    private long launches;
    private final Map<Long, Long> incarnations = new HashMap<>();
    private long subscriptions;

    private final DecisionSink sink = new DecisionSink() {
        @Override
        public void onEvent(DirectBuffer source, int offset, int length) {
            note(source, offset);
            backup.apply(source, offset, length);
            if (shadow != null) {
                decided.add(bytes(source, offset, length));
            }
        }

        @Override
        public void onReply(DirectBuffer source, int offset, int length) {
            ReplyDecoder reply = new ReplyDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            Answer before = answers.put(
                    reply.correlationId(),
                    new Answer(reply.correlationId(), reply.code(), reply.number(), reply.detail()));
            assertThat(before).as("two replies to one command").isNull();
            if (shadow != null) {
                decided.add(bytes(source, offset, length));
            }
        }
    };

    FarmFixture() {
        this(1_000, 10_000, 5_000_000);
    }

    FarmFixture(int maxHosts, int maxJobs, long maxFrames) {
        this(maxHosts, maxJobs, maxFrames, Cell::new);
    }

    /** @param machines makes cells, whole or with a planted bug */
    FarmFixture(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
        this.machines = machines;
        cell = machines.get();
        backup = machines.get();
        CellCreatedEncoder created = new CellCreatedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .facilityNumber(FACILITY)
                .cell(1)
                .incarnation(7)
                .timeMillis(START_MILLIS)
                .workMode(WorkMode.PRIORITY)
                .maxHosts(maxHosts)
                .maxJobs(maxJobs)
                .maxFrames(maxFrames)
                .maxRetainedFrames(100_000)
                .maxDocumentBytes(1L << 30);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + created.encodedLength();
        cell.apply(buffer, 0, length);
        backup.apply(buffer, 0, length);
    }

    /** A farm with one allocation, one show with a root folder and a wide subscription. */
    static FarmFixture simple() {
        FarmFixture farm = new FarmFixture();
        farm.allocation(ALLOCATION, "main.general", "general", true);
        farm.show(SHOW, "testing", ROOT);
        farm.subscription(SHOW, ALLOCATION, BURST, BURST);
        return farm;
    }

    /** A restored copy that must decide as the cell does, if there is one. */
    @Nullable
    StateMachine shadow;

    private final List<byte[]> decided = new ArrayList<>();
    private final List<byte[]> shadowDecided = new ArrayList<>();

    private final DecisionSink shadowSink = new DecisionSink() {
        @Override
        public void onEvent(DirectBuffer source, int offset, int length) {
            shadowDecided.add(bytes(source, offset, length));
        }

        @Override
        public void onReply(DirectBuffer source, int offset, int length) {
            shadowDecided.add(bytes(source, offset, length));
        }
    };

    private static byte[] bytes(DirectBuffer source, int offset, int length) {
        byte[] copy = new byte[length];
        source.getBytes(offset, copy);
        return copy;
    }

    private void compareShadow() {
        if (shadow != null) {
            assertThat(shadowDecided).as("what a restored copy decides").containsExactlyElementsOf(decided);
            assertThat(shadow.hasWork()).isEqualTo(cell.hasWork());
        }
        decided.clear();
        shadowDecided.clear();
    }

    private void note(DirectBuffer source, int offset) {
        headerDecoder.wrap(source, offset);
        int template = headerDecoder.templateId();
        events.add(template);
        if (template == FrameStartedDecoder.TEMPLATE_ID) {
            Run run = Run.of(new FrameStartedDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder()));
            running.put(run.proc(), run);
            orders.add(run);
        } else if (template == FrameStoppedDecoder.TEMPLATE_ID) {
            FrameStoppedDecoder stopped =
                    new FrameStoppedDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            assertThat(running.remove(stopped.procNumber()))
                    .as("a run that ends")
                    .isNotNull();
            if (stopped.exitStatus() == 256) {
                startFailures.put(stopped.hostNumber(), now);
            }
            kills.remove(stopped.procNumber());
        } else if (template == OrderRepeatedDecoder.TEMPLATE_ID) {
            repeated.add(new OrderRepeatedDecoder()
                    .wrapAndApplyHeader(source, offset, new MessageHeaderDecoder())
                    .procNumber());
        } else if (template == ProcKillRequestedDecoder.TEMPLATE_ID) {
            ProcKillRequestedDecoder kill =
                    new ProcKillRequestedDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            kills.put(kill.procNumber(), kill.cause());
            killOrders.add(kill.procNumber());
        } else if (template == FrameMemoryRaisedDecoder.TEMPLATE_ID) {
            FrameMemoryRaisedDecoder more =
                    new FrameMemoryRaisedDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            raised.put(List.of(more.jobNumber(), (long) more.frameOrdinal()), more.memoryKib());
        } else if (template == HostRegisteredDecoder.TEMPLATE_ID) {
            HostRegisteredDecoder registered =
                    new HostRegisteredDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            verdicts.clear();
            for (HostRegisteredDecoder.VerdictsDecoder verdict : registered.verdicts()) {
                verdicts.put(verdict.procNumber(), verdict.verdict());
            }
        }
    }

    // ---- commands

    long nextCorrelation() {
        return ++correlation;
    }

    /** Sends a command, then lets the cell work until it settles. */
    Answer send(ToIntFunction<MutableDirectBuffer> encoder) {
        Answer answer = sendOnly(encoder);
        if (settling) {
            settle();
        }
        return answer == null ? answers.getOrDefault(correlation, NONE) : answer;
    }

    private static final Answer NONE = new Answer(0, ReplyCode.UNAVAILABLE, 0, "no reply");

    /** Sends a command and nothing else. */
    @SuppressWarnings("NullAway")
    Answer sendOnly(ToIntFunction<MutableDirectBuffer> encoder) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(buffer);
        cell.execute(buffer, 0, length, now, sink);
        if (shadow != null) {
            shadow.execute(buffer, 0, length, now, shadowSink);
        }
        compareShadow();
        return answers.get(correlation);
    }

    /** Works until nothing is left. */
    void settle() {
        int batches = 0;
        while (cell.hasWork()) {
            work(BUDGET);
            assertThat(++batches).as("batches of work").isLessThan(10_000);
        }
        if (verifyBackup) {
            assertThat(backup.digest()).as("digest of the backup").isEqualTo(cell.digest());
        }
    }

    int work(int budget) {
        int steps = cell.work(now, budget, sink);
        if (shadow != null) {
            shadow.work(now, budget, shadowSink);
        }
        compareShadow();
        return steps;
    }

    Answer answer(long correlationId) {
        return answers.getOrDefault(correlationId, NONE);
    }

    void tick(long millis) {
        now += millis;
        send(b -> new TickEncoder().wrapAndApplyHeader(b, 0, header).encodedLength());
    }

    // ---- directory

    void record(RecordKind kind, long number, ToIntFunction<MutableDirectBuffer> record) {
        change(CatalogOperation.PUT, kind, number, record);
    }

    void removeRecord(RecordKind kind, long number) {
        change(CatalogOperation.REMOVE, kind, number, b -> -MessageHeaderEncoder.ENCODED_LENGTH);
    }

    private void change(
            CatalogOperation operation, RecordKind kind, long number, ToIntFunction<MutableDirectBuffer> record) {
        ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + record.applyAsInt(scratch);
        send(b -> new CatalogUpdateEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .directoryVersion(++directoryVersion)
                .operation(operation)
                .kind(kind)
                .number(number)
                .putRecord(scratch, 0, length)
                .encodedLength());
    }

    void allocation(long number, String name, String tag, boolean isDefault) {
        record(
                RecordKind.ALLOCATION,
                number,
                b -> new AllocationRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .facilityNumber(FACILITY)
                        .billable(BooleanType.T)
                        .isDefault(isDefault ? BooleanType.T : BooleanType.F)
                        .name(name)
                        .tag(tag)
                        .encodedLength());
    }

    void show(long number, String name, long rootFolder) {
        show(number, name, rootFolder, true);
        folder(rootFolder, number, 0, -1, -1);
    }

    void show(long number, String name, long rootFolder, boolean bookingEnabled) {
        record(
                RecordKind.SHOW,
                number,
                b -> new ShowRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .active(BooleanType.T)
                        .bookingEnabled(bookingEnabled ? BooleanType.T : BooleanType.F)
                        .dispatchEnabled(BooleanType.T)
                        .rootFolderNumber(rootFolder)
                        .name(name)
                        .aliases("")
                        .commentEmail("")
                        .encodedLength());
    }

    void folder(long number, long show, long parent, int maxCoreUnits, int maxGpus) {
        record(
                RecordKind.FOLDER,
                number,
                b -> new FolderRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .showNumber(show)
                        .parentNumber(parent)
                        .minCoreUnits(0)
                        .maxCoreUnits(maxCoreUnits)
                        .minGpus(0)
                        .maxGpus(maxGpus)
                        .name("folder" + number)
                        .department("")
                        .encodedLength());
    }

    void subscription(long show, long allocation, long size, long burst) {
        long number = show * 1_000 + allocation;
        subscriptions = Math.max(subscriptions, number);
        record(
                RecordKind.SUBSCRIPTION,
                number,
                b -> new SubscriptionRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .showNumber(show)
                        .allocationNumber(allocation)
                        .sizeCoreUnits((int) size)
                        .burstCoreUnits((int) burst)
                        .encodedLength());
    }

    void limit(long number, int max) {
        limit(number, max, false);
    }

    void limit(long number, int max, boolean perHost) {
        record(
                RecordKind.LIMIT,
                number,
                b -> new LimitRecordEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .number(number)
                        .recordVersion(1)
                        .maxValue(max)
                        .perHost(perHost ? BooleanType.T : BooleanType.F)
                        .name("limit" + number)
                        .encodedLength());
    }

    /** @param show 0: the cell */
    Answer mode(long show, WorkMode mode) {
        return send(b -> new SetWorkModeEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .showNumber(show)
                .workMode(mode)
                .asCell(BooleanType.F)
                .encodedLength());
    }

    // ---- hosts

    /** @return the host's number */
    long host(String name, int cores, int memoryGib) {
        return host(name, cores, memoryGib, 0, "general", "linux");
    }

    long host(String name, int cores, int memoryGib, int gpus, String tags, String os) {
        Answer answer = register(name, name.hashCode(), "boot1", cores, memoryGib, gpus, tags, os, 1);
        assertThat(answer.code()).as(answer.detail()).isEqualTo(ReplyCode.OK);
        return answer.number();
    }

    Answer register(
            String name,
            long id,
            String bootId,
            int cores,
            int memoryGib,
            int gpus,
            String tags,
            String os,
            long incarnation,
            Long... procs) {
        Answer answer = send(b -> {
            RegisterHostEncoder command = new RegisterHostEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .hostIdHigh(1)
                    .hostIdLow(id)
                    .incarnation(incarnation)
                    .coreUnits(cores * 100)
                    .memoryKib((long) memoryGib << 20)
                    .gpus(gpus)
                    .gpuMemoryKib((long) gpus << 23)
                    .totalMemoryKib((long) memoryGib << 20)
                    .totalSwapKib(0)
                    .totalTempKib(1 << 20)
                    .bootTimeSeconds(1)
                    .nimbyEnabled(desktops ? BooleanType.T : BooleanType.F);
            RegisterHostEncoder.ProcsEncoder group = command.procsCount(procs.length);
            for (Long proc : procs) {
                group.next().procNumber(proc).jobNumber(0).frameOrdinal(0).state(ProcState.RUNNING);
            }
            return command.name(name).bootId(bootId).os(os).tags(tags).encodedLength();
        });
        incarnations.put(answer.number(), incarnation);
        return answer;
    }

    void report(long host, boolean nimbyLocked, int loadCoreUnits) {
        send(b -> new HostReportEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .incarnation(incarnations.getOrDefault(host, 1L))
                .nimbyLocked(nimbyLocked ? BooleanType.T : BooleanType.F)
                .tempFull(BooleanType.F)
                .memoryShort(BooleanType.F)
                .loadCoreUnits(loadCoreUnits)
                .freeMemoryKib(1 << 20)
                .encodedLength());
    }

    Answer lose(long host) {
        return send(b -> new HostLostEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .incarnation(incarnations.getOrDefault(host, 1L))
                .encodedLength());
    }

    Answer change(long host, HostSetting setting, long value) {
        return send(b -> new ChangeHostEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .setting(setting)
                .value(value)
                .encodedLength());
    }

    // ---- runs

    void started(long proc) {
        long host = running.containsKey(proc) ? running.get(proc).host() : 0;
        send(b -> new ProcStartedEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .procNumber(proc)
                .encodedLength());
    }

    Answer complete(Run run, int exitStatus) {
        return complete(run.host(), run.proc(), exitStatus, 0, 1_000);
    }

    Answer complete(long host, long proc, int exitStatus, int exitSignal, long runMillis) {
        return send(b -> new FrameCompleteEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .hostNumber(host)
                .procNumber(proc)
                .exitStatus(exitStatus)
                .exitSignal(exitSignal)
                .runMillis(runMillis)
                .cpuMillis(runMillis)
                .maxRssKib(1000)
                .maxPssKib(900)
                .maxGpuMemoryKib(0)
                .killedByOrder(BooleanType.F)
                .encodedLength());
    }

    /** Ends everything that runs, again and again, until nothing runs. @return runs ended */
    int finishAll() {
        int ended = 0;
        while (!running.isEmpty()) {
            for (Run run : new ArrayList<>(running.values())) {
                complete(run, 0);
                ended++;
            }
        }
        return ended;
    }

    List<Run> runsOf(long job) {
        List<Run> found = new ArrayList<>();
        for (Run run : running.values()) {
            if (run.job() == job) {
                found.add(run);
            }
        }
        return found;
    }

    // ---- jobs

    JobSpec job(String name) {
        return new JobSpec(name).show(SHOW, ROOT);
    }

    /** Launches one job. @return its number */
    long launch(JobSpec spec) {
        return launch(List.of(spec), depends -> {}).get(0);
    }

    /** A depend of a launch, jobs by index. */
    record LaunchDepend(
            DependType type, int erJob, int erLayer, int erOrdinal, int onJob, int onLayer, int onOrdinal) {}

    List<Long> launch(List<JobSpec> specs, Consumer<List<LaunchDepend>> depends) {
        long launch = ++launches;
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Answer staged = stage(launch, i, specs.get(i));
            assertThat(staged.code()).as(staged.detail()).isEqualTo(ReplyCode.OK);
            numbers.add(staged.number());
        }
        List<LaunchDepend> list = new ArrayList<>();
        depends.accept(list);
        Answer committed = commit(launch, specs.size(), list);
        assertThat(committed.code()).as(committed.detail()).isEqualTo(ReplyCode.OK);
        return numbers;
    }

    Answer stage(long launch, int index, JobSpec spec) {
        return send(b -> encode(b, launch, index, spec));
    }

    int encode(MutableDirectBuffer b, long launch, int index, JobSpec spec) {
        LaunchJobEncoder command = new LaunchJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .launchId(launch)
                .jobIndex(index)
                .showNumber(spec.show)
                .folderNumber(spec.folder)
                .priority(spec.priority)
                .maxRetries(spec.maxRetries)
                .minCoreUnits(100)
                .maxCoreUnits(spec.maxCoreUnits)
                .minGpus(0)
                .maxGpus(spec.maxGpus)
                .uid(1000)
                .paused(spec.paused ? BooleanType.T : BooleanType.F)
                .autoEat(spec.autoEat ? BooleanType.T : BooleanType.F)
                .autoBook(BooleanType.T)
                .postJobOf(spec.postJobOf);
        LaunchJobEncoder.LayersEncoder layers = command.layersCount(spec.layers.size());
        for (JobSpec.LayerSpec layer : spec.layers) {
            layers.next()
                    .layerType(LayerType.RENDER)
                    .minCoreUnits(layer.minCoreUnits)
                    .maxCoreUnits(layer.maxCoreUnits)
                    .memoryKib(layer.memoryKib)
                    .minGpus(layer.gpus)
                    .maxGpus(0)
                    .gpuMemoryKib(layer.gpuMemoryKib)
                    .chunkSize(layer.chunk)
                    .timeoutMinutes(layer.timeoutMinutes)
                    .timeoutLluMinutes(0)
                    .threadable(layer.threadable ? BooleanType.T : BooleanType.F)
                    .selfish(layer.selfish ? BooleanType.T : BooleanType.F)
                    .memoryIncreaseKib(layer.memoryIncreaseKib)
                    .memoryGiven(BooleanType.T);
            LaunchJobEncoder.LayersEncoder.FramesEncoder runs = layers.framesCount(layer.runs.size());
            for (int[] run : layer.runs) {
                runs.next().firstFrame(run[0]).step(run[1]).frameCount(run[2]);
            }
            LaunchJobEncoder.LayersEncoder.LimitsEncoder limits = layers.limitsCount(layer.limits.size());
            for (long limit : layer.limits) {
                limits.next().limitNumber(limit);
            }
            layers.name(layer.name).rangeText("range").tags(layer.tags).services("shell");
        }
        return command.name(spec.name)
                .shot("sh010")
                .user("ann")
                .os(spec.os)
                .logDir("/logs")
                .putDocument(spec.document, 0, spec.document.length)
                .encodedLength();
    }

    Answer commit(long launch, int jobs, List<LaunchDepend> depends) {
        return send(b -> {
            LaunchCommitEncoder command = new LaunchCommitEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .launchId(launch)
                    .jobCount(jobs);
            LaunchCommitEncoder.DependsEncoder group = command.dependsCount(depends.size());
            for (LaunchDepend depend : depends) {
                group.next()
                        .dependType(depend.type())
                        .anyFrame(BooleanType.F)
                        .erJobIndex(depend.erJob())
                        .erJobNumber(0)
                        .erLayerIndex(depend.erLayer())
                        .erFrameOrdinal(depend.erOrdinal())
                        .onJobIndex(depend.onJob())
                        .onJobNumber(0)
                        .onLayerIndex(depend.onLayer())
                        .onFrameOrdinal(depend.onOrdinal());
            }
            return command.encodedLength();
        });
    }

    Answer change(long job, JobSetting setting, long value) {
        return send(b -> new ChangeJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .setting(setting)
                .value(value)
                .encodedLength());
    }

    Answer change(long job, int layer, LayerSetting setting, long value) {
        return send(b -> new ChangeLayerEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .layerIndex(layer)
                .setting(setting)
                .value(value)
                .reason("because")
                .encodedLength());
    }

    Answer kill(long job) {
        return send(b -> new KillJobEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .jobNumber(job)
                .user("ann")
                .reason("test")
                .encodedLength());
    }

    /** Acts on all frames of a job whose state is in the mask; 0: any. */
    Answer act(long job, FrameAction action, int mask, int... fromTo) {
        return send(b -> {
            ActOnFramesEncoder command = new ActOnFramesEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .correlationId(nextCorrelation())
                    .jobNumber(job)
                    .action(action)
                    .stateMask(mask);
            ActOnFramesEncoder.RangesEncoder ranges = command.rangesCount(fromTo.length / 2);
            for (int i = 0; i < fromTo.length; i += 2) {
                ranges.next().fromOrdinal(fromTo[i]).toOrdinal(fromTo[i + 1]);
            }
            return command.user("ann").reason("test").encodedLength();
        });
    }

    Answer depend(
            DependType type,
            boolean any,
            long erJob,
            int erLayer,
            int erOrdinal,
            long onJob,
            int onLayer,
            int onOrdinal) {
        return send(b -> new CreateDependEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .correlationId(nextCorrelation())
                .dependType(type)
                .anyFrame(any ? BooleanType.T : BooleanType.F)
                .erJobNumber(erJob)
                .erLayerIndex(erLayer)
                .erFrameOrdinal(erOrdinal)
                .onJobNumber(onJob)
                .onLayerIndex(onLayer)
                .onFrameOrdinal(onOrdinal)
                .encodedLength());
    }

    MessageHeaderEncoder header() {
        return header;
    }

    // ---- reads

    /** Reads all rows of a query, slice by slice. */
    void read(Consumer<QueryEncoder> query, Consumer<MessageListReader> row) {
        read(cell, query, row);
    }

    static void read(StateMachine from, Consumer<QueryEncoder> query, Consumer<MessageListReader> row) {
        long cursor = 0;
        while (cursor >= 0) {
            ExpandableArrayBuffer request = new ExpandableArrayBuffer();
            QueryEncoder encoder = new QueryEncoder()
                    .wrapAndApplyHeader(request, 0, new MessageHeaderEncoder())
                    .layerIndex(-1)
                    .includeFinished(BooleanType.T)
                    .recordKind(RecordKind.NONE);
            query.accept(encoder);
            encoder.cursor(cursor).maxRows(500);
            int end = encoder.limit();
            if (end == MessageHeaderEncoder.ENCODED_LENGTH + QueryEncoder.BLOCK_LENGTH) {
                encoder.name("");
            }
            MessageListWriter rows = new MessageListWriter(4096);
            from.read(request, 0, encoder.limit(), 200, rows);
            MessageListReader reader = new MessageListReader().wrap(rows.buffer(), 0, rows.length());
            assertThat(reader.next()).isTrue();
            QueryResultDecoder result = new QueryResultDecoder()
                    .wrapAndApplyHeader(reader.buffer(), reader.offset(), new MessageHeaderDecoder());
            cursor = result.nextCursor();
            int count = 0;
            while (reader.next()) {
                row.accept(reader);
                count++;
            }
            assertThat(count).isEqualTo(result.rows());
        }
    }

    JobRowDecoder jobRow(long job) {
        JobRowDecoder[] found = new JobRowDecoder[1];
        read(q -> q.kind(QueryKind.JOBS).jobNumber(job), r -> found[0] = wrap(new JobRowDecoder(), r));
        assertThat(found[0]).as("job " + job).isNotNull();
        return found[0];
    }

    private static JobRowDecoder wrap(JobRowDecoder decoder, MessageListReader row) {
        return decoder.wrapAndApplyHeader(row.buffer(), row.offset(), new MessageHeaderDecoder());
    }

    JobState jobState(long job) {
        return jobRow(job).jobState();
    }

    LayerRowDecoder layerRow(long job, int layer) {
        LayerRowDecoder[] found = new LayerRowDecoder[1];
        read(
                q -> q.kind(QueryKind.LAYERS).jobNumber(job).layerIndex(layer),
                r -> found[0] =
                        new LayerRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder()));
        return found[0];
    }

    FrameRowDecoder frameRow(long job, int ordinal) {
        return frameRows(job).get(ordinal);
    }

    List<FrameRowDecoder> frameRows(long job) {
        List<FrameRowDecoder> found = new ArrayList<>();
        read(
                q -> q.kind(QueryKind.FRAMES).jobNumber(job),
                r -> found.add(
                        new FrameRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder())));
        return found;
    }

    FrameState frameState(long job, int ordinal) {
        return frameRow(job, ordinal).frameState();
    }

    HostRowDecoder hostRow(long host) {
        HostRowDecoder[] found = new HostRowDecoder[1];
        read(
                q -> q.kind(QueryKind.HOSTS).hostNumber(host),
                r -> found[0] =
                        new HostRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder()));
        assertThat(found[0]).as("host " + host).isNotNull();
        return found[0];
    }

    UsageRowDecoder usage(RecordKind kind, long number) {
        UsageRowDecoder[] found = new UsageRowDecoder[1];
        read(q -> q.kind(QueryKind.USAGE), r -> {
            UsageRowDecoder row =
                    new UsageRowDecoder().wrapAndApplyHeader(r.buffer(), r.offset(), new MessageHeaderDecoder());
            if (row.kind() == kind && row.number() == number) {
                found[0] = row;
            }
        });
        assertThat(found[0]).as(kind + " " + number).isNotNull();
        return found[0];
    }

    /** A cell restored from a snapshot of this one. */
    StateMachine restored() {
        MemorySnapshot snapshot = new MemorySnapshot();
        cell.snapshot(snapshot);
        StateMachine copy = machines.get();
        copy.restore(snapshot.reader());
        return copy;
    }
}
