package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.book.BookingIndex;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.job.RunTotals;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.LayerChangedEncoder;
import io.cuegrid.core.sbe.LayerSetting;
import io.cuegrid.core.sbe.LayerStartDelayedEncoder;
import io.cuegrid.core.sbe.StopCause;

/**
 * What a run that has ended says about its layer: an exit status may ask for a pause; frames that need less memory than the
 * layer reserves lower it, when nobody gave it by hand; several that used more raise it, given by hand or not.
 *
 * <p>Threading: that of the cell. Allocates only when it says something.
 */
final class LayerTuning {
    /** Memory kept above the most that a frame of the layer has used, KiB. */
    static final long MEMORY_MARGIN_KIB = 262_144;
    /** No layer asks for less unless somebody says so, KiB. */
    static final long MEMORY_LEAST_KIB = 262_144;
    /** Frames that must have succeeded before the layer's memory is lowered. */
    static final int SAMPLES_MIN = 3;
    /** Less than so much is not worth a change, KiB. */
    static final long MEMORY_STEP_KIB = 65_536;

    /** Frames that must have used more than the layer reserves before it reserves more. */
    static final int OVERRUNS_MIN = 3;
    /** Of so many runs at least one must have been of such a frame. */
    static final int RUNS_PER_OVERRUN_MAX = 10;

    private static final long MINUTE_MILLIS = 60_000;

    private final CellState state;
    private final BookingIndex index;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final LayerChangedEncoder changed = new LayerChangedEncoder();
    private final LayerStartDelayedEncoder delayed = new LayerStartDelayedEncoder();

    LayerTuning(CellState state, BookingIndex index, Emitter out, FrameEmitter frameEvents) {
        this.state = state;
        this.index = index;
        this.out = out;
        this.frameEvents = frameEvents;
    }

    /**
     * The run's event has been said.
     *
     * @param overran whether the run has added to the layer's overruns
     */
    void runEnded(int layer, StopCause cause, int exitStatus, FrameState newState, boolean overran) {
        if (overran && state.layerTotals.overruns(layer) % OVERRUNS_MIN == 0) {
            raiseMemory(layer);
        }
        if (newState == FrameState.SUCCEEDED) {
            lowerMemory(layer);
        } else if (newState == FrameState.WAITING && cause == StopCause.COMPLETED) {
            int minutes = state.delayRules.minutes(exitStatus);
            if (minutes > 0) {
                delay(layer, exitStatus, minutes);
            }
        }
    }

    /** To what each of those frames has used, so that one that is not like the others raises nothing. */
    private void raiseMemory(int layer) {
        RunTotals totals = state.layerTotals;
        boolean few =
                (long) totals.overruns(layer) * RUNS_PER_OVERRUN_MAX < totals.runs(layer) + totals.failedRuns(layer);
        if (few || state.layers.complete(layer) || state.jobs.state(state.layers.job(layer)) != JobStates.PENDING) {
            return;
        }
        long needed = Math.min(totals.overrunKib(layer), index.largestEligibleMemoryKib(layer));
        if (needed >= state.layers.memoryKib(layer) + MEMORY_STEP_KIB) {
            frameEvents.memoryRaised(layer, -1, needed);
        }
    }

    private void lowerMemory(int layer) {
        if (!state.layers.memoryOptimizer(layer)
                || state.layers.complete(layer)
                || state.layerTotals.runs(layer) < SAMPLES_MIN) {
            return;
        }
        long wanted = Math.max(MEMORY_LEAST_KIB, state.layerTotals.maxRssKib(layer) + MEMORY_MARGIN_KIB);
        if (wanted + MEMORY_STEP_KIB > state.layers.memoryKib(layer)) {
            return;
        }
        changed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(state.layers.job(layer)))
                .layerIndex(state.layers.layerIndex(layer))
                .setting(LayerSetting.MEMORY_KIB)
                .value(wanted)
                .reason("");
        out.emit(changed.encodedLength());
    }

    private void delay(int layer, int exitStatus, int minutes) {
        long until = Math.max(state.layers.startAfterMillis(layer), out.now() + minutes * MINUTE_MILLIS);
        delayed.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(state.jobs.number(state.layers.job(layer)))
                .layerIndex(state.layers.layerIndex(layer))
                .startAfterMillis(until)
                .reason("exit status " + exitStatus + " asks for a pause of " + minutes + " minutes");
        out.emit(delayed.encodedLength());
    }
}
