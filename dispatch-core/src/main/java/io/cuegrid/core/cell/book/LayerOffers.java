package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each layer of a living job offers: its next waiting frame, in the tree of its job group; each frame that needs more
 * than its layer asks for by itself; and the layers whose start time has not come.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class LayerOffers {
    private static final int NO_FRAME = -1;

    private final CellState state;
    private final JobGroups groups;
    private final FitForest layerForest;
    private final FrameOrders orders;
    private final LayerFiling filing;
    private final OwnNeeds own = new OwnNeeds();
    private final FitForest dueForest = new FitForest();
    private final int dueTree = dueForest.newTree();

    private @Nullable JobGroup[] groupOfLayer = new JobGroup[64];
    private int[] nextPlace = new int[64];
    private long[] needOfLayer = new long[64];

    LayerOffers(CellState state, JobGroups groups) {
        this.state = state;
        this.groups = groups;
        layerForest = groups.layerForest;
        orders = new FrameOrders(state);
        filing = new LayerFiling(state, groups.eligibility(), orders);
    }

    /** A layer of a job that has become alive is filed and its waiting frames offered. */
    void attach(int job, int layer) {
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

    /** The index of a layer's first waiting frame, leaving out those with needs of their own; -1: none. */
    int firstWaiting(int layer) {
        int place = orders.next(layer, 0);
        return place < 0 ? NO_FRAME : orders.indexAt(layer, place);
    }

    /** An entry of a layer's frame with a need of its own; {@link OwnNeeds#NONE}: none. */
    int firstOwn(int layer) {
        return own.first(layer);
    }

    /** Another one of the same layer. */
    int nextOwn(int entry) {
        return own.next(entry);
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

    /** Nothing of a layer is offered any more. */
    void detach(int layer) {
        JobGroup group = group(layer);
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
    boolean releaseDue(long nowMillis) {
        boolean any = false;
        while (dueForest.size(dueTree) > 0 && dueForest.firstKey(dueTree) <= nowMillis) {
            int layer = dueForest.entryAt(dueForest.first(dueTree, Need.UNBOUNDED));
            dueForest.remove(dueTree, layer);
            JobGroup group = group(layer);
            if (group != null) {
                offer(group.jobRow, layer, group);
                groups.refresh(group);
                any = true;
            }
        }
        return any;
    }

    /** The next start time of a layer, or Long.MAX_VALUE. */
    long nextDueMillis() {
        return dueForest.size(dueTree) == 0 ? Long.MAX_VALUE : dueForest.firstKey(dueTree);
    }

    /** New frames of a job that is not alive yet, [from, to) by index: they wait once it is. */
    void framesStaged(int layer, int from, int to) {
        orders.setRange(layer, from, to);
    }

    /** A frame waits now. */
    void frameWaits(int layer, int frameRow, int frameIndex) {
        JobGroup group = group(layer);
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
    void frameTaken(int layer, int frameRow, int frameIndex) {
        int place = orders.placeOf(layer, frameIndex);
        JobGroup group = group(layer);
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
        long raised = state.frames.raisedMemoryKib(frameRow);
        return raised != 0 && raised > state.layers.memoryKib(layer);
    }

    private void offerOwn(int layer, int frameRow, int frameIndex, JobGroup group) {
        if (!own.contains(frameRow)) {
            long need = filing.need(layer, state.frames.raisedMemoryKib(frameRow));
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

    /** What a layer asks for, its limits, tags or start time have changed. */
    void refile(int layer) {
        int job = state.layers.job(layer);
        if (isAttached(layer)) {
            detach(layer);
            attach(job, layer);
            groups.refreshJob(job);
        }
    }

    /** Dispatch orders of the layer's frames have changed. */
    void reorder(int layer) {
        int job = state.layers.job(layer);
        boolean attached = isAttached(layer);
        if (attached) {
            detach(layer);
        }
        orders.reorder(layer);
        int base = state.jobs.frameBase(job) + state.layers.firstOrdinal(layer);
        for (int index = 0; index < state.layers.frameCount(layer); index++) {
            if (state.frames.state(base + index) == FrameStates.WAITING && !hasOwnNeed(layer, base + index)) {
                orders.set(layer, orders.placeOf(layer, index));
            }
        }
        if (attached) {
            attach(job, layer);
            groups.refreshJob(job);
        }
    }

    /** The layers are about to go: nothing of their frames is kept. */
    void forgetFrames(int job) {
        int base = state.jobs.layerBase(job);
        for (int layer = base; layer < base + state.jobs.layerCount(job); layer++) {
            orders.clearAll(layer);
        }
    }

    /** After a restore: which frames of a job wait. */
    void rebuild(int job) {
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
    }

    private boolean isAttached(int layer) {
        return group(layer) != null;
    }

    /** The job group of a layer of a living job. */
    @Nullable
    JobGroup group(int layer) {
        return layer < groupOfLayer.length ? groupOfLayer[layer] : null;
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
