package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.catalog.CatalogTable;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says why the frames of a layer wait. Every frame that waits (WAITING, DEPEND or CHECKPOINT) is counted under exactly one
 * reason: the first that binds in the order of {@link WhyReason}. Other reasons that hold the layer back too are given
 * without count.
 *
 * <p>Called by reads. Threading: that of the cell. Changes nothing; allocates freely.
 */
public final class Why {
    /** Takes one reason of a layer. */
    public interface Rows {
        /** @param frames that are counted under it; 0: it binds as well, after another */
        void row(WhyReason reason, int frames, long number, String detail);
    }

    private static final String AT_CHECKPOINT =
            "goes on when its checkpoint is complete, or 5 minutes after its run has ended";

    /** Hosts looked at for the price of one row. */
    private static final int HOSTS_OF_STEP = 64;

    private record Found(WhyHold hold, int frames) {}

    private final CellState state;
    private final BookingIndex index;
    private final WhyJob ofJob;
    private final WhyHosts ofHosts;

    public Why(CellState state, BookingIndex index) {
        this.state = state;
        this.index = index;
        ofJob = new WhyJob(state);
        ofHosts = new WhyHosts(state, index);
    }

    /** Explains a layer of a visible job. @return steps of work that it took */
    public int explain(int layer, Rows rows) {
        int waiting = state.layers.counts(layer, FrameStates.WAITING);
        int depend = state.layers.counts(layer, FrameStates.DEPEND);
        int checkpoint = state.layers.counts(layer, FrameStates.CHECKPOINT);
        if (waiting + depend + checkpoint == 0) {
            return 1;
        }
        int job = state.layers.job(layer);
        List<Found> found = new ArrayList<>();
        List<WhyHold> first = new ArrayList<>();
        ofJob.ofJob(job, first);
        boolean held = !first.isEmpty();
        count(found, first, waiting + depend + checkpoint);
        boolean settingUp = state.jobs.pendingHolds(job) > 0;
        if (depend > 0 || settingUp) {
            int counted = held ? 0 : depend + (settingUp ? waiting : 0);
            found.add(new Found(ofJob.depends(job, layer), counted));
        }
        if (checkpoint > 0) {
            found.add(new Found(new WhyHold(WhyReason.CHECKPOINT, 0, AT_CHECKPOINT), held ? 0 : checkpoint));
        }
        int steps = waiting > 0 ? explainWaiting(job, layer, held || settingUp ? 0 : waiting, found) : 1;
        found.sort(Comparator.comparing((Found each) -> each.hold.reason()));
        for (Found each : found) {
            if (each.hold.reason() == WhyReason.STARTING && each.frames == 0) {
                continue;
            }
            rows.row(each.hold.reason(), each.frames, each.hold.number(), each.hold.detail());
        }
        return steps;
    }

    /** The first of some reasons gets the count, the others none. */
    private static void count(List<Found> found, List<WhyHold> holds, int frames) {
        for (int i = 0; i < holds.size(); i++) {
            found.add(new Found(holds.get(i), i == 0 ? frames : 0));
        }
    }

    private int explainWaiting(int job, int layer, int frames, List<Found> found) {
        int steps = 1;
        SortedMap<Long, Integer> needs = needs(job, layer);
        boolean firstNeed = true;
        for (var need : needs.entrySet()) {
            List<WhyHold> holds = new ArrayList<>();
            ofJob.ofLayer(job, layer, holds);
            Lane lane = index.laneOfLayer(layer);
            if (lane != null) {
                WhyHold host = ofHosts.of(layer, lane, need.getKey(), capRoom(job));
                steps += ofHosts.looked() / HOSTS_OF_STEP;
                if (host.reason().compareTo(WhyReason.LIMIT) < 0) {
                    addOnce(holds, host);
                    ofJob.limits(layer, holds);
                } else {
                    ofJob.limits(layer, holds);
                    holds.add(host);
                }
            }
            int counted = frames == 0 ? 0 : need.getValue();
            merge(found, holds, counted, firstNeed);
            firstNeed = false;
        }
        return steps;
    }

    private static void addOnce(List<WhyHold> holds, WhyHold host) {
        for (WhyHold hold : holds) {
            if (hold.reason() == host.reason()) {
                return;
            }
        }
        holds.add(host);
    }

    /** Frames of another need are counted beside those before; what is said already is not said again. */
    private static void merge(List<Found> found, List<WhyHold> holds, int frames, boolean firstNeed) {
        for (int i = 0; i < holds.size(); i++) {
            WhyHold hold = holds.get(i);
            int counted = i == 0 ? frames : 0;
            int known = -1;
            for (int j = 0; j < found.size() && known < 0; j++) {
                known = found.get(j).hold.equals(hold) ? j : -1;
            }
            if (known >= 0) {
                found.set(known, new Found(hold, found.get(known).frames + counted));
            } else if (firstNeed || counted > 0) {
                found.add(new Found(hold, counted));
            }
        }
    }

    /** Frames in WAITING by the memory that they ask for. */
    private SortedMap<Long, Integer> needs(int job, int layer) {
        SortedMap<Long, Integer> needs = new TreeMap<>();
        long memory = state.layers.memoryKib(layer);
        int all = state.layers.counts(layer, FrameStates.WAITING);
        int own = 0;
        if (state.layers.memoryFailedFrames(layer) > 0) {
            int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
            for (int frame = base; frame < base + state.layers.frameCount(layer); frame++) {
                long raised = state.frames.raisedMemoryKib(frame);
                if (state.frames.state(frame) == FrameStates.WAITING && raised > memory) {
                    needs.merge(raised, 1, Integer::sum);
                    own++;
                }
            }
        }
        if (all > own) {
            needs.put(memory, all - own);
        }
        return needs;
    }

    /** Core units that the job and its folders leave. */
    private long capRoom(int job) {
        CatalogTable catalog = state.catalog;
        long room = state.jobs.maxCoreUnits(job) < 0
                ? Long.MAX_VALUE
                : (long) state.jobs.maxCoreUnits(job) - state.jobs.usedCoreUnits(job);
        for (int folder = state.jobs.folderRow(job); folder >= 0; folder = catalog.parentRow(folder)) {
            if (catalog.capCoreUnits(folder) >= 0) {
                room = Math.min(room, catalog.capCoreUnits(folder) - catalog.usedCoreUnits(folder));
            }
        }
        return room;
    }
}
