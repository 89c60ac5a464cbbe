package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.frame.FrameTable;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RecordKind;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;
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
 * <p>It has more than 500 lines because every step of it keeps the same few arrays in agreement.
 *
 * <p>Threading: that of the cell. Derived: made again after a restore; no decision depends on how it came about.
 */
public final class BookingIndex {
    /** Releases below so much room in a cap are looked at: somebody may have waited for it. */
    public static final long TIGHT_CORE_UNITS = 25_600;

    /** Gpus of room below which a release is looked at. */
    public static final long TIGHT_GPUS = 64;

    private static final int NO_FRAME = -1;
    private static final int PRIORITY_MAX = (1 << 23) - 1;
    private static final int PRIORITY_SHIFT = 40;
    private static final int ORDER_MAX = 0xFFFF;

    final CellState state;
    final FitForest groupForest = new FitForest();
    final FitForest layerForest = new FitForest();
    final FrameOrders orders;
    final Eligibility eligibility;
    final HostRooms rooms;

    private final FitForest dueForest = new FitForest();
    private final int dueTree = dueForest.newTree();

    private @Nullable JobGroup[] groupOfLayer = new JobGroup[64];
    private @Nullable JobGroup[] groupsOfJob = new JobGroup[64];
    private JobGroup[] groupOfId = new JobGroup[64];
    private int[] freeGroupIds = new int[16];
    private int freeGroupCount;
    private int groupIds;
    private int[] nextPlace = new int[64];
    private long[] needOfLayer = new long[64];

    /** Frames with needs of their own: layer and frame index by a small number; entries are the complement. */
    private int[] ownLayer = new int[16];

    private int[] ownIndex = new int[16];
    private int[] freeOwn = new int[16];
    private int freeOwnCount;
    private int ownCount;
    private final Int2IntHashMap ownOfFrame = new Int2IntHashMap(-1);

    private boolean[] dirtyCaps = new boolean[16];
    private boolean anyDirtyCap;

    public BookingIndex(CellState state) {
        this.state = state;
        orders = new FrameOrders(state);
        eligibility = new Eligibility(state.catalog, groupForest, new FitForest());
        rooms = new HostRooms(state, eligibility);
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
        for (JobGroup group = groups(job); group != null; group = group.nextOfJob) {
            refreshGroup(group);
        }
    }

    /** The folder of a living job has changed: its layers belong to other lanes. */
    public void refileJob(int job) {
        if (groups(job) != null) {
            detach(job);
            attach(job);
        }
    }

    /** Procs of the job came or went: its cap may hold it back or no more. */
    public void jobUsageChanged(int job, boolean released) {
        if (state.jobs.maxCoreUnits(job) < 0 && state.jobs.maxGpus(job) < 0) {
            return;
        }
        for (JobGroup group = groups(job); group != null; group = group.nextOfJob) {
            refreshGroup(group);
            if (released && groupForest.contains(group.id) && isTight(job)) {
                wake(group.lane);
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
        Lane lane = laneOf(job, layer);
        JobGroup group = groups(job);
        while (group != null && group.lane != lane) {
            group = group.nextOfJob;
        }
        if (group == null) {
            group = newGroup(job, lane);
        }
        group.layers++;
        groupOfLayer[layer] = group;
        needOfLayer[layer] = need(layer, state.layers.memoryKib(layer));
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
            layerForest.insert(group.tree, layer, layerKey(layer, place), needOfLayer[layer]);
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
            dropGroup(group);
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
                refreshGroup(group);
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
        boolean own = hasOwnNeed(layer, frameRow);
        if (own && group != null && !dueForest.contains(layer)) {
            offerOwn(layer, frameRow, frameIndex, group);
            refreshGroup(group);
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
            layerForest.insert(group.tree, layer, layerKey(layer, place), needOfLayer[layer]);
            refreshGroup(group);
        } else if (place < next) {
            nextPlace[layer] = place;
            layerForest.update(group.tree, layer, layerKey(layer, place), needOfLayer[layer]);
        }
    }

    /** A frame that waited waits no more. */
    public void frameTaken(int layer, int frameRow, int frameIndex) {
        int place = orders.placeOf(layer, frameIndex);
        JobGroup group = groupOfLayer(layer);
        if (!orders.get(layer, place)) {
            if (group != null) {
                withdrawOwn(frameRow, group);
                refreshGroup(group);
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
            refreshGroup(group);
        } else {
            layerForest.update(group.tree, layer, layerKey(layer, next), needOfLayer[layer]);
        }
    }

    private boolean hasOwnNeed(int layer, int frameRow) {
        int raised = state.frames.raisedMemory(frameRow);
        return raised != 0 && FrameTable.kib(raised) > state.layers.memoryKib(layer);
    }

    private void offerOwn(int layer, int frameRow, int frameIndex, JobGroup group) {
        if (ownOfFrame.get(frameRow) >= 0) {
            return;
        }
        int own = freeOwnCount > 0 ? freeOwn[--freeOwnCount] : ownCount++;
        if (own >= ownLayer.length) {
            ownLayer = Arrays.copyOf(ownLayer, own * 2);
            ownIndex = Arrays.copyOf(ownIndex, own * 2);
        }
        ownLayer[own] = layer;
        ownIndex[own] = frameIndex;
        ownOfFrame.put(frameRow, own);
        long need = need(layer, FrameTable.kib(state.frames.raisedMemory(frameRow)));
        layerForest.insert(group.tree, ~own, layerKey(layer, orders.placeOf(layer, frameIndex)), need);
    }

    private void withdrawOwn(int frameRow, JobGroup group) {
        int own = ownOfFrame.get(frameRow);
        if (own < 0) {
            return;
        }
        ownOfFrame.remove(frameRow);
        layerForest.remove(group.tree, ~own);
        if (freeOwnCount == freeOwn.length) {
            freeOwn = Arrays.copyOf(freeOwn, freeOwnCount * 2);
        }
        freeOwn[freeOwnCount++] = own;
    }

    private long need(int layer, long memoryKib) {
        int cores = state.layers.minCoreUnits(layer);
        return Need.of(
                Math.max(HostRooms.MIN_CORE_UNITS, cores),
                memoryKib,
                state.layers.minGpus(layer),
                state.layers.gpuMemoryKib(layer),
                cores <= 0);
    }

    /** The layer of an entry of a job group's tree. */
    int layerOfEntry(int entry) {
        return entry >= 0 ? entry : ownLayer[~entry];
    }

    /** The frame index that an entry offers. */
    int frameIndexOfEntry(int entry) {
        return entry >= 0 ? orders.indexAt(entry, nextPlace[entry]) : ownIndex[~entry];
    }

    JobGroup groupOf(int groupId) {
        return groupOfId[groupId];
    }

    // ---- caps and lanes

    /** A cap of the catalog (folder, limit, share) has more room than it had. */
    public void capReleased(int catalogRow) {
        if (catalogRow >= dirtyCaps.length) {
            dirtyCaps = Arrays.copyOf(dirtyCaps, Math.max(catalogRow + 1, dirtyCaps.length * 2));
        }
        dirtyCaps[catalogRow] = true;
        anyDirtyCap = true;
        state.globals.bookingWanted(true);
    }

    /** Everything may be bookable that was not: configuration has changed. */
    public void wakeAll() {
        for (HostClass hostClass : eligibility.hostClasses) {
            hostClass.dirty = true;
        }
        state.globals.bookingWanted(true);
    }

    /** A host may have room that it had not. */
    public void wakeHost(int host) {
        HostClass hostClass = eligibility.classOf(host);
        if (hostClass != null) {
            hostClass.dirty = true;
        }
        state.globals.bookingWanted(true);
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
        for (HostClass hostClass : eligibility.hostClasses) {
            hostClass.dirty |= hostClass.gpu;
        }
        state.globals.bookingWanted(true);
    }

    /** Passes released caps on to the lanes below them. Part of deciding: changes marks only. */
    void spreadDirtyCaps() {
        if (!anyDirtyCap) {
            return;
        }
        for (Lane lane : eligibility.lanes) {
            if (!lane.dirty) {
                lane.dirty = isCapDirty(lane);
            }
        }
    }

    private boolean isCapDirty(Lane lane) {
        if (isDirty(lane.showRow)) {
            return true;
        }
        for (int folder : lane.cappedFolders) {
            if (isDirty(folder)) {
                return true;
            }
        }
        for (int limit : lane.limitRows) {
            if (isDirty(limit)) {
                return true;
            }
        }
        return false;
    }

    private boolean isDirty(int catalogRow) {
        return catalogRow < dirtyCaps.length && dirtyCaps[catalogRow];
    }

    /** Booking has settled: nothing more can be booked until something changes. */
    public void settled() {
        for (Lane lane : eligibility.lanes) {
            lane.dirty = false;
        }
        for (HostClass hostClass : eligibility.hostClasses) {
            hostClass.dirty = false;
        }
        if (anyDirtyCap) {
            Arrays.fill(dirtyCaps, false);
            anyDirtyCap = false;
        }
    }

    private void wake(Lane lane) {
        lane.dirty = true;
        if (!state.globals.bookingWanted()) {
            state.globals.bookingWanted(true);
        }
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

    private @Nullable JobGroup groups(int job) {
        return job < groupsOfJob.length ? groupsOfJob[job] : null;
    }

    private void refreshGroup(JobGroup group) {
        int job = group.jobRow;
        boolean offered = layerForest.size(group.tree) > 0 && isBookable(job);
        boolean listed = groupForest.contains(group.id);
        if (!offered) {
            if (listed) {
                groupForest.remove(group.lane.tree, group.id);
            }
            return;
        }
        long need = layerForest.need(group.tree);
        if (!Need.fits(need, jobRoom(job, Need.UNBOUNDED))) {
            need = Need.CLOSED;
        }
        if (!listed) {
            groupForest.insert(group.lane.tree, group.id, groupKey(job), need);
            group.lane.offered(need);
            wake(group.lane);
            return;
        }
        long key = groupKey(job);
        long before = groupForest.needOf(group.id);
        if (groupForest.keyOf(group.id) != key) {
            groupForest.update(group.lane.tree, group.id, key, need);
        } else if (before != need) {
            groupForest.updateNeed(group.lane.tree, group.id, need);
        }
        if (Need.min(before, need) != before) {
            group.lane.offered(need);
            wake(group.lane);
        }
    }

    /** What the job's own caps leave of some room. */
    long jobRoom(int job, long room) {
        long left = room;
        if (state.jobs.maxCoreUnits(job) >= 0) {
            left = Need.capCores(left, (long) state.jobs.maxCoreUnits(job) - state.jobs.usedCoreUnits(job));
        }
        if (state.jobs.maxGpus(job) >= 0) {
            left = Need.capGpus(left, (long) state.jobs.maxGpus(job) - state.jobs.usedGpus(job));
        }
        return left;
    }

    private boolean isBookable(int job) {
        return state.jobs.state(job) == JobStates.PENDING
                && !state.jobs.paused(job)
                && state.jobs.autoBook(job)
                && state.jobs.pendingHolds(job) == 0;
    }

    private long groupKey(int job) {
        int priority = Math.max(-PRIORITY_MAX, Math.min(PRIORITY_MAX, state.jobs.priority(job)));
        return ((long) -priority << PRIORITY_SHIFT) + state.jobs.number(job);
    }

    private long layerKey(int layer, int place) {
        int frame = state.jobs.frameBase(state.layers.job(layer))
                + state.layers.firstOrdinal(layer)
                + orders.indexAt(layer, place);
        int order = Math.max(0, Math.min(ORDER_MAX, state.layers.dispatchOrder(layer)));
        int index = Math.min(ORDER_MAX, state.layers.layerIndex(layer));
        return (long) state.frames.dispatchOrder(frame) << 32 | (long) order << 16 | index;
    }

    private Lane laneOf(int job, int layer) {
        byte[] texts = state.layerTexts.get(layer);
        String os = Texts.get(state.jobTexts.get(job), CellState.JOB_OS);
        boolean gpu = state.layers.minGpus(layer) > 0 || state.layers.gpuMemoryKib(layer) > 0;
        LayerClass layerClass = eligibility.layerClass(
                os.isEmpty() ? LayerClass.ANY_OS : eligibility.tags.symbol(os),
                eligibility.tags.set(Texts.get(texts, CellState.LAYER_TAGS)),
                state.layers.threadable(layer),
                gpu);
        return eligibility.lane(layerClass, state.jobs.showRow(job), state.jobs.folderRow(job), limitRows(layer));
    }

    private int[] limitRows(int layer) {
        int count = Limits.count(state, layer);
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = state.catalogIndex.row(RecordKind.LIMIT, Limits.number(state, layer, i));
        }
        return rows;
    }

    private JobGroup newGroup(int job, Lane lane) {
        int id = freeGroupCount > 0 ? freeGroupIds[--freeGroupCount] : groupIds++;
        if (id >= groupOfId.length) {
            groupOfId = Arrays.copyOf(groupOfId, id * 2);
        }
        JobGroup group = new JobGroup(id, job, lane, layerForest.newTree());
        groupOfId[id] = group;
        lane.groups++;
        if (job >= groupsOfJob.length) {
            groupsOfJob = Arrays.copyOf(groupsOfJob, Math.max(job + 1, groupsOfJob.length * 2));
        }
        group.nextOfJob = groupsOfJob[job];
        groupsOfJob[job] = group;
        return group;
    }

    private void dropGroup(JobGroup group) {
        if (groupForest.contains(group.id)) {
            groupForest.remove(group.lane.tree, group.id);
        }
        layerForest.freeTree(group.tree);
        JobGroup first = groupsOfJob[group.jobRow];
        if (first == group) {
            groupsOfJob[group.jobRow] = group.nextOfJob;
        } else {
            JobGroup before = first;
            while (before != null && before.nextOfJob != group) {
                before = before.nextOfJob;
            }
            if (before != null) {
                before.nextOfJob = group.nextOfJob;
            }
        }
        if (freeGroupCount == freeGroupIds.length) {
            freeGroupIds = Arrays.copyOf(freeGroupIds, freeGroupCount * 2);
        }
        freeGroupIds[freeGroupCount++] = group.id;
        if (--group.lane.groups == 0) {
            eligibility.release(group.lane);
        }
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
