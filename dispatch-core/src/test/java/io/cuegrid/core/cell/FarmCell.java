package io.cuegrid.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.DecisionSink;
import io.cuegrid.core.StateMachine;
import io.cuegrid.core.sbe.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A cell and a backup beside it that applies every event; after each batch both must have the same digest. What hosts are
 * told is noted. Time moves when a test says so.
 */
abstract class FarmCell {
    static final long START_MILLIS = 1_700_000_000_000L;
    static final long FACILITY = 1;
    static final long ALLOCATION = 1;
    static final long SHOW = 1;
    static final long ROOT = 1;
    static final int BUDGET = 1_500;
    /** Where the one command of a test's batch begins. */
    private static final int[] AT_ZERO = {0};

    final Supplier<StateMachine> machines;
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

    /** Told of each start before it is applied to the backup. */
    Consumer<Run> starting = run -> {};

    /** Hosts whose room is offered by a redirect in this batch. */
    final Set<Long> offered = new HashSet<>();

    private final Set<Long> redirected = new HashSet<>();

    /** Memory that single frames were found to need, by job and ordinal. */
    final Map<List<Long>, Long> raised = new HashMap<>();

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final Map<Long, Answer> answers = new HashMap<>();
    private long correlation;

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

    /** @param machines makes cells, whole or with a planted bug */
    FarmCell(int maxHosts, int maxJobs, long maxFrames, Supplier<StateMachine> machines) {
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
            starting.accept(run);
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
            if (redirected.remove(stopped.procNumber())) {
                offered.add(stopped.hostNumber());
            }
        } else if (template == ProcChangedDecoder.TEMPLATE_ID) {
            ProcChangedDecoder changed =
                    new ProcChangedDecoder().wrapAndApplyHeader(source, offset, new MessageHeaderDecoder());
            if (changed.redirectJobNumber() != 0 || changed.redirectFolderNumber() != 0) {
                redirected.add(changed.procNumber());
            }
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
        offered.clear();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(buffer);
        cell.expect(buffer, AT_ZERO, AT_ZERO.length);
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
        offered.clear();
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

    MessageHeaderEncoder header() {
        return header;
    }
}
