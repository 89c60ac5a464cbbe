package io.cuegrid.core.cell.apply;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.book.Limits;
import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.LayerChangedDecoder;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.LayerStartDelayedDecoder;
import io.cuegrid.core.sbe.LayerTagsChangedDecoder;
import io.cuegrid.core.sbe.RecordKind;

/**
 * Settings of layers.
 *
 * <p>Threading: that of the cell.
 */
final class LayerEvents {
    private final CellState state;
    private final BookingIndex index;
    private final Usage usage;

    LayerEvents(CellState state, BookingIndex index, Usage usage) {
        this.state = state;
        this.index = index;
        this.usage = usage;
    }

    void apply(LayerChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        long value = event.value();
        LayerSetting setting = event.setting();
        switch (setting) {
            case MIN_CORE_UNITS -> state.layers.minCoreUnits(layer, (int) value);
            case MAX_CORE_UNITS -> state.layers.maxCoreUnits(layer, (int) value);
            case THREADABLE -> state.layers.threadable(layer, value != 0);
            case MEMORY_KIB -> {
                state.layers.memoryKib(layer, value);
                state.layerTotals.forgetOverruns(layer);
            }
            case MIN_GPUS -> state.layers.minGpus(layer, (int) value);
            case MAX_GPUS -> state.layers.maxGpus(layer, (int) value);
            case GPU_MEMORY_KIB -> state.layers.gpuMemoryKib(layer, value);
            case TIMEOUT_MINUTES -> state.layers.timeoutMinutes(layer, (int) value);
            case TIMEOUT_LLU_MINUTES -> state.layers.timeoutLluMinutes(layer, (int) value);
            case START_AFTER_MILLIS -> {
                byte[] reason = new byte[event.reasonLength()];
                event.getReason(reason, 0, reason.length);
                startAfter(layer, value, reason, false);
            }
            case DISPATCH_ORDER -> state.layers.dispatchOrder(layer, (int) value);
            case MEMORY_OPTIMIZER -> state.layers.memoryOptimizer(layer, value != 0);
            case ADD_LIMIT -> changeLimit(layer, value, true);
            case DROP_LIMIT -> changeLimit(layer, value, false);
            case NULL_VAL -> {
                return;
            }
        }
        index.refileLayer(layer);
        index.wakeAll();
    }

    void apply(LayerTagsChangedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        byte[] tags = new byte[event.tagsLength()];
        event.getTags(tags, 0, tags.length);
        state.layerTexts.put(
                layer, Texts.with(state.layerTexts.get(layer), CellState.LAYER_TEXTS, CellState.LAYER_TAGS, tags));
        index.refileLayer(layer);
    }

    void apply(LayerStartDelayedDecoder event) {
        int job = state.jobs.row(event.jobNumber());
        int layer = state.jobs.layerBase(job) + event.layerIndex();
        byte[] reason = new byte[event.reasonLength()];
        event.getReason(reason, 0, reason.length);
        startAfter(layer, event.startAfterMillis(), reason, true);
        index.refileLayer(layer);
    }

    private void startAfter(int layer, long millis, byte[] reason, boolean delayed) {
        state.layers.delayed(layer, delayed);
        state.layers.startAfterMillis(layer, millis);
        state.layerTexts.put(
                layer,
                Texts.with(
                        state.layerTexts.get(layer),
                        CellState.LAYER_TEXTS,
                        CellState.LAYER_START_AFTER_REASON,
                        reason));
    }

    /** Frames that run count for a limit that is added, and no more for one that is dropped. */
    private void changeLimit(int layer, long limitNumber, boolean added) {
        int running = state.layers.counts(layer, FrameStates.RUNNING);
        state.catalogIndex.ensure(RecordKind.LIMIT, limitNumber);
        int count = Limits.count(state, layer);
        long[] numbers = new long[count + 1];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long number = Limits.number(state, layer, i);
            if (number != limitNumber) {
                numbers[kept++] = number;
            }
        }
        boolean had = kept < count;
        if (added) {
            numbers[kept++] = limitNumber;
        }
        state.layerLimits.put(layer, Limits.pack(numbers, kept));
        if (had != added) {
            usage.changeLimit(limitNumber, added ? running : -running);
            int row = state.catalogIndex.row(RecordKind.LIMIT, limitNumber);
            if (state.catalog.perHost(row)) {
                index.hostLimitsChanged(row);
            }
        }
    }
}
