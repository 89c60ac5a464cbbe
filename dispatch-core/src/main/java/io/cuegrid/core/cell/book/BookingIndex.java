package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What could be booked: every layer of a living job that has a frame to run stands in order in the tree of its job group,
 * every job group that nothing of its job holds back in the tree of its lane. Events keep it; deciding asks it.
 *
 * <pre>
 *   lane (class of layers, folder, limits)          one tree of job groups: priority, job number
 *     └─ job group (the job's layers in the lane)   one tree of layers: dispatch order of the next frame, of the layer
 *          └─ layer                                 bits of waiting frames in dispatch order
 * </pre>
 *
 * What holds a job back (pause, cap) takes its groups out; what holds a lane back (folder, limits) and a show back
 * (subscription) is looked at when choosing, as a cut of the room that a host offers.
 *
 * <p>Threading: that of the cell. Derived: made again after a restore; no decision depends on how it came about.
 *
 * <p>It has more than 500 lines because the trees, and every event that moves something between them, must agree.
 */
public final class BookingIndex {
    /** Releases below so much room in a cap are looked at: somebody may have waited for it. */
    public static final long TIGHT_CORE_UNITS = 25_600;

    /** Gpus of room below which a release is looked at. */
    public static final long TIGHT_GPUS = 64;

    private static final int NO_FRAME = -1;
    final CellState state;
    final FitForest groupForest;
    final FitForest layerForest;
    final FrameOrders orders;
    final Eligibility eligibility;
    final HostRooms rooms;
    final Reservations reservations;
    /** Who holds the tokens of limits that count hosts. */
    final HostLimits hostLimits;
    /** What layers use on each host, as long as that matters. */
    final LayerShares layerShares;

    private final FitForest dueForest = new FitForest();
    private final int dueTree = dueForest.newTree();

    private @Nullable JobGroup[] groupOfLayer = new JobGroup[64];
    private int[] nextPlace = new int[64];
    private long[] needOfLayer = new long[64];

    private final JobGroups groups;
    private final LayerFiling filing;
    private final Wakes wakes;
    private final OwnNeeds own = new OwnNeeds();

    public BookingIndex(CellState state) {
        this.state = state;
        groups = new JobGroups(state);
        groupForest = groups.forest;
        layerForest = groups.layerForest;
        eligibility = groups.eligibility();
        wakes = groups.wakes();
        orders = new FrameOrders(state);
        filing = new LayerFiling(state, eligibility, orders);
        reservations = new Reservations(state);
        rooms = new HostRooms(state, eligibility, wakes, reservations);
        hostLimits = new HostLimits(state);
        layerShares = new LayerShares(state);
    }

    // ---- jobs

    /** A job has become alive: its layers are filed, its waiting frames offered. */
    public void attach(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            attachLayer(job, layer);
        }
        refreshJob(job);
    }

    /** A job is alive no more: nothing of it is offered. */
    public void detach(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            detachLayer(layer);
        }
    }

    /** A setting of the job has changed that says whether and in which order it is booked. */
    public void refreshJob(int job) {
        groups.refreshJob(job);
    }

    /** How jobs are ordered has changed. */
    public void reorderJobs() {
        for (int job = 0; job < state.jobs.rowCount(); job++) {
            refreshJob(job);
        }
    }

    /** The folder of a living job has changed: its layers belong to other lanes. */
    public void refileJob(int job) {
        if (groups.first(job) != null) {
            detach(job);
            attach(job);
        }
    }

    /** Procs of the job came or went: its cap may hold it back or no more. */
    public void jobUsageChanged(int job, boolean released) {
        if (state.jobs.maxCoreUnits(job) < 0 && state.jobs.maxGpus(job) < 0 && !JobOrder.dependsOnUse(state, job)) {
            return;
        }
        for (JobGroup group = groups.first(job); group != null; group = group.nextOfJob) {
            groups.refresh(group);
            if (released && groupForest.contains(group.id) && isTight(job)) {
                wakes.lane(group.lane);
            }
        }
    }

    private boolean isTight(int job) {
        int maxCores = state.jobs.maxCoreUnits(job);
        int maxGpus = state.jobs.maxGpus(job);
        return (maxCores >= 0 && (long) maxCores - state.jobs.usedCoreUnits(job) < TIGHT_CORE_UNITS)
                || (maxGpus >= 0 && (long) maxGpus - state.jobs.usedGpus(job) < TIGHT_GPUS);
    }

    // ---- layers

    /** What a layer asks for, its limits, tags or start time have changed. */
    public void refileLayer(int layer) {
        int job = state.layers.job(layer);
        if (isAttached(layer)) {
            detachLayer(layer);
            attachLayer(job, layer);
            refreshJob(job);
        }
    }

    /** Dispatch orders of the layer's frames have changed. */
    public void reorderLayer(int layer) {
        int job = state.layers.job(layer);
        boolean attached = isAttached(layer);
        if (attached) {
            detachLayer(layer);
        }
        orders.reorder(layer);
        int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
        for (int index = 0; index < state.layers.frameCount(layer); index++) {
            if (state.frames.state(base + index) == FrameStates.WAITING && !hasOwnNeed(layer, base + index)) {
                orders.set(layer, orders.placeOf(layer, index));
            }
        }
        if (attached) {
            attachLayer(job, layer);
            refreshJob(job);
        }
    }

    /** The layers are about to go: nothing of their frames is kept. */
    public void forgetFrames(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            orders.clearAll(layer);
        }
    }

    private void attachLayer(int job, int layer) {
        ensureLayer(layer);
        JobGroup group = groups.group(job, filing.lane(job, layer));
        group.layers++;
        groupOfLayer[layer] = group;
        needOfLayer[layer] = filing.need(layer, state.layers.memoryKib(layer));
        if (state.layers.startAfterMillis(layer) > state.globals.dueMillis()) {
            dueForest.insert(dueTree, layer, state.layers.startAfterMillis(layer), 0);
            nextPlace[layer] = NO_FRAME;
            return;
        }
        offer(job, layer, group);
    }

    private void offer(int job, int layer, JobGroup group) {
        if (state.layers.memoryFailedFrames(layer) > 0) {
            offerOwnFrames(job, layer, group);
        }
        int place = orders.next(layer, 0);
        nextPlace[layer] = place;
        if (place >= 0) {
            layerForest.insert(group.tree, layer, filing.key(layer, place), needOfLayer[layer]);
        }
    }

    /** Sorts the waiting frames of a layer into those with needs of their own and the others. */
    private void offerOwnFrames(int job, int layer, JobGroup group) {
        int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
        for (int index = 0; index < state.layers.frameCount(layer); index++) {
            if (state.frames.state(base + index) == FrameStates.WAITING) {
                if (hasOwnNeed(layer, base + index)) {
                    orders.clear(layer, orders.placeOf(layer, index));
                    offerOwn(layer, base + index, index, group);
                } else {
                    orders.set(layer, orders.placeOf(layer, index));
                }
            }
        }
    }

    private void detachLayer(int layer) {
        JobGroup group = groupOfLayer(layer);
        if (group == null) {
            return;
        }
        if (layerForest.contains(layer)) {
            layerForest.remove(group.tree, layer);
        }
        if (dueForest.contains(layer)) {
            dueForest.remove(dueTree, layer);
        }
        if (state.layers.memoryFailedFrames(layer) > 0) {
            int job = state.layers.job(layer);
            int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
            for (int index = 0; index < state.layers.frameCount(layer); index++) {
                withdrawOwn(base + index, group);
            }
        }
        groupOfLayer[layer] = null;
        if (--group.layers == 0) {
            groups.drop(group);
        }
    }

    /** Start times up to now are reached. @return whether a layer has become ready */
    public boolean releaseDue(long nowMillis) {
        boolean any = false;
        while (dueForest.size(dueTree) > 0 && dueForest.firstKey(dueTree) <= nowMillis) {
            int layer = dueForest.entryAt(dueForest.first(dueTree, Need.UNBOUNDED));
            dueForest.remove(dueTree, layer);
            JobGroup group = groupOfLayer(layer);
            if (group != null) {
                offer(group.jobRow, layer, group);
                groups.refresh(group);
                any = true;
            }
        }
        return any;
    }

    /** The next start time of a layer, or Long.MAX_VALUE. */
    public long nextDueMillis() {
        return dueForest.size(dueTree) == 0 ? Long.MAX_VALUE : dueForest.firstKey(dueTree);
    }

    // ---- frames

    /** New frames of a job that is not alive yet, [from, to) by index: they wait once it is. */
    public void framesStaged(int layer, int from, int to) {
        orders.setRange(layer, from, to);
    }

    /** A frame waits now. */
    public void frameWaits(int layer, int frameRow, int frameIndex) {
        JobGroup group = groupOfLayer(layer);
        if (hasOwnNeed(layer, frameRow) && group != null && !dueForest.contains(layer)) {
            offerOwn(layer, frameRow, frameIndex, group);
            groups.refresh(group);
            return;
        }
        int place = orders.placeOf(layer, frameIndex);
        orders.set(layer, place);
        if (group == null || dueForest.contains(layer)) {
            return;
        }
        int next = nextPlace[layer];
        if (next < 0) {
            nextPlace[layer] = place;
            layerForest.insert(group.tree, layer, filing.key(layer, place), needOfLayer[layer]);
            groups.refresh(group);
        } else if (place < next) {
            nextPlace[layer] = place;
            layerForest.update(group.tree, layer, filing.key(layer, place), needOfLayer[layer]);
        }
    }

    /** A frame that waited waits no more. */
    public void frameTaken(int layer, int frameRow, int frameIndex) {
        int place = orders.placeOf(layer, frameIndex);
        JobGroup group = groupOfLayer(layer);
        if (!orders.get(layer, place)) {
            if (group != null) {
                withdrawOwn(frameRow, group);
                groups.refresh(group);
            }
            return;
        }
        orders.clear(layer, place);
        if (group == null || nextPlace[layer] != place) {
            return;
        }
        int next = orders.next(layer, place + 1);
        nextPlace[layer] = next;
        if (next < 0) {
            layerForest.remove(group.tree, layer);
            groups.refresh(group);
        } else {
            layerForest.update(group.tree, layer, filing.key(layer, next), needOfLayer[layer]);
        }
    }

    private boolean hasOwnNeed(int layer, int frameRow) {
        int raised = state.frames.raisedMemory(frameRow);
        return raised != 0 && FrameTable.kib(raised) > state.layers.memoryKib(layer);
    }

    private void offerOwn(int layer, int frameRow, int frameIndex, JobGroup group) {
        if (!own.contains(frameRow)) {
            long need = filing.need(layer, FrameTable.kib(state.frames.raisedMemory(frameRow)));
            int entry = own.add(frameRow, layer, frameIndex);
            layerForest.insert(group.tree, entry, filing.key(layer, orders.placeOf(layer, frameIndex)), need);
        }
    }

    private void withdrawOwn(int frameRow, JobGroup group) {
        if (own.contains(frameRow)) {
            layerForest.remove(group.tree, own.remove(frameRow));
        }
    }

    /** The layer of an entry of a job group's tree. */
    int layerOfEntry(int entry) {
        return entry >= 0 ? entry : own.layer(entry);
    }

    /** The frame index that an entry offers. */
    int frameIndexOfEntry(int entry) {
        return entry >= 0 ? orders.indexAt(entry, nextPlace[entry]) : own.frameIndex(entry);
    }

    JobGroup groupOf(int groupId) {
        return groups.byId(groupId);
    }

    // ---- caps and lanes

    /** A cap of the catalog (folder, limit, share) has more room than it had. */
    public void capReleased(int catalogRow) {
        wakes.cap(catalogRow);
    }

    /** Everything may be bookable that was not: configuration has changed. */
    public void wakeAll() {
        wakes.allHostClasses();
    }

    /** A host may have room that it had not. */
    public void wakeHost(int host) {
        HostClass hostClass = eligibility.classOf(host);
        if (hostClass != null) {
            wakes.hostClass(hostClass);
        }
        wakes.want();
    }

    /** Folders were changed: the caps above each lane are found out again. */
    public void foldersChanged() {
        for (Lane lane : eligibility.lanes) {
            eligibility.refreshFolders(lane);
        }
        wakeAll();
    }

    /** Gpu work has run out somewhere: hosts with gpus may take other work. */
    public void gpuWorkGone() {
        wakes.gpuHostClasses();
    }

    /** A proc has taken from caps: gpu work that they hold back now keeps no host any more. */
    public void capsTaken() {
        groups.capsTaken();
    }

    /** Whether gpu work waits somewhere. */
    boolean hasGpuWork() {
        return groups.hasGpuWork();
    }

    /** A proc of a layer with a limit that counts hosts came (1) or went (-1). */
    public void hostLimitChanged(int limitRow, int host, int sign) {
        if (hostLimits.change(limitRow, host, sign)) {
            capReleased(limitRow);
        }
    }

    /** What a limit counts, or which layers have it, has changed. */
    public void hostLimitsChanged(int limitRow) {
        hostLimits.recount(limitRow);
        capReleased(limitRow);
    }

    /** A proc came (1) or went (-1). */
    public void procChanged(int proc, int sign) {
        if (layerShares.isOn()) {
            layerShares.change(proc, sign);
        }
    }

    /** How much of a host one layer may take has changed. */
    public void layerShareChanged() {
        layerShares.rebuild();
        wakeAll();
    }

    /** Hosts on which frames of a limit run; 0 for a limit that counts frames. */
    public int seats(int limitRow) {
        return hostLimits.seats(limitRow);
    }

    /** Passes released caps on to the lanes below them. Part of deciding: changes marks only. */
    void spreadDirtyCaps() {
        wakes.spreadCaps();
    }

    /** Booking has settled: nothing more can be booked until something changes. */
    public void settled() {
        wakes.settled();
    }

    /** A host is kept for a layer from now on, or no more. */
    public void reservationChanged(int host) {
        rooms.touch(host);
        wakeHost(host);
    }

    /** Whether anything waits that nothing of its job holds back. */
    public boolean hasWaiting() {
        return groups.isAnyListed();
    }

    /** Whether a host may be booked at all. */
    public boolean isBookable(int host) {
        return rooms.isBookable(host);
    }

    /** A chooser of its own for looking, not for booking. */
    public Chooser looker() {
        return new Chooser(state, this);
    }

    // ---- hosts

    /** A host, or what says where it belongs, is new or has changed. */
    public void hostChanged(int host) {
        rooms.refile(host);
    }

    /** What a host has left, or whether it may be booked, has changed. */
    public void hostRoomChanged(int host) {
        rooms.touch(host);
    }

    public void hostRemoved(int host) {
        rooms.remove(host);
    }

    /** Hosts may be booked again after a pause. @return whether there were any */
    public boolean releaseHosts(long nowMillis) {
        return rooms.releaseDue(nowMillis);
    }

    /** The next end of a host's pause, or Long.MAX_VALUE. */
    public long nextHostDueMillis() {
        return rooms.nextDueMillis();
    }

    /** Memory of the largest host that may run a layer by kind. */
    public long largestEligibleMemoryKib(int layer) {
        JobGroup group = groupOfLayer(layer);
        return group == null ? Long.MAX_VALUE : eligibility.largestMemoryKib(group.lane, state.hosts::memoryKib);
    }

    /** Makes everything again after a restore. */
    public void rebuild() {
        boolean wanted = state.globals.bookingWanted();
        hostLimits.rebuild();
        layerShares.rebuild();
        for (int host = 0; host < state.hosts.rowCount(); host++) {
            if (state.hosts.number(host) != 0) {
                rooms.refile(host);
            }
        }
        for (int job = 0; job < state.jobs.rowCount(); job++) {
            if (state.jobs.number(job) != 0) {
                rebuildJob(job);
            }
        }
        settled();
        state.globals.bookingWanted(wanted);
        if (wanted) {
            wakeAll();
        }
    }

    private void rebuildJob(int job) {
        int base = state.jobs.layerBase(job);
        int frames = state.jobs.frameBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            orders.reorder(layer);
            int first = state.layers.firstOrdinal(layer);
            int staged = Math.min(state.layers.frameCount(layer), state.jobs.stagedFrames(job) - first);
            for (int index = 0; index < staged; index++) {
                if (state.frames.state(frames + first + index) == FrameStates.WAITING) {
                    orders.set(layer, orders.placeOf(layer, index));
                }
            }
        }
        if (state.jobs.state(job) == JobStates.PENDING) {
            attach(job);
        }
    }

    private boolean isAttached(int layer) {
        return groupOfLayer(layer) != null;
    }

    private @Nullable JobGroup groupOfLayer(int layer) {
        return layer < groupOfLayer.length ? groupOfLayer[layer] : null;
    }

    /** The lane of a layer of a living job. */
    @Nullable
    Lane laneOfLayer(int layer) {
        JobGroup group = groupOfLayer(layer);
        return group == null ? null : group.lane;
    }

    /** What the job's own caps leave of some room. */
    long jobRoom(int job, long room) {
        return groups.room(job, room);
    }

    private void ensureLayer(int layer) {
        if (layer >= nextPlace.length) {
            int length = Math.max(layer + 1, nextPlace.length * 2);
            nextPlace = Arrays.copyOf(nextPlace, length);
            needOfLayer = Arrays.copyOf(needOfLayer, length);
            groupOfLayer = Arrays.copyOf(groupOfLayer, length);
        } else if (layer >= groupOfLayer.length) {
            groupOfLayer = Arrays.copyOf(groupOfLayer, nextPlace.length);
        }
    }
}
