package io.cuegrid.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameCompleteEncoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.ProcKillRequestedDecoder;
import io.cuegrid.core.sbe.RegisterHostEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import io.cuegrid.node.access.MachineAccess.CommandReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Daemons of one facility, as far as a cell can tell: they register, take orders and report ends. */
public final class MemoryHosts {
    private static final long GIB_KIB = 1L << 20;

    /** A launch order that has not ended. */
    public record Order(long proc, long host, long job, int ordinal, int attempt) {}

    private final Map<Long, Order> running = new LinkedHashMap<>();
    private final List<Long> kills = new ArrayList<>();
    private @Nullable MemoryMachine cell;
    private long hosts;

    void of(MemoryMachine machine) {
        cell = machine;
    }

    void onEvents(MessageListWriter events) {
        MessageListReader list = new MessageListReader().wrap(events.buffer(), 0, events.length());
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        while (list.next()) {
            header.wrap(list.buffer(), list.offset());
            if (header.templateId() == FrameStartedDecoder.TEMPLATE_ID) {
                FrameStartedDecoder started =
                        new FrameStartedDecoder().wrapAndApplyHeader(list.buffer(), list.offset(), header);
                running.put(
                        started.procNumber(),
                        new Order(
                                started.procNumber(),
                                started.hostNumber(),
                                started.jobNumber(),
                                started.frameOrdinal(),
                                started.attempt()));
            } else if (header.templateId() == FrameStoppedDecoder.TEMPLATE_ID) {
                running.remove(new FrameStoppedDecoder()
                        .wrapAndApplyHeader(list.buffer(), list.offset(), header)
                        .procNumber());
            } else if (header.templateId() == ProcKillRequestedDecoder.TEMPLATE_ID) {
                kills.add(new ProcKillRequestedDecoder()
                        .wrapAndApplyHeader(list.buffer(), list.offset(), header)
                        .procNumber());
            }
        }
    }

    /** Orders that run, oldest first. */
    public List<Order> running() {
        return List.copyOf(running.values());
    }

    /** Procs that were asked to be killed, in order. */
    public List<Long> kills() {
        return List.copyOf(kills);
    }

    /** A host of 16 GiB. @return its number */
    public long register(String name, int cores) {
        return register(name, cores, BooleanType.F);
    }

    /** A desktop, which somebody may own. @return its number */
    public long registerDesktop(String name, int cores) {
        return register(name, cores, BooleanType.T);
    }

    private long register(String name, int cores, BooleanType nimbyEnabled) {
        long id = ++hosts;
        return send((buffer, offset, correlationId) -> {
                    RegisterHostEncoder host = new RegisterHostEncoder()
                            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                            .correlationId(correlationId)
                            .hostIdHigh(id)
                            .hostIdLow(id)
                            .incarnation(1)
                            .coreUnits(cores * 100)
                            .memoryKib(16 * GIB_KIB)
                            .gpus(0)
                            .gpuMemoryKib(0)
                            .totalMemoryKib(17 * GIB_KIB)
                            .totalSwapKib(0)
                            .totalTempKib(100 * GIB_KIB)
                            .bootTimeSeconds(1_700_000_000)
                            .nimbyEnabled(nimbyEnabled);
                    host.procsCount(0);
                    host.name(name).bootId("boot-" + id).os("linux").tags("general");
                    return MessageHeaderEncoder.ENCODED_LENGTH + host.encodedLength();
                })
                .number();
    }

    /** A frame's process has ended by itself. */
    public void complete(Order order, int exitStatus) {
        end(order, exitStatus, false);
    }

    /** A frame's process was killed as ordered. */
    public void killed(Order order) {
        end(order, 0, true);
    }

    private void end(Order order, int exitStatus, boolean killed) {
        send((buffer, offset, correlationId) -> MessageHeaderEncoder.ENCODED_LENGTH
                + new FrameCompleteEncoder()
                        .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                        .correlationId(correlationId)
                        .hostNumber(order.host())
                        .procNumber(order.proc())
                        .exitStatus(exitStatus)
                        .exitSignal(killed ? 9 : 0)
                        .runMillis(4_000)
                        .cpuMillis(3_000)
                        .maxRssKib(500_000)
                        .maxPssKib(400_000)
                        .maxGpuMemoryKib(0)
                        .killedByOrder(killed ? BooleanType.T : BooleanType.F)
                        .encodedLength());
    }

    private CommandReply send(CommandEncoding command) {
        MemoryMachine machine = cell;
        if (machine == null) {
            throw new IllegalStateException("no cell yet");
        }
        CommandReply reply = machine.submit(command).join();
        assertThat(reply.code()).as(reply.detail()).isEqualTo(ReplyCode.OK);
        return reply;
    }
}
