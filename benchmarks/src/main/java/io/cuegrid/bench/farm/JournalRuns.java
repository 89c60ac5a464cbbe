package io.cuegrid.bench.farm;

import io.cuegrid.core.batch.MessageListReader;
import io.cuegrid.core.sbe.CatalogChangedDecoder;
import io.cuegrid.core.sbe.FolderRecordDecoder;
import io.cuegrid.core.sbe.FrameStartedDecoder;
import io.cuegrid.core.sbe.FrameStoppedDecoder;
import io.cuegrid.core.sbe.HostRegisteredDecoder;
import io.cuegrid.core.sbe.JobRemovedDecoder;
import io.cuegrid.core.sbe.JobStagedDecoder;
import io.cuegrid.core.sbe.LimitRecordDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.core.sbe.SubscriptionRecordDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows every run of a journal from its start to its end, and every cap that the journal names: hosts, jobs, layers,
 * folders with all above them, subscriptions, limits. The second of the audit's records.
 *
 * <p>Threading: one thread.
 */
final class JournalRuns {
    private static final long UNKNOWN = -1;
    private static final int ALLOCATION_BITS = 24;

    private final RunTable table;
    private final MessageListReader events = new MessageListReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameStartedDecoder started = new FrameStartedDecoder();
    private final FrameStoppedDecoder stopped = new FrameStoppedDecoder();
    private final HostRegisteredDecoder registered = new HostRegisteredDecoder();
    private final JobStagedDecoder staged = new JobStagedDecoder();
    private final JobRemovedDecoder removed = new JobRemovedDecoder();
    private final CatalogChangedDecoder catalog = new CatalogChangedDecoder();
    private final Long2LongHashMap liveFrames = new Long2LongHashMap(UNKNOWN);
    private final Long2LongHashMap hostAllocations = new Long2LongHashMap(UNKNOWN);
    private final Long2LongHashMap folderParents = new Long2LongHashMap(UNKNOWN);
    private final Long2ObjectHashMap<Job> jobs = new Long2ObjectHashMap<>();
    private final Caps caps = new Caps();
    private long doubleBooked;
    private long overshoots;

    private record Layer(int maxCoreUnits, long[] limits) {}

    private record Job(long show, long folder, List<Layer> layers) {}

    /** @param table where the runs are noted */
    JournalRuns(RunTable table) {
        this.table = table;
    }

    /** Takes the events of one batch, in their order. */
    void onBatch(DirectBuffer content, int length) {
        events.wrap(content, 0, length);
        while (events.next()) {
            header.wrap(events.buffer(), events.offset());
            switch (header.templateId()) {
                case FrameStartedDecoder.TEMPLATE_ID -> start();
                case FrameStoppedDecoder.TEMPLATE_ID -> stop();
                case HostRegisteredDecoder.TEMPLATE_ID -> register();
                case JobStagedDecoder.TEMPLATE_ID -> stage();
                case JobRemovedDecoder.TEMPLATE_ID -> remove();
                case CatalogChangedDecoder.TEMPLATE_ID -> change();
                default -> {
                    // says nothing about runs or caps
                }
            }
        }
    }

    private void register() {
        registered.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        long host = registered.hostNumber();
        caps.cap(Caps.Kind.HOST_CORES, host, registered.coreUnits());
        caps.cap(Caps.Kind.HOST_MEMORY, host, registered.memoryKib());
        hostAllocations.put(host, registered.allocationNumber());
    }

    private void stage() {
        staged.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        caps.cap(
                Caps.Kind.JOB_CORES, staged.jobNumber(), staged.maxCoreUnits() < 0 ? Caps.NONE : staged.maxCoreUnits());
        long show = staged.showNumber();
        long folder = staged.folderNumber();
        List<Layer> layers = new ArrayList<>();
        for (JobStagedDecoder.LayersDecoder layer : staged.layers()) {
            int maxCoreUnits = layer.maxCoreUnits();
            layer.frames().forEach(frames -> {});
            JobStagedDecoder.LayersDecoder.LimitsDecoder names = layer.limits();
            long[] limits = new long[names.count()];
            for (int i = 0; i < limits.length; i++) {
                limits[i] = names.next().limitNumber();
            }
            layer.skipName();
            layer.skipRangeText();
            layer.skipTags();
            layer.skipServices();
            layers.add(new Layer(maxCoreUnits, limits));
        }
        jobs.put(staged.jobNumber(), new Job(show, folder, layers));
    }

    private void remove() {
        removed.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        caps.forget(Caps.Kind.JOB_CORES, removed.jobNumber());
        jobs.remove(removed.jobNumber());
    }

    private void change() {
        catalog.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        UnsafeBuffer record = new UnsafeBuffer(new byte[catalog.recordLength()]);
        catalog.getRecord(record, 0, record.capacity());
        if (record.capacity() == 0) {
            return;
        }
        header.wrap(record, 0);
        switch (header.templateId()) {
            case FolderRecordDecoder.TEMPLATE_ID -> {
                FolderRecordDecoder folder = new FolderRecordDecoder().wrapAndApplyHeader(record, 0, header);
                folderParents.put(folder.number(), folder.parentNumber());
                caps.cap(Caps.Kind.FOLDER_CORES, folder.number(), capOf(folder.maxCoreUnits()));
            }
            case SubscriptionRecordDecoder.TEMPLATE_ID -> {
                SubscriptionRecordDecoder one = new SubscriptionRecordDecoder().wrapAndApplyHeader(record, 0, header);
                caps.cap(
                        Caps.Kind.SUBSCRIPTION_CORES,
                        subscription(one.showNumber(), one.allocationNumber()),
                        capOf(one.burstCoreUnits()));
            }
            case LimitRecordDecoder.TEMPLATE_ID -> {
                LimitRecordDecoder limit = new LimitRecordDecoder().wrapAndApplyHeader(record, 0, header);
                caps.cap(Caps.Kind.LIMIT_FRAMES, limit.number(), capOf(limit.maxValue()));
            }
            default -> {
                // has no cap
            }
        }
    }

    private static long capOf(int value) {
        return value < 0 ? Caps.NONE : value;
    }

    private static long subscription(long show, long allocation) {
        return show << ALLOCATION_BITS | allocation;
    }

    private void start() {
        started.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        long frame = RunTable.frame(started.jobNumber(), started.frameOrdinal());
        table.note(
                started.procNumber(),
                RunTable.STARTED,
                RunTable.fingerprint(frame, started.coreUnits(), started.memoryKib()));
        if (liveFrames.put(frame, started.procNumber()) != UNKNOWN) {
            doubleBooked++;
        }
        long host = started.hostNumber();
        int cores = started.coreUnits();
        boolean fits = caps.take(Caps.Kind.HOST_CORES, host, cores);
        fits &= caps.take(Caps.Kind.HOST_MEMORY, host, started.memoryKib());
        fits &= caps.take(Caps.Kind.JOB_CORES, started.jobNumber(), cores);
        @Nullable Job job = jobs.get(started.jobNumber());
        if (job != null) {
            fits &= takeShared(job, job.layers().get(started.layerIndex()), host, cores);
        }
        overshoots += fits ? 0 : 1;
    }

    private boolean takeShared(Job job, Layer layer, long host, int cores) {
        boolean fits = layer.maxCoreUnits() <= 0 || cores <= layer.maxCoreUnits();
        fits &= caps.take(Caps.Kind.SUBSCRIPTION_CORES, subscription(job.show(), hostAllocations.get(host)), cores);
        for (long folder = job.folder(); folder > 0; folder = folderParents.get(folder)) {
            fits &= caps.take(Caps.Kind.FOLDER_CORES, folder, cores);
        }
        for (long limit : layer.limits()) {
            fits &= caps.take(Caps.Kind.LIMIT_FRAMES, limit, 1);
        }
        return fits;
    }

    private void stop() {
        stopped.wrapAndApplyHeader(events.buffer(), events.offset(), header);
        long frame = RunTable.frame(stopped.jobNumber(), stopped.frameOrdinal());
        table.note(
                stopped.procNumber(),
                RunTable.STOPPED,
                RunTable.fingerprint(frame, stopped.coreUnits(), stopped.memoryKib()));
        liveFrames.remove(frame);
        long host = stopped.hostNumber();
        int cores = stopped.coreUnits();
        caps.giveBack(Caps.Kind.HOST_CORES, host, cores);
        caps.giveBack(Caps.Kind.HOST_MEMORY, host, stopped.memoryKib());
        caps.giveBack(Caps.Kind.JOB_CORES, stopped.jobNumber(), cores);
        @Nullable Job job = jobs.get(stopped.jobNumber());
        if (job == null) {
            return;
        }
        caps.giveBack(Caps.Kind.SUBSCRIPTION_CORES, subscription(job.show(), hostAllocations.get(host)), cores);
        for (long folder = job.folder(); folder > 0; folder = folderParents.get(folder)) {
            caps.giveBack(Caps.Kind.FOLDER_CORES, folder, cores);
        }
        for (long limit : job.layers().get(stopped.layerIndex()).limits()) {
            caps.giveBack(Caps.Kind.LIMIT_FRAMES, limit, 1);
        }
    }

    /** Frames that were booked while a run of them lived. */
    long doubleBooked() {
        return doubleBooked;
    }

    /** Bookings that took more of a host, a job, a layer, a folder, a subscription or a limit than there was. */
    long overshoots() {
        return overshoots;
    }
}
