package io.cuegrid.node.hostlink;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Which layer each live proc of a led cell runs, so that heartbeats can be held against the layer's limits. Two numbers a
 * proc, nothing else: every booking and every end passes here.
 *
 * <p>Threading: written by the loop, read by heartbeats; guarded by its own lock.
 */
final class ProcJobs {
    /** The proc is not known here. */
    static final long NONE = -1;

    /** Of a packed layer; a job has at most 2,000. */
    private static final int LAYER_BITS = 12;

    private final Long2LongHashMap layers = new Long2LongHashMap(NONE);
    private final LongHashSet stopAsked = new LongHashSet();

    synchronized void put(long proc, long jobNumber, int layerIndex) {
        layers.put(proc, jobNumber << LAYER_BITS | layerIndex);
    }

    /** For what was read from the cell: what was heard of since then is newer. */
    synchronized void putIfAbsent(long proc, long jobNumber, int layerIndex) {
        layers.putIfAbsent(proc, jobNumber << LAYER_BITS | layerIndex);
    }

    synchronized void remove(long proc) {
        layers.remove(proc);
        stopAsked.remove(proc);
    }

    synchronized void clear() {
        layers.clear();
        stopAsked.clear();
    }

    /** The proc's layer for {@link #jobOf} and {@link #layerOf}; {@link #NONE} when unknown or when its stop was asked for. */
    synchronized long layer(long proc) {
        return stopAsked.contains(proc) ? NONE : layers.get(proc);
    }

    static long jobOf(long layer) {
        return layer >>> LAYER_BITS;
    }

    static int layerOf(long layer) {
        return (int) layer & (1 << LAYER_BITS) - 1;
    }

    /** A limit is enforced once. */
    synchronized void stopAsked(long proc) {
        if (layers.containsKey(proc)) {
            stopAsked.add(proc);
        }
    }
}
