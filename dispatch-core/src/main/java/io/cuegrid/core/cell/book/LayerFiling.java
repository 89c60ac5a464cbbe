package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.RecordKind;

/**
 * Where a layer is filed: the lane that it belongs to, its place in the tree of its job group, and what it asks for there.
 *
 * <p>Threading: that of the cell.
 */
final class LayerFiling {
    private static final int ORDER_MAX = 0xFFFF;

    private final CellState state;
    private final Eligibility eligibility;
    private final FrameOrders orders;

    LayerFiling(CellState state, Eligibility eligibility, FrameOrders orders) {
        this.state = state;
        this.eligibility = eligibility;
        this.orders = orders;
    }

    /** What a frame of the layer asks for when it needs so much memory. */
    long need(int layer, long memoryKib) {
        int cores = state.layers.minCoreUnits(layer);
        return Need.of(
                Math.max(HostRooms.MIN_CORE_UNITS, cores),
                memoryKib,
                state.layers.minGpus(layer),
                state.layers.gpuMemoryKib(layer),
                cores <= 0);
    }

    /** Orders layers of a job group: by the dispatch order of the frame at a place, then by the layer's. */
    long key(int layer, int place) {
        int frame = state.jobs.frameBase(state.layers.job(layer))
                + state.layers.firstOrdinal(layer)
                + orders.indexAt(layer, place);
        return key(state, layer, frame);
    }

    /** The same for a frame. */
    static long key(CellState state, int layer, int frame) {
        int order = Math.max(0, Math.min(ORDER_MAX, state.layers.dispatchOrder(layer)));
        int index = Math.min(ORDER_MAX, state.layers.layerIndex(layer));
        return (long) state.frames.dispatchOrder(frame) << 32 | (long) order << 16 | index;
    }

    /** The lane of a layer, made when there is none. */
    Lane lane(int job, int layer) {
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
}
