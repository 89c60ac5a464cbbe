package io.cuegrid.node.hostlink;

import io.cuegrid.api.hostlink.FrameCompletion;
import io.cuegrid.api.hostlink.Hello;
import io.cuegrid.api.hostlink.HostInventory;
import io.cuegrid.api.id.EntityId;
import io.cuegrid.api.vitals.RunningProc;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.FrameCompleteEncoder;
import io.cuegrid.core.sbe.HostLostEncoder;
import io.cuegrid.core.sbe.HostReportEncoder;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.OrderRefusal;
import io.cuegrid.core.sbe.OrderRefusedEncoder;
import io.cuegrid.core.sbe.ProcStartedEncoder;
import io.cuegrid.core.sbe.ProcState;
import io.cuegrid.core.sbe.RegisterHostEncoder;
import io.cuegrid.core.sbe.RelieveHostEncoder;
import io.cuegrid.core.sbe.StopCause;
import io.cuegrid.core.sbe.StopProcEncoder;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hosts say, as commands of a cell. Threading: any thread; each encoding is used once. */
final class HostCommands {
    private static final String SEPARATOR = " ";
    /** Procs told of a host that is short of memory; the cell ends a few of them. */
    private static final int RELIEF_PROCS_MAX = 4_096;

    private HostCommands() {}

    static CommandEncoding register(Hello hello, UUID hostId, int cellNumber) {
        HostInventory inventory = hello.getInventory();
        return (buffer, offset, correlationId) -> {
            RegisterHostEncoder command = new RegisterHostEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostIdHigh(hostId.getMostSignificantBits())
                    .hostIdLow(hostId.getLeastSignificantBits())
                    .incarnation(hello.getIncarnation())
                    .coreUnits(inventory.getCoreUnits())
                    .memoryKib(inventory.getMemoryKib())
                    .gpus(inventory.getGpus())
                    .gpuMemoryKib(inventory.getGpuMemoryKib())
                    .totalMemoryKib(inventory.getTotalMemoryKib())
                    .totalSwapKib(inventory.getTotalSwapKib())
                    .totalTempKib(inventory.getTotalTempKib())
                    .bootTimeSeconds(inventory.getBootTimeSeconds())
                    .nimbyEnabled(bool(inventory.getNimbyEnabled()));
            RegisterHostEncoder.ProcsEncoder procs = command.procsCount(hello.getProcsCount());
            for (io.cuegrid.api.hostlink.ProcState proc : hello.getProcsList()) {
                procs.next()
                        .procNumber(proc.getProc())
                        .jobNumber(jobNumber(proc.getJobId(), cellNumber))
                        .frameOrdinal(proc.getFrameOrdinal())
                        .state(stateOf(proc));
            }
            command.name(hello.getHostName())
                    .bootId(hello.getBootId())
                    .os(words(inventory.getOsList()))
                    .tags(words(inventory.getTagsList()));
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    private static ProcState stateOf(io.cuegrid.api.hostlink.ProcState proc) {
        return switch (proc.getState()) {
            case RUNNING -> ProcState.RUNNING;
            case FROZEN -> ProcState.FROZEN;
            case ENDED, UNRECOGNIZED -> ProcState.ENDED;
        };
    }

    /** 0 when the id is not one of this cell's: the cell then ends the proc. */
    private static long jobNumber(String jobId, int cellNumber) {
        @Nullable EntityId id = EntityId.parse(jobId);
        return id == null || id.cell() != cellNumber ? 0 : id.number();
    }

    private static String words(List<String> list) {
        return String.join(SEPARATOR, list);
    }

    static CommandEncoding started(long hostNumber, long procNumber) {
        return (buffer, offset, correlationId) -> {
            ProcStartedEncoder command = new ProcStartedEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .procNumber(procNumber);
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding completed(long hostNumber, FrameCompletion completion) {
        return (buffer, offset, correlationId) -> {
            FrameCompleteEncoder command = new FrameCompleteEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .procNumber(completion.getProc())
                    .exitStatus(completion.getExitStatus())
                    .exitSignal(completion.getExitSignal())
                    .runMillis(completion.getRunMillis())
                    .cpuMillis(completion.getCpuMillis())
                    .maxRssKib(completion.getMaxRssKib())
                    .maxPssKib(completion.getMaxPssKib())
                    .maxGpuMemoryKib(completion.getMaxGpuMemoryKib())
                    .killedByOrder(bool(completion.getKilledByOrder()));
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding refused(long hostNumber, io.cuegrid.api.hostlink.OrderRefused refusal) {
        OrderRefusal cause = switch (refusal.getCause()) {
            case OLD_EPOCH -> OrderRefusal.OLD_EPOCH;
            case RAN_BEFORE -> OrderRefusal.RAN_BEFORE;
            case NO_DOCUMENT -> OrderRefusal.NO_DOCUMENT;
            case SHUTTING_DOWN, UNRECOGNIZED -> OrderRefusal.SHUTTING_DOWN;
        };
        return (buffer, offset, correlationId) -> {
            OrderRefusedEncoder command = new OrderRefusedEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .procNumber(refusal.getProc())
                    .cause(cause);
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding lost(long hostNumber, long incarnation) {
        return (buffer, offset, correlationId) -> {
            HostLostEncoder command = new HostLostEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .incarnation(incarnation);
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding report(long hostNumber, long incarnation, HostHealth health) {
        return (buffer, offset, correlationId) -> {
            HostReportEncoder command = new HostReportEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .incarnation(incarnation)
                    .nimbyLocked(bool(health.nimbyLocked()))
                    .tempFull(bool(health.tempFull()))
                    .memoryShort(bool(health.memoryShort()))
                    .loadCoreUnits(health.loadCoreUnits())
                    .freeMemoryKib(health.freeMemoryKib());
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    /** The host is short of memory. @param missingKib that must become free */
    static CommandEncoding relieve(long hostNumber, long incarnation, long missingKib, List<RunningProc> running) {
        int count = Math.min(running.size(), RELIEF_PROCS_MAX);
        return (buffer, offset, correlationId) -> {
            RelieveHostEncoder command = new RelieveHostEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(hostNumber)
                    .incarnation(incarnation)
                    .missingKib(missingKib);
            RelieveHostEncoder.ProcsEncoder procs = command.procsCount(count);
            for (RunningProc proc : running.subList(0, count)) {
                procs.next().procNumber(proc.proc()).usedKib(proc.rssKib() + proc.swapKib());
            }
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    static CommandEncoding stop(long procNumber, StopCause cause, long memoryKib) {
        return (buffer, offset, correlationId) -> {
            StopProcEncoder command = new StopProcEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .procNumber(procNumber)
                    .cause(cause)
                    .memoryKib(memoryKib);
            return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        };
    }

    private static BooleanType bool(boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }
}
