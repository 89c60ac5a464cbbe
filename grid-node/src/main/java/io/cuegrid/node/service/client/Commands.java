package io.cuegrid.node.service.client;

import io.cuegrid.api.range.FrameRun;
import io.cuegrid.core.sbe.ActOnFramesEncoder;
import io.cuegrid.core.sbe.AddPartitionEncoder;
import io.cuegrid.core.sbe.ChangeHostEncoder;
import io.cuegrid.core.sbe.ChangeHostTagsEncoder;
import io.cuegrid.core.sbe.ChangeJobEncoder;
import io.cuegrid.core.sbe.ChangeLayerEncoder;
import io.cuegrid.core.sbe.CheckpointState;
import io.cuegrid.core.sbe.ClearRedirectEncoder;
import io.cuegrid.core.sbe.CreateDependEncoder;
import io.cuegrid.core.sbe.DeleteHostEncoder;
import io.cuegrid.core.sbe.DeletePartitionEncoder;
import io.cuegrid.core.sbe.DependTarget;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.DropDependsEncoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameOrder;
import io.cuegrid.core.sbe.HostSetting;
import io.cuegrid.core.sbe.JobSetting;
import io.cuegrid.core.sbe.KillJobEncoder;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.RedirectHostEncoder;
import io.cuegrid.core.sbe.ReorderFramesEncoder;
import io.cuegrid.core.sbe.SatisfyDependEncoder;
import io.cuegrid.core.sbe.SetCheckpointEncoder;
import io.cuegrid.core.sbe.SetDelayRuleEncoder;
import io.cuegrid.core.sbe.SetHostOsEncoder;
import io.cuegrid.core.sbe.SetLayerShareEncoder;
import io.cuegrid.core.sbe.SetLayerTagsEncoder;
import io.cuegrid.core.sbe.SetPartitionEncoder;
import io.cuegrid.core.sbe.SetWorkModeEncoder;
import io.cuegrid.core.sbe.TagOperation;
import io.cuegrid.core.sbe.UnbookProcEncoder;
import io.cuegrid.core.sbe.WorkMode;
import io.cuegrid.node.access.MachineAccess.CommandEncoding;
import java.util.List;
import org.agrona.sbe.MessageEncoderFlyweight;

/** The commands of a cell that services send, apart from launches. */
public final class Commands {
    private Commands() {}

    public static CommandEncoding changeJob(long job, JobSetting setting, long value) {
        return (buffer, offset, correlationId) -> length(new ChangeJobEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(job)
                .setting(setting)
                .value(value));
    }

    public static CommandEncoding killJob(long job, String user, String reason) {
        return (buffer, offset, correlationId) -> length(new KillJobEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(job)
                .user(user)
                .reason(reason));
    }

    /** @param stateMask the sum of {@code 1 << state} of the frames that it concerns */
    public static CommandEncoding actOnFrames(
            long job, FrameAction action, int stateMask, List<OrdinalRange> ranges, String user, String reason) {
        return (buffer, offset, correlationId) -> {
            ActOnFramesEncoder command = new ActOnFramesEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .jobNumber(job)
                    .action(action)
                    .stateMask(stateMask);
            ActOnFramesEncoder.RangesEncoder group = command.rangesCount(ranges.size());
            for (OrdinalRange range : ranges) {
                group.next().fromOrdinal(range.first()).toOrdinal(range.last());
            }
            return length(command.user(user).reason(reason));
        };
    }

    public static CommandEncoding changeLayer(long job, int layer, LayerSetting setting, long value, String reason) {
        return (buffer, offset, correlationId) -> length(new ChangeLayerEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(job)
                .layerIndex(layer)
                .setting(setting)
                .value(value)
                .reason(reason));
    }

    public static CommandEncoding setLayerTags(long job, int layer, String tags) {
        return (buffer, offset, correlationId) -> length(new SetLayerTagsEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(job)
                .layerIndex(layer)
                .tags(tags));
    }

    public static CommandEncoding changeHost(long host, HostSetting setting, long value) {
        return (buffer, offset, correlationId) -> length(new ChangeHostEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .hostNumber(host)
                .setting(setting)
                .value(value));
    }

    /** @param newTag of a RENAME, else empty */
    public static CommandEncoding changeHostTags(long host, TagOperation operation, String tags, String newTag) {
        return (buffer, offset, correlationId) -> length(new ChangeHostTagsEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .hostNumber(host)
                .operation(operation)
                .tags(tags)
                .newTag(newTag));
    }

    public static CommandEncoding setHostOs(long host, String os) {
        return (buffer, offset, correlationId) -> length(new SetHostOsEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .hostNumber(host)
                .os(os));
    }

    public static CommandEncoding deleteHost(long host) {
        return (buffer, offset, correlationId) -> length(new DeleteHostEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .hostNumber(host));
    }

    public static CommandEncoding createDepend(DependType type, boolean anyFrame, DependSide waiting, DependSide on) {
        return (buffer, offset, correlationId) -> length(new CreateDependEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .dependType(type)
                .anyFrame(Sbe.of(anyFrame))
                .erJobNumber(waiting.job())
                .erLayerIndex(waiting.layer())
                .erFrameOrdinal(waiting.frame())
                .onJobNumber(on.job())
                .onLayerIndex(on.layer())
                .onFrameOrdinal(on.frame()));
    }

    public static CommandEncoding satisfyDepend(long depend, boolean satisfied) {
        return (buffer, offset, correlationId) -> length(new SatisfyDependEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .dependNumber(depend)
                .satisfied(Sbe.of(satisfied)));
    }

    public static CommandEncoding dropDepends(DependSide waiting, DependTarget target) {
        return (buffer, offset, correlationId) -> length(new DropDependsEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(waiting.job())
                .layerIndex(waiting.layer())
                .frameOrdinal(waiting.frame())
                .target(target));
    }

    /** @param redirectJob 0: none; at most one of job and folder is given */
    public static CommandEncoding unbookProc(long proc, boolean kill, long redirectJob, long redirectFolder) {
        return (buffer, offset, correlationId) -> length(new UnbookProcEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .procNumber(proc)
                .kill(Sbe.of(kill))
                .redirectJobNumber(redirectJob)
                .redirectFolderNumber(redirectFolder));
    }

    public static CommandEncoding clearRedirect(long proc) {
        return (buffer, offset, correlationId) -> length(new ClearRedirectEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .procNumber(proc));
    }

    /**
     * @param layer -1: the whole job, or the frame's layer
     * @param ordinal -1: no single frame
     * @param user who owns the host
     */
    public static CommandEncoding addPartition(
            long host, long job, int layer, int ordinal, int threads, Resources most, String user) {
        return (buffer, offset, correlationId) -> length(new AddPartitionEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .hostNumber(host)
                .jobNumber(job)
                .layerIndex(layer)
                .frameOrdinal(ordinal)
                .threads(threads)
                .maxCoreUnits(most.coreUnits())
                .maxMemoryKib(most.memoryKib())
                .maxGpus(most.gpus())
                .maxGpuMemoryKib(most.gpuMemoryKib())
                .user(user));
    }

    public static CommandEncoding setPartition(long partition, Resources most) {
        return (buffer, offset, correlationId) -> length(new SetPartitionEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .partitionNumber(partition)
                .maxCoreUnits(most.coreUnits())
                .maxMemoryKib(most.memoryKib())
                .maxGpus(most.gpus())
                .maxGpuMemoryKib(most.gpuMemoryKib()));
    }

    public static CommandEncoding deletePartition(long partition) {
        return (buffer, offset, correlationId) -> length(new DeletePartitionEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .partitionNumber(partition));
    }

    /** Kills procs of a host and keeps it for a job until they have ended. */
    public static CommandEncoding redirectHost(long host, long job, List<Long> procs) {
        return (buffer, offset, correlationId) -> {
            RedirectHostEncoder command = new RedirectHostEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .hostNumber(host)
                    .jobNumber(job);
            RedirectHostEncoder.ProcsEncoder group = command.procsCount(procs.size());
            for (long proc : procs) {
                group.next().procNumber(proc);
            }
            return length(command);
        };
    }

    /**
     * @param layer index, or -1: every layer of the job
     * @param stagger of order STAGGER, else 0
     */
    public static CommandEncoding reorderFrames(
            long job, int layer, FrameOrder order, int stagger, List<FrameRun> runs) {
        return (buffer, offset, correlationId) -> {
            ReorderFramesEncoder command = new ReorderFramesEncoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                    .correlationId(correlationId)
                    .jobNumber(job)
                    .layerIndex(layer)
                    .frameOrder(order)
                    .stagger(stagger);
            ReorderFramesEncoder.RangesEncoder group = command.rangesCount(runs.size());
            for (FrameRun run : runs) {
                group.next().firstFrame(run.first()).step(run.step()).frameCount(run.count());
            }
            return length(command);
        };
    }

    /** @param show 0: all shows that have no mode of their own */
    public static CommandEncoding setMode(long show, WorkMode mode, boolean asCell) {
        return (buffer, offset, correlationId) -> length(new SetWorkModeEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .showNumber(show)
                .workMode(mode)
                .asCell(Sbe.of(asCell)));
    }

    public static CommandEncoding setDelayRule(int exitStatus, int minutes) {
        return (buffer, offset, correlationId) -> length(new SetDelayRuleEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .exitStatus(exitStatus)
                .minutes(minutes));
    }

    /** @param percent 0: no share */
    public static CommandEncoding setLayerShare(int percent, int leastProcs) {
        return (buffer, offset, correlationId) -> length(new SetLayerShareEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .percent(percent)
                .leastProcs(leastProcs));
    }

    public static CommandEncoding setCheckpoint(long job, int ordinal, CheckpointState said) {
        return (buffer, offset, correlationId) -> length(new SetCheckpointEncoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .jobNumber(job)
                .frameOrdinal(ordinal)
                .checkpoint(said));
    }

    private static int length(MessageEncoderFlyweight command) {
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /** What a partition may use at most. */
    public record Resources(int coreUnits, long memoryKib, int gpus, long gpuMemoryKib) {}

    /** Frame ordinals of a job, both ends included. */
    public record OrdinalRange(int first, int last) {}

    /** One side of a depend: a job, a layer of it or a frame of it; what is not meant is -1. */
    public record DependSide(long job, int layer, int frame) {
        public static DependSide job(long job) {
            return new DependSide(job, -1, -1);
        }
    }
}
