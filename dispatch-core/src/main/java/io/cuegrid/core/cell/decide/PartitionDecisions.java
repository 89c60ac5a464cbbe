package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.LocalChooser;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.partition.PartitionTable;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.state.HostOwners;
import io.cuegrid.core.sbe.AddPartitionDecoder;
import io.cuegrid.core.sbe.DeletePartitionDecoder;
import io.cuegrid.core.sbe.LockState;
import io.cuegrid.core.sbe.PartitionChangedEncoder;
import io.cuegrid.core.sbe.PartitionRemovedEncoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.SetPartitionDecoder;

/**
 * Local dispatch: the owner of a host that is locked for everybody else gives a part of it to a job, a layer or a frame. What
 * runs there counts against the host, the partition and limits, and against no other cap.
 *
 * <p>Threading: that of the cell.
 */
final class PartitionDecisions {
    /** Partitions at one time. */
    static final int PARTITIONS_MAX = 1_000;
    /** Partitions of one host at one time. */
    static final int PARTITIONS_OF_HOST_MAX = 32;
    /** Frames booked at once on a host whose frame has ended; more are found by the next work. */
    private static final int LOCAL_FRAMES = 512;

    private static final int CORE = 100;
    private static final int NONE = -1;

    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final LocalChooser chooser;
    private final HostOwners owners;
    private final PartitionChangedEncoder changed = new PartitionChangedEncoder();
    private final PartitionRemovedEncoder removed = new PartitionRemovedEncoder();
    private final int[] ofHost = new int[PARTITIONS_OF_HOST_MAX];

    PartitionDecisions(CellState state, BookingIndex index, Emitter out, FrameEmitter frameEvents) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
        chooser = new LocalChooser(state, index);
        owners = new HostOwners(state);
    }

    // ---- commands

    void decide(AddPartitionDecoder command) {
        int host = state.hosts.row(command.hostNumber());
        int job = state.jobs.row(command.jobNumber());
        if (host < 0) {
            throw Refused.notFound("there is no host " + command.hostNumber());
        }
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + command.jobNumber());
        }
        requireWork(job, command.layerIndex(), command.frameOrdinal());
        requireRoom(host, command.maxCoreUnits(), command.maxMemoryKib(), command.maxGpus(), command.maxGpuMemoryKib());
        int threads = command.threads();
        requireThreads(threads, command.maxCoreUnits());
        String user = command.user();
        long owner = requireOwner(host, user);
        if (state.hosts.lockState(host) == LockState.OPEN.value()) {
            throw Refused.precondition("host " + state.hostName(host)
                    + " is open for everybody: lock it before a part of it is given away");
        }
        requireFew(host);
        long number = state.globals.nextPartition();
        emit(
                number,
                command.hostNumber(),
                command.jobNumber(),
                command.frameOrdinal() >= 0 ? NONE : command.layerIndex(),
                command.frameOrdinal(),
                owner,
                threads,
                command.maxCoreUnits(),
                command.maxMemoryKib(),
                command.maxGpus(),
                command.maxGpuMemoryKib());
        out.ok(command.correlationId(), number);
    }

    private void requireWork(int job, int layerIndex, int ordinal) {
        if (layerIndex >= state.jobs.layerCount(job) || ordinal >= state.jobs.frameCount(job)) {
            throw Refused.notFound("job " + state.jobName(job) + " has no layer " + layerIndex + ", frame " + ordinal);
        }
        if (isOver(job, layerIndex, ordinal)) {
            throw Refused.precondition("nothing of this work of job " + state.jobName(job) + " waits or runs any more");
        }
    }

    private void requireRoom(int host, int cores, long memory, int gpus, long gpuMemory) {
        boolean fits = cores >= 0
                && cores <= state.hosts.coreUnits(host)
                && memory >= 0
                && memory <= state.hosts.memoryKib(host)
                && gpus >= 0
                && gpus <= state.hosts.gpus(host)
                && gpuMemory >= 0
                && gpuMemory <= state.hosts.gpuMemoryKib(host);
        if (!fits) {
            throw Refused.invalid("host " + state.hostName(host) + " has " + state.hosts.coreUnits(host) / CORE
                    + " cores, " + state.hosts.memoryKib(host) + " KiB, " + state.hosts.gpus(host) + " gpus with "
                    + state.hosts.gpuMemoryKib(host) + " KiB: a partition cannot have " + cores / CORE + " cores, "
                    + memory + " KiB, " + gpus + " gpus with " + gpuMemory + " KiB");
        }
    }

    private static void requireThreads(int threads, int maxCoreUnits) {
        if (threads < 1 || (long) threads * CORE > maxCoreUnits) {
            throw Refused.invalid("a frame is given " + threads + " cores of " + maxCoreUnits / CORE
                    + ": give it one at least, and not more than the partition has");
        }
    }

    private long requireOwner(int host, String user) {
        long owner = owners.ownerOf(state.hosts.number(host));
        if (owner == 0) {
            throw Refused.notFound("host " + state.hostName(host) + " has no owner: '" + user
                    + "' takes ownership of it before a part of it is given away");
        }
        if (!owners.name(owner).equals(user)) {
            throw new Refused(
                    ReplyCode.PERMISSION_DENIED,
                    "host " + state.hostName(host) + " belongs to '" + owners.name(owner) + "', not to '" + user + "'");
        }
        return owner;
    }

    private void requireFew(int host) {
        if (state.partitions.live() >= PARTITIONS_MAX) {
            throw Refused.exhausted("the cell has " + PARTITIONS_MAX + " partitions already");
        }
        if (state.partitions.countOfHost(state.hosts.number(host)) >= PARTITIONS_OF_HOST_MAX) {
            throw Refused.exhausted(
                    "host " + state.hostName(host) + " has " + PARTITIONS_OF_HOST_MAX + " partitions already");
        }
    }

    private int partition(long number) {
        int row = state.partitions.row(number);
        if (row < 0) {
            throw Refused.notFound("there is no partition " + number + "; its work may have ended");
        }
        return row;
    }

    void decide(SetPartitionDecoder command) {
        PartitionTable table = state.partitions;
        int row = partition(command.partitionNumber());
        requireRoom(
                state.hosts.row(table.hostNumber(row)),
                command.maxCoreUnits(),
                command.maxMemoryKib(),
                command.maxGpus(),
                command.maxGpuMemoryKib());
        requireThreads(table.threads(row), command.maxCoreUnits());
        emit(
                command.partitionNumber(),
                table.hostNumber(row),
                table.jobNumber(row),
                table.layerIndex(row),
                table.frameOrdinal(row),
                table.ownerNumber(row),
                table.threads(row),
                command.maxCoreUnits(),
                command.maxMemoryKib(),
                command.maxGpus(),
                command.maxGpuMemoryKib());
        out.ok(command.correlationId(), command.partitionNumber());
    }

    void decide(DeletePartitionDecoder command) {
        remove(partition(command.partitionNumber()));
        out.ok(command.correlationId(), command.partitionNumber());
    }

    private void emit(
            long number,
            long host,
            long job,
            int layerIndex,
            int ordinal,
            long owner,
            int threads,
            int cores,
            long memory,
            int gpus,
            long gpuMemory) {
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .partitionNumber(number)
                .hostNumber(host)
                .jobNumber(job)
                .layerIndex(layerIndex)
                .frameOrdinal(ordinal)
                .ownerNumber(owner)
                .threads(threads)
                .maxCoreUnits(cores)
                .maxMemoryKib(memory)
                .maxGpus(gpus)
                .maxGpuMemoryKib(gpuMemory)
                .timeMillis(out.now());
        out.emit(PartitionChangedEncoder.BLOCK_LENGTH);
    }

    private void remove(int row) {
        removed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .partitionNumber(state.partitions.number(row))
                .timeMillis(out.now());
        out.emit(PartitionRemovedEncoder.BLOCK_LENGTH);
    }

    // ---- booking

    /**
     * Books in all partitions, and removes those whose work has ended.
     *
     * @param most frames to book before it stops
     * @return whether nothing is left to be booked; false when it stopped because of {@code most}
     */
    boolean bookAll(int most) {
        PartitionTable table = state.partitions;
        int booked = 0;
        for (int row = 0; row < table.rowCount() && table.live() > 0; row++) {
            if (table.isLastOfHost(row)) {
                booked += book(state.hosts.row(table.hostNumber(row)), most - booked);
                if (booked >= most) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Books in the partitions of one host. */
    void book(int host) {
        if (state.partitions.live() > 0) {
            book(host, LOCAL_FRAMES);
        }
    }

    /** What has least of its cores in use comes first. @return frames booked */
    private int book(int host, int most) {
        int count = host < 0 ? 0 : state.partitions.rowsOfHost(state.hosts.number(host), ofHost);
        int booked = 0;
        int looked = 0;
        while (count > 0 && booked < most) {
            int at = leastUsed(count);
            int row = ofHost[at];
            looked++;
            if (isOver(row)) {
                remove(row);
                ofHost[at] = ofHost[--count];
            } else if (chooser.choose(row)) {
                frameEvents.startedLocally(
                        host,
                        chooser.layer(),
                        chooser.frameIndex(),
                        chooser.coreUnits(),
                        chooser.memoryKib(),
                        state.partitions.number(row));
                booked++;
            } else {
                ofHost[at] = ofHost[--count];
            }
        }
        out.step(looked);
        return booked;
    }

    private int leastUsed(int count) {
        PartitionTable table = state.partitions;
        int least = 0;
        for (int i = 1; i < count; i++) {
            long used = (long) table.usedCoreUnits(ofHost[i]) * Math.max(1, table.maxCoreUnits(ofHost[least]));
            long before = (long) table.usedCoreUnits(ofHost[least]) * Math.max(1, table.maxCoreUnits(ofHost[i]));
            boolean first = used < before || (used == before && table.number(ofHost[i]) < table.number(ofHost[least]));
            least = first ? i : least;
        }
        return least;
    }

    private boolean isOver(int row) {
        PartitionTable table = state.partitions;
        int job = state.jobs.row(table.jobNumber(row));
        return job < 0 || isOver(job, table.layerIndex(row), table.frameOrdinal(row));
    }

    /** Whether a job, or a layer or frame of it, has nothing that waits or runs. */
    private boolean isOver(int job, int layerIndex, int ordinal) {
        int now = state.jobs.state(job);
        if (now == JobStates.FINISHED || now == JobStates.SHUTDOWN) {
            return true;
        }
        if (ordinal >= 0) {
            return !FrameDecisions.isOpen(state.frames.state(state.jobs.frameBase(job) + ordinal));
        }
        if (layerIndex < 0) {
            return false;
        }
        int layer = state.jobs.layerBase(job) + layerIndex;
        return state.layers.counts(layer, FrameStates.WAITING)
                        + state.layers.counts(layer, FrameStates.RUNNING)
                        + state.layers.counts(layer, FrameStates.DEPEND)
                        + state.layers.counts(layer, FrameStates.CHECKPOINT)
                == 0;
    }
}
