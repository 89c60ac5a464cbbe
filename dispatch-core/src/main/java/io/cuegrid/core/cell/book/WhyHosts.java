package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.reserve.ReservationTable;
import io.cuegrid.core.cell.state.CellState;
import org.jspecify.annotations.Nullable;

/**
 * What holds a layer back on hosts. Each host drops out at the first thing that speaks against it, in the order of
 * {@link Stage}; the layer is held back by what the host that came furthest dropped out at.
 *
 * <p>Threading: that of the cell. Changes nothing that is decided with.
 */
final class WhyHosts {
    /** How far a host came. */
    private enum Stage {
        NONE,
        TAGS,
        OS,
        THREAD_MODE,
        GPUS,
        SIZE,
        DOWN,
        SUBSCRIPTION,
        BURST,
        CAPS,
        SHARE,
        BUSY,
        RESERVED,
        GPU_WORK,
        SEAT,
        FREE
    }

    private final CellState state;
    private final BookingIndex index;
    private final Chooser chooser;

    private int layer;
    private long memoryKib;
    private long capRoomCores;
    private Stage furthest = Stage.NONE;
    private int furthestHost;
    private int looked;
    private int fitting;
    private int mostCoreUnits;
    private long mostMemoryKib;
    private boolean byNameOnly;
    private int seatLimit;

    WhyHosts(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
        chooser = new Chooser(state, index);
    }

    /** Hosts looked at by the last call. */
    int looked() {
        return looked;
    }

    /**
     * @param memory that a frame asks for
     * @param capRoom core units that the job and its folders leave
     */
    WhyHold of(int layerRow, Lane lane, long memory, long capRoom) {
        layer = layerRow;
        memoryKib = memory;
        capRoomCores = capRoom;
        furthest = Stage.NONE;
        furthestHost = -1;
        looked = 0;
        fitting = 0;
        mostCoreUnits = 0;
        mostMemoryKib = 0;
        byNameOnly = true;
        for (int host = 0; host < state.hosts.rowCount() && furthest.compareTo(Stage.BUSY) < 0; host++) {
            if (state.hosts.number(host) != 0) {
                look(host, lane);
            }
        }
        if (furthest == Stage.BUSY && somewhereFree(lane)) {
            furthest = Stage.FREE;
        }
        return hold(lane);
    }

    private void look(int host, Lane lane) {
        looked++;
        HostClass hostClass = index.eligibility.classOf(host);
        reach(hostClass == null ? Stage.NONE : stage(host, hostClass, lane), host);
    }

    private Stage stage(int host, HostClass hostClass, Lane lane) {
        Stage kind = kind(host, hostClass, lane);
        if (kind != null) {
            return kind;
        }
        fitting++;
        byNameOnly &= lane.pinnedHosts.containsInt(host);
        mostCoreUnits = Math.max(mostCoreUnits, state.hosts.coreUnits(host));
        mostMemoryKib = Math.max(mostMemoryKib, state.hosts.memoryKib(host));
        if (!isLargeEnough(host)) {
            return Stage.SIZE;
        }
        if (!index.rooms.isBookable(host)) {
            return Stage.DOWN;
        }
        int share = state.catalogIndex.share(lane.showRow, hostClass.allocationRow);
        if (share < 0 || !state.catalog.present(share)) {
            return Stage.SUBSCRIPTION;
        }
        long room = shareRoom(share);
        if (!leaves(room, host)) {
            return Stage.BURST;
        }
        if (!leaves(Math.min(room, capRoomCores), host)) {
            return Stage.CAPS;
        }
        if (index.layerShares.isOn() && index.layerShares.left(layer, host) < least()) {
            return Stage.SHARE;
        }
        return Stage.BUSY;
    }

    /** What of its kind keeps the layer from the host; null when nothing does. */
    private @Nullable Stage kind(int host, HostClass hostClass, Lane lane) {
        LayerClass kind = lane.layerClass;
        boolean tagged = kind.tagSet == TagSets.EMPTY
                || index.eligibility.tags.intersect(kind.tagSet, hostClass.tagSet)
                || index.eligibility.tags.contains(kind.tagSet, index.eligibility.tags.symbol(state.hostName(host)));
        if (!tagged) {
            return Stage.TAGS;
        }
        if (kind.osSymbol != LayerClass.ANY_OS && !index.eligibility.tags.contains(hostClass.osSet, kind.osSymbol)) {
            return Stage.OS;
        }
        if (hostClass.threadMode == CoreRule.ALL && !kind.threadable) {
            return Stage.THREAD_MODE;
        }
        return kind.gpu && !hostClass.gpu ? Stage.GPUS : null;
    }

    private boolean isLargeEnough(int host) {
        return memoryKib <= state.hosts.memoryKib(host)
                && state.layers.minGpus(layer) <= state.hosts.gpus(host)
                && state.layers.gpuMemoryKib(layer) <= state.hosts.gpuMemoryKib(host)
                && state.layers.minCoreUnits(layer) <= state.hosts.coreUnits(host)
                && coresIfIdle(host, Long.MAX_VALUE) > 0;
    }

    private long shareRoom(int share) {
        CatalogTable catalog = state.catalog;
        return catalog.capCoreUnits(share) - catalog.usedCoreUnits(share);
    }

    /** Whether caps that leave so many core units let a frame run there if nothing else did. */
    private boolean leaves(long room, int host) {
        return room >= least() && coresIfIdle(host, room) > 0;
    }

    private int least() {
        return Math.max(HostRooms.MIN_CORE_UNITS, state.layers.minCoreUnits(layer));
    }

    private int coresIfIdle(int host, long room) {
        return HostCores.ifIdle(state, layer, host, memoryKib, room);
    }

    /** Whether some host has room now; {@link Stage#GPU_WORK} is noted when gpu work keeps the only ones. */
    private boolean somewhereFree(Lane lane) {
        index.rooms.flush();
        int cores = Math.max(HostRooms.MIN_CORE_UNITS, state.layers.minCoreUnits(layer));
        long need = Need.of(
                cores,
                memoryKib,
                state.layers.minGpus(layer),
                state.layers.gpuMemoryKib(layer),
                state.layers.minCoreUnits(layer) <= 0);
        boolean free = false;
        for (HostClass hostClass : index.eligibility.hostClasses) {
            LaneList lanes = hostClass.lanes(lane.showRow);
            if (lanes == null || !lane.lists.contains(lanes)) {
                continue;
            }
            for (int at = index.rooms.first(hostClass, need); at >= 0 && !free; at = index.rooms.next(at, need)) {
                free = isFree(index.rooms.hostAt(at), hostClass, lane);
            }
        }
        ReservationTable kept = state.reservations;
        for (int row = 0; row < kept.rowCount() && kept.live() > 0 && !free; row++) {
            int host = kept.isReservation(row) ? state.hosts.row(kept.hostNumber(row)) : -1;
            HostClass hostClass = host < 0 ? null : index.eligibility.classOf(host);
            free = hostClass != null && isFree(host, hostClass, lane);
        }
        for (int i = 0; i < lane.pinnedHosts.size() && !free; i++) {
            int host = lane.pinnedHosts.getInt(i);
            HostClass hostClass = index.eligibility.classOf(host);
            free = hostClass != null && isFree(host, hostClass, lane);
        }
        return free;
    }

    private boolean isFree(int host, HostClass hostClass, Lane lane) {
        looked++;
        if (stage(host, hostClass, lane) != Stage.BUSY
                || memoryKib > state.hosts.idleMemoryKib(host)
                || state.layers.minGpus(layer) > state.hosts.idleGpus(host)
                || state.layers.gpuMemoryKib(layer) > state.hosts.idleGpuMemoryKib(host)
                || state.layers.minCoreUnits(layer) > index.rooms.idleCoreUnits(host)
                || index.rooms.room(host) == 0) {
            return false;
        }
        int share = state.catalogIndex.share(lane.showRow, hostClass.allocationRow);
        int cores = HostCores.now(state, index.rooms, layer, host, memoryKib, Math.min(capRoomCores, shareRoom(share)));
        if (cores <= 0) {
            return false;
        }
        boolean held = index.reservations.isHeld(host);
        if (held
                && !(index.reservations.heldJob(host) == state.layers.job(layer) && index.reservations.isFreed(host))) {
            reach(Stage.RESERVED, host);
            return false;
        }
        int reserved = index.reservations.layerOf(host);
        if (!held
                && index.reservations.isReserved(host)
                && reserved != layer
                && !index.reservations.endsBy(layer, index.reservations.freeMillis(host, reserved))) {
            reach(Stage.RESERVED, host);
            return false;
        }
        if (!held && !lane.layerClass.gpu && chooser.isKeptForGpuWork(host)) {
            reach(Stage.GPU_WORK, host);
            return false;
        }
        for (int limit : lane.limitRows) {
            boolean counts = state.catalog.present(limit) && state.catalog.perHost(limit);
            if (counts && !index.hostLimits.mayRun(limit, host)) {
                reach(Stage.SEAT, host);
                seatLimit = limit;
                return false;
            }
        }
        return true;
    }

    private void reach(Stage stage, int host) {
        if (stage.compareTo(furthest) > 0) {
            furthest = stage;
            furthestHost = host;
        }
    }

    private WhyHold hold(Lane lane) {
        String tags = index.eligibility.tags.canonical(lane.layerClass.tagSet);
        String where = tags.isEmpty() ? "no host" : "no host with any of the tags [" + tags + "]";
        return switch (furthest) {
            case NONE -> new WhyHold(WhyReason.NO_HOST, 0, "the facility has no hosts");
            case TAGS -> new WhyHold(WhyReason.NO_HOST, 0, "no host has any of the tags [" + tags + "]");
            case OS -> new WhyHold(WhyReason.NO_HOST, 0, where + " runs " + os());
            case THREAD_MODE ->
                new WhyHold(WhyReason.NO_HOST, 0, where + " takes a frame that cannot use all of its cores");
            case GPUS -> new WhyHold(WhyReason.NO_HOST, 0, where + " has gpus");
            case SIZE -> new WhyHold(WhyReason.HOSTS_TOO_SMALL, 0, tooSmall());
            case DOWN ->
                new WhyHold(
                        byNameOnly ? WhyReason.PINNED_HOST_DOWN : WhyReason.HOSTS_DOWN,
                        state.hosts.number(furthestHost),
                        fitting + (fitting == 1 ? " host" : " hosts") + " may run it; " + state.hostName(furthestHost)
                                + " " + WhyDown.of(state, furthestHost));
            case SUBSCRIPTION ->
                new WhyHold(
                        WhyReason.NO_SUBSCRIPTION,
                        allocationNumber(),
                        "show " + WhyTexts.name(state, lane.showRow) + " has no subscription on " + allocation());
            case BURST -> new WhyHold(WhyReason.SUBSCRIPTION_BURST, allocationNumber(), burst(lane));
            case CAPS ->
                new WhyHold(
                        WhyReason.JOB_CAP,
                        0,
                        "the caps of the job and its folders leave " + WhyTexts.cores(capRoomCores)
                                + "; fitting hosts give a frame more");
            case SHARE ->
                new WhyHold(
                        WhyReason.LAYER_SHARE,
                        0,
                        "the layer has its share, " + state.globals.layerSharePercent()
                                + " % of the cores, of every host that could run it; it gets what nothing else can use");
            case RESERVED ->
                new WhyHold(
                        WhyReason.RESERVED,
                        state.hosts.number(furthestHost),
                        "host " + state.hostName(furthestHost) + " has room and keeps it for " + keptFor());
            case GPU_WORK ->
                new WhyHold(
                        WhyReason.KEPT_FOR_GPUS,
                        state.hosts.number(furthestHost),
                        "host " + state.hostName(furthestHost) + " has room but gpu work waits that could run there");
            case SEAT ->
                new WhyHold(
                        WhyReason.LIMIT,
                        state.catalog.number(seatLimit),
                        "limit " + WhyTexts.name(state, seatLimit) + ": " + index.hostLimits.seats(seatLimit) + " of "
                                + state.catalog.capCoreUnits(seatLimit) + " hosts in use, and those have no room");
            case BUSY -> new WhyHold(WhyReason.HOSTS_BUSY, 0, "every host that could run it is busy");
            case FREE -> new WhyHold(WhyReason.STARTING, 0, "starts with one of the next batches");
        };
    }

    private String keptFor() {
        int job = index.reservations.heldJob(furthestHost);
        if (job < 0) {
            return "a wide layer";
        }
        return index.reservations.isFreed(furthestHost)
                ? "job " + state.jobName(job) + ", where somebody redirected its procs"
                : "job " + state.jobName(job) + " until the procs that somebody redirected there have ended";
    }

    private String os() {
        return Texts.get(state.jobTexts.get(state.layers.job(layer)), CellState.JOB_OS);
    }

    private String tooSmall() {
        int cores = state.layers.minCoreUnits(layer);
        String asked = (cores > 0 ? WhyTexts.cores(cores) : "a whole host") + ", " + WhyTexts.gib(memoryKib)
                + (state.layers.minGpus(layer) > 0 ? ", " + WhyTexts.gpus(state.layers.minGpus(layer)) : "");
        return "a frame asks for " + asked + "; the most of " + fitting
                + (fitting == 1 ? " fitting host is " : " fitting hosts is ")
                + WhyTexts.cores(mostCoreUnits) + ", " + WhyTexts.gib(mostMemoryKib);
    }

    private int allocationRow() {
        return state.hosts.allocationRow(furthestHost);
    }

    private long allocationNumber() {
        return state.catalog.number(allocationRow());
    }

    private String allocation() {
        return "allocation " + WhyTexts.name(state, allocationRow());
    }

    private String burst(Lane lane) {
        int share = state.catalogIndex.share(lane.showRow, allocationRow());
        return "show " + WhyTexts.name(state, lane.showRow) + " uses "
                + WhyTexts.coreCount(state.catalog.usedCoreUnits(share))
                + " of " + WhyTexts.cores(state.catalog.capCoreUnits(share)) + " on " + allocation();
    }
}
