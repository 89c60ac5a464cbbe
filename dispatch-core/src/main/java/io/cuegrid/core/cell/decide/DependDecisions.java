package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.depend.DependCycles;
import io.cuegrid.core.cell.depend.DependTypes;
import io.cuegrid.core.cell.depend.DependTypes.Side;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.sbe.BooleanType;
import io.cuegrid.core.sbe.CreateDependDecoder;
import io.cuegrid.core.sbe.DependCreatedEncoder;
import io.cuegrid.core.sbe.DependTarget;
import io.cuegrid.core.sbe.DependType;
import io.cuegrid.core.sbe.DropDependsDecoder;
import io.cuegrid.core.sbe.LaunchCommitDecoder;
import io.cuegrid.core.sbe.SatisfyDependDecoder;

/**
 * Depends as people ask for them: created with a launch or by hand, satisfied, made active again, dropped.
 *
 * <p>Threading: that of the cell.
 */
final class DependDecisions {
    private final CellState state;
    private final Emitter out;
    private final JobEmitter jobEvents;
    private final Depends depends;
    private final DependCycles cycles;
    private final DependCreatedEncoder created = new DependCreatedEncoder();

    private int erJob;
    private int erLayer;
    private int erOrdinal;
    private int onJob;
    private int onLayer;
    private int onOrdinal;

    DependDecisions(CellState state, Emitter out, JobEmitter jobEvents, Depends depends) {
        this.state = state;
        this.out = out;
        this.jobEvents = jobEvents;
        this.depends = depends;
        cycles = new DependCycles(state);
    }

    /**
     * Creates the depends of a launch. All are checked before the first is created, except for cycles that only they
     * together make: a cycle takes the whole launch back.
     */
    void createForLaunch(LaunchCommitDecoder command) {
        LaunchCommitDecoder.DependsDecoder group = command.depends();
        while (group.hasNext()) {
            group.next();
            resolve(command.launchId(), group);
            check(group.dependType(), true);
        }
        command.sbeRewind();
        group = command.depends();
        long firstNumber = state.globals.nextDepend();
        while (group.hasNext()) {
            group.next();
            resolve(command.launchId(), group);
            DependType type = group.dependType();
            check(type, true);
            boolean any = group.anyFrame() == BooleanType.T;
            if (cycles.closes(erJob, erLayer, erOrdinal, onJob, onLayer, onOrdinal)) {
                jobEvents.dropped(command.launchId());
                throw Refused.invalid("the launch is dropped: depend " + describe(type) + " closes a circle");
            }
            create(type, any, !isDone(type, any));
        }
        for (long number = firstNumber; number < state.globals.nextDepend(); number++) {
            int depend = state.depends.row(number);
            if (state.depends.active(depend)) {
                depends.hold(depend);
            }
            out.step(1);
        }
    }

    private void resolve(long launchId, LaunchCommitDecoder.DependsDecoder depend) {
        erJob = job(launchId, depend.erJobIndex(), depend.erJobNumber());
        onJob = job(launchId, depend.onJobIndex(), depend.onJobNumber());
        erLayer = depend.erLayerIndex();
        erOrdinal = depend.erFrameOrdinal();
        onLayer = depend.onLayerIndex();
        onOrdinal = depend.onFrameOrdinal();
    }

    private int job(long launchId, int jobIndex, long jobNumber) {
        int job = jobIndex >= 0 ? LaunchDecisions.stagedJob(state, launchId, jobIndex) : state.jobs.row(jobNumber);
        if (job < 0) {
            throw Refused.notFound(
                    jobIndex >= 0
                            ? "a depend names job " + jobIndex + " of the launch, which is not staged"
                            : "a depend names job " + jobNumber + ", which does not exist");
        }
        return job;
    }

    void decide(CreateDependDecoder command) {
        erJob = visibleJob(command.erJobNumber());
        onJob = visibleJob(command.onJobNumber());
        erLayer = command.erLayerIndex();
        erOrdinal = command.erFrameOrdinal();
        onLayer = command.onLayerIndex();
        onOrdinal = command.onFrameOrdinal();
        DependType type = command.dependType();
        boolean any = command.anyFrame() == BooleanType.T;
        check(type, false);
        int known = same(type, any);
        if (known >= 0) {
            if (!state.depends.active(known) && !isDone(type, any)) {
                depends.activate(known);
            }
            out.ok(command.correlationId(), state.depends.number(known));
            return;
        }
        if (cycles.closes(erJob, erLayer, erOrdinal, onJob, onLayer, onOrdinal)) {
            throw Refused.invalid("depend " + describe(type) + " closes a circle");
        }
        int depend = create(type, any, !isDone(type, any));
        if (state.depends.active(depend)) {
            depends.hold(depend);
        }
        out.ok(command.correlationId(), state.depends.number(depend));
    }

    private int visibleJob(long number) {
        int job = state.jobs.row(number);
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + number);
        }
        return job;
    }

    /** Indexes that a kind of depend does not use are set to none; the others must exist. */
    private void check(DependType type, boolean launching) {
        if (type == DependType.NULL_VAL) {
            throw Refused.invalid("the kind of a depend is missing");
        }
        Side er = DependTypes.er(type);
        Side on = DependTypes.on(type);
        erLayer = er == Side.JOB
                ? -1
                : er == Side.FRAME ? layerOfFrame(erJob, erOrdinal, type) : layer(erJob, erLayer, type);
        erOrdinal = er == Side.FRAME ? erOrdinal : -1;
        onLayer = on == Side.JOB
                ? -1
                : on == Side.FRAME ? layerOfFrame(onJob, onOrdinal, type) : layer(onJob, onLayer, type);
        onOrdinal = on == Side.FRAME ? onOrdinal : -1;
        boolean itself = erJob == onJob && erLayer == onLayer && erOrdinal == onOrdinal;
        if (itself && type != DependType.PREVIOUS_FRAME) {
            throw Refused.invalid("depend " + describe(type) + ": something cannot depend on itself");
        }
        boolean contains = erJob == onJob && type != DependType.PREVIOUS_FRAME && overlaps();
        if (contains) {
            throw Refused.invalid("depend " + describe(type) + ": one side is a part of the other");
        }
        int erState = state.jobs.state(erJob);
        if (!launching && (erState == JobStates.FINISHED || erState == JobStates.SHUTDOWN)) {
            throw Refused.precondition("job " + state.jobName(erJob) + " has ended and cannot wait for anything");
        }
        int onState = state.jobs.state(onJob);
        if (on == Side.JOB && (onState == JobStates.FINISHED)) {
            throw Refused.precondition("job " + state.jobName(onJob) + " has ended: there is nothing to wait for");
        }
    }

    private boolean overlaps() {
        boolean erHoldsOn = erOrdinal < 0 && (erLayer < 0 || erLayer == onLayer);
        boolean onHoldsEr = onOrdinal < 0 && (onLayer < 0 || erLayer == onLayer);
        return erHoldsOn || onHoldsEr;
    }

    private int layer(int job, int index, DependType type) {
        if (index < 0 || index >= state.jobs.layerCount(job)) {
            throw Refused.notFound("depend " + type + ": job " + state.jobName(job) + " has no layer " + index);
        }
        return index;
    }

    private int layerOfFrame(int job, int ordinal, DependType type) {
        if (ordinal < 0 || ordinal >= state.jobs.frameCount(job)) {
            throw Refused.notFound("depend " + type + ": job " + state.jobName(job) + " has no frame " + ordinal);
        }
        return state.layerOf(job, ordinal) - state.jobs.layerBase(job);
    }

    /** Whether what would be waited for has happened already. */
    private boolean isDone(DependType type, boolean any) {
        if (DependTypes.isPairwise(type)) {
            return false;
        }
        return switch (DependTypes.on(type)) {
            case JOB -> false;
            case LAYER -> {
                int row = state.jobs.layerBase(onJob) + onLayer;
                boolean staged = state.jobs.state(onJob) == JobStates.STARTUP;
                yield !staged
                        && (state.layers.complete(row) || (any && state.layers.counts(row, FrameStates.SUCCEEDED) > 0));
            }
            case FRAME -> {
                int frame = state.jobs.frameBase(onJob) + onOrdinal;
                boolean staged = onOrdinal < state.jobs.stagedFrames(onJob);
                yield staged && state.frames.state(frame) == FrameStates.SUCCEEDED;
            }
        };
    }

    /** The same depend, if it exists. */
    private int same(DependType type, boolean any) {
        for (int depend = state.jobs.erHead(erJob) - 1; depend >= 0; depend = state.depends.nextOfEr(depend) - 1) {
            boolean equal = state.depends.type(depend) == type.value()
                    && state.depends.anyFrame(depend) == any
                    && state.depends.erLayerIndex(depend) == erLayer
                    && state.depends.erFrameOrdinal(depend) == erOrdinal
                    && state.depends.onJobRow(depend) == onJob
                    && state.depends.onLayerIndex(depend) == onLayer
                    && state.depends.onFrameOrdinal(depend) == onOrdinal;
            if (equal) {
                return depend;
            }
        }
        return -1;
    }

    private int create(DependType type, boolean any, boolean active) {
        long number = state.globals.nextDepend();
        created.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .dependNumber(number)
                .dependType(type)
                .anyFrame(any ? BooleanType.T : BooleanType.F)
                .active(active ? BooleanType.T : BooleanType.F)
                .erJobNumber(state.jobs.number(erJob))
                .erLayerIndex(DependTypes.er(type) == Side.JOB ? -1 : erLayer)
                .erFrameOrdinal(DependTypes.er(type) == Side.FRAME ? erOrdinal : -1)
                .onJobNumber(state.jobs.number(onJob))
                .onLayerIndex(DependTypes.on(type) == Side.JOB ? -1 : onLayer)
                .onFrameOrdinal(DependTypes.on(type) == Side.FRAME ? onOrdinal : -1);
        out.emit(DependCreatedEncoder.BLOCK_LENGTH);
        return state.depends.row(number);
    }

    private String describe(DependType type) {
        return type + " of job " + state.jobName(erJob) + " on job " + state.jobName(onJob);
    }

    void decide(SatisfyDependDecoder command) {
        int depend = state.depends.row(command.dependNumber());
        if (depend < 0) {
            throw Refused.notFound("there is no depend " + command.dependNumber());
        }
        boolean active = state.depends.active(depend);
        if (command.satisfied() == BooleanType.T) {
            if (active) {
                depends.satisfy(depend);
            }
        } else if (!active) {
            reactivate(depend);
        }
        out.ok(command.correlationId(), command.dependNumber());
    }

    private void reactivate(int depend) {
        int er = state.depends.erJobRow(depend);
        int on = state.depends.onJobRow(depend);
        if (state.jobs.state(er) == JobStates.FINISHED || state.jobs.state(on) == JobStates.FINISHED) {
            throw Refused.precondition("one of the depend's jobs has ended: it cannot hold again");
        }
        depends.activate(depend);
    }

    void decide(DropDependsDecoder command) {
        int job = visibleJob(command.jobNumber());
        int layer = command.layerIndex();
        int ordinal = command.frameOrdinal();
        DependTarget target = command.target();
        int depend = state.jobs.erHead(job) - 1;
        while (depend >= 0) {
            int next = state.depends.nextOfEr(depend) - 1;
            if (state.depends.active(depend) && isOf(depend, layer, ordinal) && isTarget(depend, target)) {
                depends.satisfy(depend);
                out.step(1);
            }
            depend = next;
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    /** Whether the side that waits is exactly that layer or frame, or any part of the job when neither is given. */
    private boolean isOf(int depend, int layer, int ordinal) {
        if (ordinal >= 0) {
            return state.depends.erFrameOrdinal(depend) == ordinal;
        }
        return layer < 0 || (state.depends.erLayerIndex(depend) == layer && state.depends.erFrameOrdinal(depend) < 0);
    }

    private boolean isTarget(int depend, DependTarget target) {
        boolean internal = state.depends.erJobRow(depend) == state.depends.onJobRow(depend);
        return switch (target) {
            case INTERNAL -> internal;
            case EXTERNAL -> !internal;
            case ANY_TARGET, NULL_VAL -> true;
        };
    }
}
