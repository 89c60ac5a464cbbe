package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.HardwareState;
import io.cuegrid.core.sbe.LockState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What hosts have left, in the tree of their class. A host that is completed and booked again many times in a batch is
 * noted once and written to its tree only when somebody looks for a host.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class HostRooms {
    /** A host with less idle cores takes nothing. */
    static final int MIN_CORE_UNITS = 10;

    /** A host with less idle memory takes nothing, KiB. */
    static final long MIN_MEMORY_KIB = 262_144;

    /** No host has such a need: it would have more room than there is. */
    private static final long UNWRITTEN = -1;

    private final CellState state;
    private final Eligibility eligibility;
    private final Reservations reservations;
    private final Wakes wakes;
    private final FitForest forest;
    private final FitForest dueForest = new FitForest();
    private final int dueTree = dueForest.newTree();
    private boolean[] touched = new boolean[64];
    /** The need that stands for each host in the tree of its class. */
    private long[] written = new long[64];

    private int[] touchedRows = new int[64];
    private int touchedCount;

    HostRooms(CellState state, Eligibility eligibility, Wakes wakes, Reservations reservations) {
        this.reservations = reservations;
        this.state = state;
        this.eligibility = eligibility;
        this.wakes = wakes;
        Arrays.fill(written, UNWRITTEN);
        forest = eligibility.hostForest;
    }

    void refile(int host) {
        byte[] texts = state.hostTexts.get(host);
        eligibility.join(
                host,
                state.hosts.allocationRow(host),
                Texts.get(texts, CellState.HOST_OS),
                HostTags.ofClass(state, host),
                state.hosts.threadMode(host),
                state.hosts.gpus(host) > 0 || state.hosts.gpuMemoryKib(host) > 0,
                Texts.get(texts, CellState.HOST_NAME),
                state.hosts.memoryKib(host));
        touch(host);
        written[host] = UNWRITTEN;
    }

    void remove(int host) {
        eligibility.leave(host);
        if (dueForest.contains(host)) {
            dueForest.remove(dueTree, host);
        }
    }

    void touch(int host) {
        if (host >= touched.length) {
            int known = touched.length;
            touched = Arrays.copyOf(touched, Math.max(host + 1, known * 2));
            written = Arrays.copyOf(written, touched.length);
            Arrays.fill(written, known, written.length, UNWRITTEN);
        }
        if (!touched[host]) {
            touched[host] = true;
            if (touchedCount == touchedRows.length) {
                touchedRows = Arrays.copyOf(touchedRows, touchedCount * 2);
            }
            touchedRows[touchedCount++] = host;
        }
        long bookAfter = state.hosts.bookAfterMillis(host);
        if (bookAfter != 0 || dueForest.contains(host)) {
            refileDue(host, bookAfter);
        }
    }

    private void refileDue(int host, long bookAfter) {
        if (dueForest.contains(host)) {
            dueForest.remove(dueTree, host);
        }
        if (bookAfter > state.globals.dueMillis()) {
            dueForest.insert(dueTree, host, bookAfter, 0);
        }
    }

    boolean releaseDue(long nowMillis) {
        boolean any = false;
        while (dueForest.size(dueTree) > 0 && dueForest.firstKey(dueTree) <= nowMillis) {
            int host = dueForest.entryAt(dueForest.first(dueTree, Need.UNBOUNDED));
            dueForest.remove(dueTree, host);
            touch(host);
            HostClass hostClass = eligibility.classOf(host);
            if (hostClass != null) {
                wakes.hostClass(hostClass);
            }
            any = true;
        }
        return any;
    }

    long nextDueMillis() {
        return dueForest.size(dueTree) == 0 ? Long.MAX_VALUE : dueForest.firstKey(dueTree);
    }

    /** Reads what is known of a host, only to have it near. */
    long fetch(int host) {
        HostClass hostClass = eligibility.classOf(host);
        return written[host] + (touched[host] ? 1 : 0) + (hostClass == null ? 0 : hostClass.threadMode);
    }

    /** Writes what changed to the trees. */
    void flush() {
        for (int i = 0; i < touchedCount; i++) {
            int host = touchedRows[i];
            touched[host] = false;
            HostClass hostClass = eligibility.classOf(host);
            if (hostClass != null) {
                write(host, hostClass);
            }
        }
        touchedCount = 0;
    }

    private void write(int host, HostClass hostClass) {
        long room = isBookable(host) && !reservations.isReserved(host) ? room(host) : 0;
        long need = Need.inverse(room);
        if (written[host] == need) {
            return;
        }
        written[host] = need;
        hostClass.noRoom.offered(room);
        if (forest.contains(host)) {
            forest.updateNeed(hostClass.tree, host, need);
        } else {
            forest.insert(hostClass.tree, host, host, need);
        }
    }

    /** What a host offers. */
    long room(int host) {
        int idle = idleCoreUnits(host);
        return idle < MIN_CORE_UNITS || state.hosts.idleMemoryKib(host) < MIN_MEMORY_KIB
                ? 0
                : Need.of(
                        idle,
                        state.hosts.idleMemoryKib(host),
                        state.hosts.idleGpus(host),
                        state.hosts.idleGpuMemoryKib(host),
                        isIdle(host));
    }

    /** Whether a host of some class may be booked by anybody and has room. */
    boolean offers(int host, HostClass hostClass, long need) {
        return eligibility.classOf(host) == hostClass
                && isBookable(host)
                && !reservations.isReserved(host)
                && Need.fits(need, room(host));
    }

    /** Idle cores less those that are busy with what is not ours. */
    int idleCoreUnits(int host) {
        return state.hosts.idleCoreUnits(host) - state.hosts.foreignCoreUnits(host);
    }

    /** Whether nothing runs there. */
    boolean isIdle(int host) {
        return state.hosts.procCount(host) == 0;
    }

    boolean isBookable(int host) {
        return state.hosts.number(host) != 0
                && state.hosts.hardwareState(host) == HardwareState.UP.value()
                && state.hosts.lockState(host) == LockState.OPEN.value()
                && !state.hosts.nimbyLocked(host)
                && !state.hosts.tempFull(host)
                && !state.hosts.memoryShort(host)
                && !state.hosts.lost(host)
                && state.hosts.bookAfterMillis(host) <= state.globals.dueMillis();
    }

    /** The class's best room: the largest of each lane over its hosts. */
    long bestRoom(HostClass hostClass) {
        return Need.inverse(forest.need(hostClass.tree));
    }

    /** The first host of a class, by row, that may have room, as a position; -1: none. */
    int first(HostClass hostClass, long need) {
        if (hostClass.noRoom.covers(need)) {
            return -1;
        }
        int position = forest.first(hostClass.tree, Need.inverse(need));
        if (position < 0) {
            hostClass.noRoom.add(need);
        }
        return position;
    }

    int next(int position, long need) {
        return forest.next(position, Need.inverse(need));
    }

    int hostAt(int position) {
        return forest.entryAt(position);
    }

    @Nullable
    HostClass classOf(int host) {
        return eligibility.classOf(host);
    }
}
