package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
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
 */
public final class BookingIndex {
    /** Releases below so much room in a cap are looked at: somebody may have waited for it. */
    public static final long TIGHT_CORE_UNITS = 25_600;

    /** Gpus of room below which a release is looked at. */
    public static final long TIGHT_GPUS = 64;

    final CellState state;
    final FitForest groupForest;
    final FitForest layerForest;
    final Eligibility eligibility;
    final HostRooms rooms;
    public final Reservations reservations;
    /** Who holds the tokens of limits that count hosts. */
    final HostLimits hostLimits;
    /** What layers use on each host, as long as that matters. */
    final LayerShares layerShares;

    private final JobGroups groups;
    private final LayerOffers offers;
    private final Wakes wakes;
    private final Eligibility.HostMemory memoryOfHost;

    public BookingIndex(CellState state) {
        this.state = state;
        groups = new JobGroups(state);
        groupForest = groups.forest;
        layerForest = groups.layerForest;
        eligibility = groups.eligibility();
        wakes = groups.wakes();
        offers = new LayerOffers(state, groups);
        reservations = new Reservations(state);
        rooms = new HostRooms(state, eligibility, wakes, reservations);
        hostLimits = new HostLimits(state);
        layerShares = new LayerShares(state);
        memoryOfHost = state.hosts::memoryKib;
    }

    // ---- jobs

    /** A job has become alive: its layers are filed, its waiting frames offered. */
    public void attach(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            offers.attach(job, layer);
        }
        refreshJob(job);
    }

    /** A job is alive no more: nothing of it is offered. */
    public void detach(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            offers.detach(layer);
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
        offers.refile(layer);
    }

    /** Dispatch orders of the layer's frames have changed. */
    public void reorderLayer(int layer) {
        offers.reorder(layer);
    }

    /** The layers are about to go: nothing of their frames is kept. */
    public void forgetFrames(int job) {
        offers.forgetFrames(job);
    }

    /** Start times up to now are reached. @return whether a layer has become ready */
    public boolean releaseDue(long nowMillis) {
        return offers.releaseDue(nowMillis);
    }

    /** The next start time of a layer, or Long.MAX_VALUE. */
    public long nextDueMillis() {
        return offers.nextDueMillis();
    }

    // ---- frames

    /** New frames of a job that is not alive yet, [from, to) by index: they wait once it is. */
    public void framesStaged(int layer, int from, int to) {
        offers.framesStaged(layer, from, to);
    }

    /** A frame waits now. */
    public void frameWaits(int layer, int frameRow, int frameIndex) {
        offers.frameWaits(layer, frameRow, frameIndex);
    }

    /** A frame that waited waits no more. */
    public void frameTaken(int layer, int frameRow, int frameIndex) {
        offers.frameTaken(layer, frameRow, frameIndex);
    }

    /** The layer of an entry of a job group's tree. */
    int layerOfEntry(int entry) {
        return offers.layerOfEntry(entry);
    }

    /** The frame index that an entry offers. */
    int frameIndexOfEntry(int entry) {
        return offers.frameIndexOfEntry(entry);
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

    /** A host is kept for a layer or held for a job from now on, or no more. */
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

    /** The first job group of a job; the others follow it. */
    @Nullable
    JobGroup firstGroup(int job) {
        return groups.first(job);
    }

    /** The index of a layer's first waiting frame, leaving out those with needs of their own; -1: none. */
    int firstWaiting(int layer) {
        return offers.firstWaiting(layer);
    }

    /** An entry of a layer's waiting frame with a need of its own; {@link OwnNeeds#NONE}: none. */
    int firstOwn(int layer) {
        return offers.firstOwn(layer);
    }

    /** Another one of the same layer. */
    int nextOwn(int entry) {
        return offers.nextOwn(entry);
    }

    /** A chooser of its own for looking, not for booking. */
    public Chooser looker() {
        return new Chooser(state, this);
    }

    // ---- hosts

    /** Reads what is known of a host here, only to have it near: what it returns means nothing. */
    public long fetchHost(int host) {
        return rooms.fetch(host);
    }

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

    /** Memory of the largest host that may run a layer by kind; of a layer that is not filed, as its job has ended: no bound. */
    public long largestEligibleMemoryKib(int layer) {
        JobGroup group = offers.group(layer);
        return group == null ? Long.MAX_VALUE : eligibility.largestMemoryKib(group.lane, memoryOfHost);
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
                offers.rebuild(job);
                if (state.jobs.state(job) == JobStates.PENDING) {
                    attach(job);
                }
            }
        }
        settled();
        state.globals.bookingWanted(wanted);
        if (wanted) {
            wakeAll();
        }
    }

    /** The lane of a layer of a living job. */
    @Nullable
    Lane laneOfLayer(int layer) {
        JobGroup group = offers.group(layer);
        return group == null ? null : group.lane;
    }

    /** What the job's own caps leave of some room. */
    long jobRoom(int job, long room) {
        return groups.room(job, room);
    }
}
