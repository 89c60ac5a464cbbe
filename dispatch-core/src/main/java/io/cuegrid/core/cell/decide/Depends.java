package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.depend.DependTypes;
import io.cuegrid.core.cell.depend.FramePairs;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.task.TaskKind;
import io.cuegrid.core.sbe.DependType;

/**
 * What becomes of those that wait: frames are held when a depend begins, let go when it is satisfied, held again when what
 * they waited for is retried. Few frames at once; many in slices, as a task.
 *
 * <p>Threading: that of the cell.
 */
final class Depends {
    /** Frames held or let go at once; more are a task. */
    static final int INLINE_FRAMES = 512;

    private static final byte[] NOTHING = new byte[0];
    private static final int FRAMES_PER_STEP = 8;

    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final JobEmitter jobEvents;
    private final FramePairs pairs;

    Depends(CellState state, Emitter out, FrameEmitter frameEvents, JobEmitter jobEvents) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
        this.jobEvents = jobEvents;
        pairs = new FramePairs(state);
    }

    // ---- what was waited for has happened

    void frameSucceeded(int job, int layer, int ordinal) {
        int frameIndex = ordinal - state.layers.firstOrdinal(layer);
        int depend = state.layers.onHead(layer) - 1;
        if (depend >= 0) {
            boolean complete = state.layers.complete(layer);
            boolean markedDone = state.frames.isMarkedDone(state.jobs.frameBase(job) + ordinal);
            while (depend >= 0) {
                int next = state.depends.nextOfOn(depend) - 1;
                if (state.depends.active(depend)) {
                    DependType type = DependTypes.of(state.depends.type(depend));
                    if (DependTypes.isPairwise(type)) {
                        if (!markedDone) {
                            releasePartners(depend, type, layer, frameIndex);
                        }
                    } else if (complete || state.depends.anyFrame(depend)) {
                        satisfy(depend);
                    }
                }
                depend = next;
            }
        }
        if (state.frames.isDependedOn(state.jobs.frameBase(job) + ordinal)) {
            satisfyChain(state.frameDepends.head(job, ordinal));
        }
    }

    /** A job has ended, however. */
    void jobEnded(int job) {
        satisfyChain(state.jobs.onHead(job) - 1);
    }

    private void satisfyChain(int first) {
        int depend = first;
        while (depend >= 0) {
            int next = state.depends.nextOfOn(depend) - 1;
            if (state.depends.active(depend)) {
                satisfy(depend);
            }
            depend = next;
        }
    }

    private void releasePartners(int depend, DependType type, int onLayer, int onIndex) {
        int erJob = state.depends.erJobRow(depend);
        int erLayer = state.jobs.layerBase(erJob) + state.depends.erLayerIndex(depend);
        pairs.findEr(type, onLayer, onIndex, erLayer);
        changePartners(depend, erJob, state.layers.firstOrdinal(erLayer), false);
    }

    /** Says one event for each run of neighbours among the pairs that were found. */
    private void changePartners(int depend, int erJob, int firstOrdinal, boolean held) {
        long number = state.depends.number(depend);
        int count = pairs.count();
        for (int i = 0; i < count; ) {
            int from = pairs.frameIndex(i);
            int to = from;
            i++;
            while (i < count && pairs.frameIndex(i) == to + 1) {
                to++;
                i++;
            }
            frameEvents.released(number, erJob, firstOrdinal + from, firstOrdinal + to, held, 1);
        }
    }

    // ---- depends as a whole

    /** An active depend holds no more. */
    void satisfy(int depend) {
        DependType type = DependTypes.of(state.depends.type(depend));
        if (DependTypes.isPairwise(type)) {
            changeUnmet(depend, type, from(depend), to(depend), false);
            jobEvents.dependChanged(depend, false);
            return;
        }
        jobEvents.dependChanged(depend, false);
        change(depend, TaskKind.RELEASE);
    }

    /** A depend that did not hold holds again. */
    void activate(int depend) {
        jobEvents.dependChanged(depend, true);
        hold(depend);
    }

    /** The frames of an active depend begin to wait for it. */
    void hold(int depend) {
        DependType type = DependTypes.of(state.depends.type(depend));
        int onJob = state.depends.onJobRow(depend);
        if (DependTypes.isPairwise(type) && state.jobs.state(onJob) != JobStates.STARTUP) {
            changeUnmet(depend, type, from(depend), to(depend), true);
            return;
        }
        change(depend, TaskKind.HOLD);
    }

    private void change(int depend, int kind) {
        int erJob = state.depends.erJobRow(depend);
        int from = from(depend);
        int to = to(depend);
        if (to - from < INLINE_FRAMES && state.jobs.openTasks(erJob) == 0) {
            slice(depend, kind, from, to);
        } else {
            jobEvents.taskBegun(kind, state.jobs.number(erJob), from, state.depends.number(depend), NOTHING, NOTHING);
        }
    }

    /**
     * Goes on with a task.
     *
     * @return steps used
     */
    int goOn(int task, int frames) {
        int depend = state.depends.row(state.tasks.detail(task));
        if (depend < 0) {
            jobEvents.taskMoved(task, 0, true);
            return 1;
        }
        int from = (int) state.tasks.position(task);
        int to = Math.min(to(depend), from + frames - 1);
        slice(depend, state.tasks.kind(task), from, to);
        jobEvents.taskMoved(task, to + 1, to == to(depend));
        return 1 + (to - from) / FRAMES_PER_STEP;
    }

    private void slice(int depend, int kind, int from, int to) {
        DependType type = DependTypes.of(state.depends.type(depend));
        boolean held = kind == TaskKind.HOLD;
        if (DependTypes.isPairwise(type)) {
            changeUnmet(depend, type, from, to, held);
        } else if (from <= to) {
            frameEvents.released(state.depends.number(depend), state.depends.erJobRow(depend), from, to, held, 1);
        }
    }

    /** Says one event for each run of neighbours that wait for equally many frames. */
    private void changeUnmet(int depend, DependType type, int from, int to, boolean held) {
        int erJob = state.depends.erJobRow(depend);
        int erLayer = state.jobs.layerBase(erJob) + state.depends.erLayerIndex(depend);
        int onLayer = state.jobs.layerBase(state.depends.onJobRow(depend)) + state.depends.onLayerIndex(depend);
        int firstOrdinal = state.layers.firstOrdinal(erLayer);
        long number = state.depends.number(depend);
        pairs.prepare(onLayer);
        int runFrom = from;
        int runCount = 0;
        for (int ordinal = from; ordinal <= to + 1; ordinal++) {
            int unmet = ordinal > to ? -1 : pairs.unmet(type, erLayer, ordinal - firstOrdinal, onLayer);
            if (unmet != runCount || ordinal > to) {
                if (runCount > 0) {
                    frameEvents.released(number, erJob, runFrom, ordinal - 1, held, runCount);
                }
                runFrom = ordinal;
                runCount = unmet;
            }
        }
        pairs.done();
        out.step((to - from + 1) / FRAMES_PER_STEP);
    }

    /** First ordinal of the side that waits. */
    private int from(int depend) {
        if (state.depends.erFrameOrdinal(depend) >= 0) {
            return state.depends.erFrameOrdinal(depend);
        }
        int layer = state.depends.erLayerIndex(depend);
        return layer < 0 ? 0 : state.layers.firstOrdinal(state.jobs.layerBase(state.depends.erJobRow(depend)) + layer);
    }

    /** Last ordinal of the side that waits. */
    private int to(int depend) {
        if (state.depends.erFrameOrdinal(depend) >= 0) {
            return state.depends.erFrameOrdinal(depend);
        }
        int job = state.depends.erJobRow(depend);
        int layer = state.depends.erLayerIndex(depend);
        if (layer < 0) {
            return state.jobs.frameCount(job) - 1;
        }
        int row = state.jobs.layerBase(job) + layer;
        return state.layers.firstOrdinal(row) + state.layers.frameCount(row) - 1;
    }

    // ---- what had happened is undone

    /** A frame that had succeeded, or a layer that was complete, is to run again: those that waited wait again. */
    void frameRetried(int job, int layer, int ordinal, boolean hadSucceeded) {
        int frameIndex = ordinal - state.layers.firstOrdinal(layer);
        int depend = state.layers.onHead(layer) - 1;
        while (depend >= 0) {
            int next = state.depends.nextOfOn(depend) - 1;
            DependType type = DependTypes.of(state.depends.type(depend));
            if (isAlive(state.depends.erJobRow(depend)) && DependTypes.isHeldAgain(type)) {
                if (!DependTypes.isPairwise(type)) {
                    if (!state.depends.active(depend) && !state.depends.anyFrame(depend)) {
                        activate(depend);
                    }
                } else if (hadSucceeded && state.depends.active(depend)) {
                    int erJob = state.depends.erJobRow(depend);
                    int erLayer = state.jobs.layerBase(erJob) + state.depends.erLayerIndex(depend);
                    pairs.findEr(type, layer, frameIndex, erLayer);
                    changePartners(depend, erJob, state.layers.firstOrdinal(erLayer), true);
                }
            }
            depend = next;
        }
        if (hadSucceeded && state.frames.isDependedOn(state.jobs.frameBase(job) + ordinal)) {
            depend = state.frameDepends.head(job, ordinal);
            while (depend >= 0) {
                int next = state.depends.nextOfOn(depend) - 1;
                boolean again = DependTypes.isHeldAgain(DependTypes.of(state.depends.type(depend)))
                        && !state.depends.active(depend)
                        && isAlive(state.depends.erJobRow(depend));
                if (again) {
                    activate(depend);
                }
                depend = next;
            }
        }
    }

    private boolean isAlive(int job) {
        return state.jobs.state(job) == JobStates.PENDING || state.jobs.state(job) == JobStates.POSTED;
    }

    /** How many things a frame waits for, counted anew. */
    int recount(int job, int layer, int ordinal) {
        int count = 0;
        for (int depend = state.jobs.erHead(job) - 1; depend >= 0; depend = state.depends.nextOfEr(depend) - 1) {
            if (state.depends.active(depend) && from(depend) <= ordinal && ordinal <= to(depend)) {
                DependType type = DependTypes.of(state.depends.type(depend));
                if (DependTypes.isPairwise(type)) {
                    int onLayer =
                            state.jobs.layerBase(state.depends.onJobRow(depend)) + state.depends.onLayerIndex(depend);
                    count += pairs.unmet(type, layer, ordinal - state.layers.firstOrdinal(layer), onLayer);
                } else {
                    count++;
                }
            }
        }
        return count;
    }

    /** Somebody says that what waits for this frame need not wait for it. */
    void markDone(int job, int layer, int ordinal) {
        int frame = state.jobs.frameBase(job) + ordinal;
        int frameIndex = ordinal - state.layers.firstOrdinal(layer);
        boolean known = state.frames.state(frame) == FrameStates.SUCCEEDED || state.frames.isMarkedDone(frame);
        int depend = known ? -1 : state.layers.onHead(layer) - 1;
        while (depend >= 0) {
            int next = state.depends.nextOfOn(depend) - 1;
            DependType type = DependTypes.of(state.depends.type(depend));
            if (state.depends.active(depend) && DependTypes.isPairwise(type)) {
                releasePartners(depend, type, layer, frameIndex);
            }
            depend = next;
        }
        if (state.frames.isDependedOn(frame)) {
            satisfyChain(state.frameDepends.head(job, ordinal));
        }
    }
}
