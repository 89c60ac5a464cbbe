package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.state.CellState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next frame for a host: the show with the lowest subscription tier that has something that fits; in it the
 * job with the highest priority, the older one of two; in it the frame with the lowest dispatch order, then the
 * layer with the lowest. Every cap is looked at: what it leaves cuts the room that the host offers.
 *
 * <p>A host with idle gpus is offered gpu work first; while gpu work waits that could run on it, it takes no other work.
 *
 * <p>Threading: that of the cell. The result is in the fields until the next call.
 *
 * <p>It has more than 500 lines because one search, with everything that cuts the room on its way, answers every question.
 */
public final class Chooser {
    /** Steps of a tier: fine enough for one core of a million. */
    private static final long TIER_STEPS = 1 << 20;

    /** Layers that would not end in time, looked at before a host that is kept for another goes without. */
    private static final int VAIN_LOOKS_MAX = 64;

    private static final int ANY_WORK = 0;
    private static final int GPU_WORK = 1;
    private static final int OTHER_WORK = 2;

    private final CellState state;
    private final BookingIndex index;
    private final FailedNeeds failedNeeds = new FailedNeeds();

    /** The host that is looked at; the class only, when it is negative. */
    private int host;

    private @Nullable HostClass hostClass;
    /** While a class is looked at: what none of its hosts has room for. */
    private @Nullable NoRoom vain;

    private boolean dirtyOnly;
    private int work;
    private long shareRoomCores;
    private long laneRoomCores;
    private long laneRoomGpus;

    private int[] candidateShares = new int[16];
    private long[] candidateTiers = new long[16];
    private long bestGroupKey;
    private long bestLayerKey;
    private int bestEntry;
    private int bestShare;
    private boolean found;
    private int bestCoreUnits;

    private int resultLayer;
    private int resultIndex;
    private long resultMemoryKib;
    private long resultNeed;
    private int candidateLayer;
    private long candidateMemoryKib;
    /** The host that is looked at as if it were idle, if any. */
    private int wholeHost = -1;
    /** The host whose own layers, those that name it, are looked at too; -1: none. */
    private int pinHost = -1;
    /** The layer that the host is kept for, if any, and by when others must have ended. */
    private int reservedLayer = -1;

    private long backfillUntilMillis;
    private int vainLooks;
    /** A layer's share of a host has kept something from it in the last search. */
    private boolean shareBound;
    /** A layer takes no more than its share of the host. */
    private boolean sharing;
    /** Shares yield at once, host by host; else {@link #sharesBound} tells that they would have to. */
    private boolean sharesYield = true;

    private boolean anyShareBound;

    public Chooser(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
    }

    /** The layer's row. */
    public int layer() {
        return resultLayer;
    }

    public int frameIndex() {
        return resultIndex;
    }

    public int coreUnits() {
        return bestCoreUnits;
    }

    public long memoryKib() {
        return resultMemoryKib;
    }

    /** Chooses for a host. @return whether there is something */
    public boolean choose(int hostRow) {
        sharing = index.layerShares.isOn();
        return sharing ? chooseSharing(hostRow) : chooseFor(hostRow);
    }

    private boolean chooseSharing(int hostRow) {
        shareBound = false;
        if (chooseFor(hostRow)) {
            return true;
        }
        if (!shareBound) {
            return false;
        }
        if (!sharesYield) {
            anyShareBound = true;
            return false;
        }
        // nothing else could use the room
        sharing = false;
        return chooseFor(hostRow);
    }

    /** Says whether shares of layers yield host by host from now on, or not before every host was asked. */
    void sharesYield(boolean yield) {
        sharesYield = yield;
        if (!yield) {
            anyShareBound = false;
        }
    }

    /** Whether a share has kept a host from work since shares were told not to yield. */
    boolean sharesBound() {
        return anyShareBound;
    }

    private boolean chooseFor(int hostRow) {
        HostRooms rooms = index.rooms;
        HostClass ofHost = rooms.classOf(hostRow);
        if (ofHost == null
                || !rooms.isBookable(hostRow)
                || index.reservations.isHeld(hostRow)
                || state.procs.isFull()) {
            return false;
        }
        long room = rooms.room(hostRow);
        if (room == 0) {
            return false;
        }
        host = hostRow;
        pinHost = hostRow;
        hostClass = ofHost;
        dirtyOnly = false;
        reserveFor(hostRow);
        if (ofHost.gpu && state.hosts.idleGpus(hostRow) > 0) {
            work = GPU_WORK;
            if (search(room)) {
                return true;
            }
            if (gpuWorkWaits(hostRow)) {
                return false;
            }
            work = OTHER_WORK;
        } else {
            work = ANY_WORK;
        }
        return search(room);
    }

    /**
     * Chooses for a host from one job only, or from the jobs of one folder in their order, whatever else comes first there
     * and whatever share of the host a layer has already.
     *
     * @param job its row; -1: by folder
     * @param folder its row in the catalog; -1: by job
     */
    boolean chooseOf(int hostRow, int job, int folder) {
        HostClass ofHost = index.rooms.classOf(hostRow);
        boolean asked = ofHost != null && index.rooms.isBookable(hostRow) && !state.procs.isFull();
        long room = asked ? index.rooms.room(hostRow) : 0;
        int show = job >= 0 ? state.jobs.showRow(job) : state.catalog.showRow(folder);
        int share = room == 0 || ofHost == null ? -1 : state.catalogIndex.share(show, ofHost.allocationRow);
        if (ofHost == null || share < 0 || !opensShare(share)) {
            return false;
        }
        host = hostRow;
        hostClass = ofHost;
        dirtyOnly = false;
        work = ANY_WORK;
        reservedLayer = -1;
        vainLooks = 0;
        sharing = false;
        long shareRoom = Need.capCores(room, shareRoomCores);
        if (job >= 0) {
            for (JobGroup group = index.firstGroup(job); group != null; group = group.nextOfJob) {
                if (index.eligibility.mayRun(group.lane, ofHost, hostRow)) {
                    searchGroup(group, shareRoom);
                }
            }
        } else {
            List<Lane> lanes = index.eligibility.lanes;
            for (int i = 0; i < lanes.size(); i++) {
                Lane lane = lanes.get(i);
                if (lane.folderRow == folder && index.eligibility.mayRun(lane, ofHost, hostRow)) {
                    searchLane(lane, shareRoom);
                }
            }
        }
        if (found) {
            finish();
        }
        return found;
    }

    private void searchGroup(JobGroup group, long shareRoom) {
        FitForest groups = index.groupForest;
        if (groups.contains(group.id) && hasLimits(group.lane)) {
            searchGroup(group, cutByFolders(group.lane, shareRoom), groups.keyOf(group.id));
        }
    }

    private void reserveFor(int hostRow) {
        vainLooks = 0;
        reservedLayer = index.reservations.layerOf(hostRow);
        if (reservedLayer >= 0) {
            backfillUntilMillis = index.reservations.freeMillis(hostRow, reservedLayer);
        }
    }

    /** The layer that comes first on a host if it were idle, whatever keeps it from there now; -1: none. */
    public int firstIfIdle(int hostRow) {
        return firstIfIdle(hostRow, hostRow);
    }

    /** As {@link #firstIfIdle}, for any host of its class: layers that name hosts are left out. */
    int firstOfClassIfIdle(int hostRow) {
        return firstIfIdle(hostRow, -1);
    }

    private int firstIfIdle(int hostRow, int withPinsOf) {
        pinHost = withPinsOf;
        HostClass ofHost = index.rooms.classOf(hostRow);
        hostClass = ofHost;
        dirtyOnly = false;
        long whole = Need.of(
                state.hosts.coreUnits(hostRow),
                state.hosts.memoryKib(hostRow),
                state.hosts.gpus(hostRow),
                state.hosts.gpuMemoryKib(hostRow),
                true);
        if (ofHost != null && ofHost.gpu) {
            work = GPU_WORK;
            if (searchIdle(hostRow, whole)) {
                return resultLayer;
            }
        }
        work = ANY_WORK;
        return searchIdle(hostRow, whole) ? resultLayer : -1;
    }

    /** Whether a host takes no other work now because gpu work waits that could run there. */
    boolean isKeptForGpuWork(int hostRow) {
        HostClass ofHost = index.rooms.classOf(hostRow);
        if (ofHost == null || !ofHost.gpu || state.hosts.idleGpus(hostRow) == 0) {
            return false;
        }
        host = hostRow;
        pinHost = hostRow;
        hostClass = ofHost;
        dirtyOnly = false;
        work = GPU_WORK;
        return gpuWorkWaits(hostRow);
    }

    /** Whether gpu work that no cap holds back could run on the host if it were idle. */
    private boolean gpuWorkWaits(int hostRow) {
        long whole = Need.of(
                state.hosts.coreUnits(hostRow),
                state.hosts.memoryKib(hostRow),
                state.hosts.idleGpus(hostRow),
                state.hosts.gpuMemoryKib(hostRow),
                true);
        boolean waits = searchIdle(hostRow, whole);
        host = hostRow;
        return waits;
    }

    private boolean searchIdle(int hostRow, long whole) {
        vainLooks = 0;
        wholeHost = hostRow;
        host = -1;
        boolean any = search(whole);
        wholeHost = -1;
        return any;
    }

    /** Begins to look at a class of hosts. */
    void begin(HostClass looked) {
        hostClass = looked;
        failedNeeds.clear(looked.threadMode == CoreRule.VARIABLE);
    }

    /**
     * Chooses the first work in order that may fit some host of the class that {@link #begin} named, leaving out what
     * failed there.
     *
     * @return whether there is something; {@link #need()} says what it asks for
     */
    boolean candidate(HostClass looked) {
        hostClass = looked;
        host = -1;
        pinHost = -1;
        work = ANY_WORK;
        dirtyOnly = !looked.dirty;
        vainLooks = 0;
        vain = looked.noRoom;
        boolean any = search(index.rooms.bestRoom(looked));
        vain = null;
        if (!any) {
            return false;
        }
        candidateLayer = resultLayer;
        candidateMemoryKib = resultMemoryKib;
        return true;
    }

    long need() {
        return resultNeed;
    }

    /** The layer of what {@link #candidate} found. */
    int candidateLayer() {
        return candidateLayer;
    }

    /** No host of the class takes what was found last: nothing that asks for as much is looked for again. */
    void failed() {
        failedNeeds.add(
                candidateLayer,
                state.layers.minCoreUnits(candidateLayer),
                candidateMemoryKib,
                state.layers.minGpus(candidateLayer),
                state.layers.gpuMemoryKib(candidateLayer),
                state.layers.threadable(candidateLayer));
    }

    private boolean search(long room) {
        HostClass looked = hostClass;
        if (looked == null) {
            return false;
        }
        int[] shares = state.catalogIndex.sharesOf(looked.allocationRow);
        if (shares.length > candidateShares.length) {
            candidateShares = new int[shares.length];
            candidateTiers = new long[shares.length];
        }
        boolean pinned = pinHost >= 0 && !index.eligibility.pinned(pinHost).isEmpty();
        int candidates = 0;
        for (int share : shares) {
            LaneList lanes = looked.lanes(state.catalog.showRow(share));
            if (pinned || (lanes != null && lanes.mayFit(room))) {
                candidateShares[candidates++] = share;
            }
        }
        for (int i = 0; i < candidates && candidates > 1; i++) {
            candidateTiers[i] = isPreferred(candidateShares[i]) ? Long.MIN_VALUE : tier(candidateShares[i]);
        }
        for (; candidates > 0; candidates--) {
            int first = firstCandidate(candidates);
            if (searchShare(looked, candidateShares[first], room)) {
                finish();
                return true;
            }
            candidateShares[first] = candidateShares[candidates - 1];
            candidateTiers[first] = candidateTiers[candidates - 1];
        }
        return false;
    }

    /** Whether the host's owner wants the share's show first there. */
    private boolean isPreferred(int share) {
        return host >= 0 && state.hosts.preferredShowRow(host) == state.catalog.showRow(share) + 1;
    }

    /** The share with the lowest tier, the older one of two. */
    private int firstCandidate(int candidates) {
        int first = 0;
        for (int i = 1; i < candidates; i++) {
            boolean before = candidateTiers[i] < candidateTiers[first]
                    || (candidateTiers[i] == candidateTiers[first] && candidateShares[i] < candidateShares[first]);
            if (before) {
                first = i;
            }
        }
        return first;
    }

    /** Cores in use for each core of the share's size, in steps; an idle show with a large size comes first. */
    private long tier(int share) {
        long used = state.catalog.usedCoreUnits(share);
        long size = state.catalog.sizeCoreUnits(share);
        if (size == 0) {
            return (used / CoreRule.CORE + 1) * TIER_STEPS;
        }
        return used == 0 ? -size : used * TIER_STEPS / size;
    }

    /** Begins with a share. @return whether it has room */
    private boolean opensShare(int share) {
        CatalogTable catalog = state.catalog;
        int show = catalog.showRow(share);
        if (!catalog.present(share) || !catalog.present(show) || !catalog.bookable(show)) {
            return false;
        }
        shareRoomCores = catalog.capCoreUnits(share) - catalog.usedCoreUnits(share);
        found = false;
        bestShare = share;
        return shareRoomCores >= HostRooms.MIN_CORE_UNITS;
    }

    private boolean searchShare(HostClass looked, int share, long room) {
        if (!opensShare(share)) {
            return false;
        }
        int show = state.catalog.showRow(share);
        long shareRoom = Need.capCores(room, shareRoomCores);
        LaneList lanes = looked.lanes(show);
        if (lanes != null && lanes.mayFit(shareRoom)) {
            for (int i = 0; i < lanes.size(); i++) {
                searchLane(lanes.get(i), shareRoom);
            }
            if (!found) {
                lanes.recount(index.groupForest);
            }
        }
        if (pinHost >= 0) {
            List<Lane> pinned = index.eligibility.pinned(pinHost);
            for (int i = 0; i < pinned.size(); i++) {
                if (pinned.get(i).showRow == show) {
                    searchLane(pinned.get(i), shareRoom);
                }
            }
        }
        return found;
    }

    private void searchLane(Lane lane, long shareRoom) {
        FitForest groups = index.groupForest;
        if (groups.size(lane.tree) == 0
                || (dirtyOnly && !lane.dirty)
                || (work == GPU_WORK && !lane.layerClass.gpu)
                || (work == OTHER_WORK && lane.layerClass.gpu)) {
            return;
        }
        if (!Need.fits(groups.need(lane.tree), shareRoom)
                || isVain(groups.need(lane.tree))
                || (found && groups.firstKey(lane.tree) > bestGroupKey)
                || !hasLimits(lane)) {
            return;
        }
        long room = cutByFolders(lane, shareRoom);
        int position = groups.first(lane.tree, room, vain);
        while (position >= 0) {
            long key = groups.keyAt(position);
            if (found && key > bestGroupKey) {
                return;
            }
            JobGroup group = index.groupOf(groups.entryAt(position));
            if (searchGroup(group, room, key) || vainLooks > VAIN_LOOKS_MAX) {
                return;
            }
            position = groups.next(position, room, vain);
        }
    }

    private boolean isVain(long need) {
        return vain != null && vain.covers(need);
    }

    private boolean hasLimits(Lane lane) {
        for (int limit : lane.limitRows) {
            if (state.catalog.present(limit) && !hasRoom(limit)) {
                return false;
            }
        }
        return true;
    }

    /** Of a limit that counts hosts and has no free token, only hosts that hold one take more: they are asked one by one. */
    private boolean hasRoom(int limit) {
        if (!state.catalog.perHost(limit)) {
            return state.catalog.running(limit) < state.catalog.capCoreUnits(limit);
        }
        int asked = Math.max(host, wholeHost);
        return asked < 0 ? index.hostLimits.hasFreeSeat(limit) : index.hostLimits.mayRun(limit, asked);
    }

    private long cutByFolders(Lane lane, long shareRoom) {
        long room = shareRoom;
        laneRoomCores = shareRoomCores;
        laneRoomGpus = Long.MAX_VALUE;
        CatalogTable catalog = state.catalog;
        for (int folder : lane.cappedFolders) {
            if (catalog.capCoreUnits(folder) >= 0) {
                long left = catalog.capCoreUnits(folder) - catalog.usedCoreUnits(folder);
                laneRoomCores = Math.min(laneRoomCores, left);
                room = Need.capCores(room, left);
            }
            if (catalog.capGpus(folder) >= 0) {
                long left = catalog.capGpus(folder) - catalog.usedGpus(folder);
                laneRoomGpus = Math.min(laneRoomGpus, left);
                room = Need.capGpus(room, left);
            }
        }
        return room;
    }

    private boolean searchGroup(JobGroup group, long laneRoom, long groupKey) {
        int job = group.jobRow;
        long room = index.jobRoom(job, laneRoom);
        long roomCores = laneRoomCores;
        long roomGpus = laneRoomGpus;
        if (state.jobs.maxCoreUnits(job) >= 0) {
            roomCores = Math.min(roomCores, (long) state.jobs.maxCoreUnits(job) - state.jobs.usedCoreUnits(job));
        }
        if (state.jobs.maxGpus(job) >= 0) {
            roomGpus = Math.min(roomGpus, (long) state.jobs.maxGpus(job) - state.jobs.usedGpus(job));
        }
        FitForest layers = index.layerForest;
        int position = layers.first(group.tree, room, vain);
        while (position >= 0 && vainLooks <= VAIN_LOOKS_MAX) {
            long key = layers.keyAt(position);
            if (found && groupKey == bestGroupKey && key > bestLayerKey) {
                return false;
            }
            int entry = layers.entryAt(position);
            int cores = host >= 0
                    ? coresOnHost(entry, roomCores, roomGpus)
                    : wholeHost >= 0
                            ? coresOnWholeHost(entry, roomCores, roomGpus)
                            : coresInClass(entry, roomCores, roomGpus);
            if (cores > 0) {
                found = true;
                bestGroupKey = groupKey;
                bestLayerKey = key;
                bestEntry = entry;
                bestCoreUnits = cores;
                resultNeed = layers.needOf(entry);
                return true;
            }
            position = layers.next(position, room, vain);
        }
        return false;
    }

    private int coresOnHost(int entry, long roomCores, long roomGpus) {
        int layer = index.layerOfEntry(entry);
        if (reservedLayer >= 0 && layer != reservedLayer && !index.reservations.endsBy(layer, backfillUntilMillis)) {
            vainLooks++;
            return CoreRule.REFUSED;
        }
        long memory = memoryOf(entry, layer);
        if (memory > state.hosts.idleMemoryKib(host)
                || state.layers.minGpus(layer) > Math.min(roomGpus, state.hosts.idleGpus(host))
                || state.layers.gpuMemoryKib(layer) > state.hosts.idleGpuMemoryKib(host)
                || state.layers.minCoreUnits(layer) > index.rooms.idleCoreUnits(host)) {
            return CoreRule.REFUSED;
        }
        if (!sharing || layer == reservedLayer) {
            return HostCores.now(state, index.rooms, layer, host, memory, roomCores);
        }
        long share = index.layerShares.left(layer, host);
        int cores = HostCores.now(state, index.rooms, layer, host, memory, Math.min(roomCores, share));
        shareBound |= cores == CoreRule.REFUSED && share < roomCores;
        return cores;
    }

    /** If nothing else ran there. */
    private int coresOnWholeHost(int entry, long roomCores, long roomGpus) {
        int layer = index.layerOfEntry(entry);
        int cores = state.layers.minCoreUnits(layer) > 0
                ? state.layers.minCoreUnits(layer)
                : state.hosts.coreUnits(wholeHost) + state.layers.minCoreUnits(layer);
        boolean fits = cores >= 1
                && cores <= Math.min(roomCores, state.hosts.coreUnits(wholeHost))
                && memoryOf(entry, layer) <= state.hosts.memoryKib(wholeHost)
                && state.layers.minGpus(layer) <= Math.min(roomGpus, state.hosts.idleGpus(wholeHost))
                && state.layers.gpuMemoryKib(layer) <= state.hosts.gpuMemoryKib(wholeHost);
        return fits ? cores : CoreRule.REFUSED;
    }

    /** As far as it can be told without a host. */
    private int coresInClass(int entry, long roomCores, long roomGpus) {
        int layer = index.layerOfEntry(entry);
        int cores = Math.max(1, state.layers.minCoreUnits(layer));
        boolean refused = cores > roomCores
                || state.layers.minGpus(layer) > roomGpus
                || failedNeeds.covers(
                        layer,
                        state.layers.minCoreUnits(layer),
                        memoryOf(entry, layer),
                        state.layers.minGpus(layer),
                        state.layers.gpuMemoryKib(layer),
                        state.layers.threadable(layer));
        return refused ? CoreRule.REFUSED : cores;
    }

    private long memoryOf(int entry, int layer) {
        if (entry >= 0) {
            return state.layers.memoryKib(layer);
        }
        int frame = state.jobs.frameBase(state.layers.job(layer))
                + state.layers.firstOrdinal(layer)
                + index.frameIndexOfEntry(entry);
        return state.frames.raisedMemoryKib(frame);
    }

    private void finish() {
        resultLayer = index.layerOfEntry(bestEntry);
        resultIndex = index.frameIndexOfEntry(bestEntry);
        resultMemoryKib = memoryOf(bestEntry, resultLayer);
    }

    /** The share that pays for what was chosen. */
    public int share() {
        return bestShare;
    }
}
