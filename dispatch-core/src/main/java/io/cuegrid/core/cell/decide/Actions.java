package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.columns.Texts;
import io.cuegrid.core.cell.frame.FrameStates;
import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.task.TaskKind;
import io.cuegrid.core.sbe.ActOnFramesDecoder;
import io.cuegrid.core.sbe.FrameAction;
import io.cuegrid.core.sbe.FrameState;
import io.cuegrid.core.sbe.KillJobDecoder;
import io.cuegrid.core.sbe.ReplyCode;
import io.cuegrid.core.sbe.StopCause;

/**
 * What people do to frames and to whole jobs: retry, eat, kill, mark. A frame that runs is killed first and changes once its
 * daemon has said that it ended. Many frames are acted on in slices.
 *
 * <p>Threading: that of the cell.
 */
final class Actions {
    /** Frames acted on at once; more are a task. */
    static final int INLINE_FRAMES = 256;

    private static final int ALL_STATES = -1;

    private final CellState state;
    private final Emitter out;
    private final FrameEmitter frameEvents;
    private final JobEmitter jobEvents;
    private final Depends depends;
    private final Endings endings;

    Actions(
            CellState state,
            Emitter out,
            FrameEmitter frameEvents,
            JobEmitter jobEvents,
            Depends depends,
            Endings endings) {
        this.state = state;
        this.out = out;
        this.frameEvents = frameEvents;
        this.jobEvents = jobEvents;
        this.depends = depends;
        this.endings = endings;
    }

    void decide(ActOnFramesDecoder command) {
        int job = job(command.jobNumber());
        FrameAction action = command.action();
        if (action == FrameAction.NULL_VAL) {
            throw Refused.invalid("the action is missing");
        }
        int now = state.jobs.state(job);
        boolean again = action == FrameAction.RETRY || action == FrameAction.MARK_AS_WAITING;
        if (now == JobStates.SHUTDOWN) {
            throw Refused.precondition("job " + state.jobName(job) + " is being ended");
        }
        if (again && now == JobStates.FINISHED) {
            requireNameFree(job);
        }
        int mask = command.stateMask() == 0 ? ALL_STATES : command.stateMask();
        ActOnFramesDecoder.RangesDecoder ranges = command.ranges();
        int count = ranges.count();
        int[] from = new int[Math.max(1, count)];
        int[] to = new int[Math.max(1, count)];
        to[0] = count == 0 ? state.jobs.frameCount(job) - 1 : 0;
        for (int i = 0; ranges.hasNext(); i++) {
            ranges.next();
            from[i] = Math.max(0, ranges.fromOrdinal());
            to[i] = Math.min(state.jobs.frameCount(job) - 1, ranges.toOrdinal());
        }
        byte[] user = new byte[command.userLength()];
        command.getUser(user, 0, user.length);
        byte[] reason = new byte[command.reasonLength()];
        command.getReason(reason, 0, reason.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] <= to[i]) {
                begin(job, action, mask, from[i], to[i], user, reason);
            }
        }
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void begin(int job, FrameAction action, int mask, int from, int to, byte[] user, byte[] reason) {
        int inline = state.jobs.openTasks(job) > 0 ? from : Math.min(to + 1, from + INLINE_FRAMES);
        act(job, action, mask, from, inline - 1, user, reason);
        if (inline <= to) {
            long detail = (long) to << 32 | (long) (mask & 0xFF) << 8 | action.value();
            jobEvents.taskBegun(TaskKind.ACT, state.jobs.number(job), inline, detail, user, reason);
        }
    }

    /** Goes on with a task. @return steps used */
    int goOn(int task, int frames) {
        int job = state.jobs.row(state.tasks.jobNumber(task));
        if (job < 0) {
            jobEvents.taskMoved(task, 0, true);
            return 1;
        }
        byte[] texts = state.taskTexts.get(task);
        byte[] user = Texts.bytes(texts, 0);
        byte[] reason = Texts.bytes(texts, 1);
        int from = (int) state.tasks.position(task);
        if (state.tasks.kind(task) == TaskKind.KILL) {
            int last = state.jobs.frameCount(job) - 1;
            int to = Math.min(last, from + frames * 8 - 1);
            killRunning(job, from, to, StopCause.JOB_KILLED, user, reason);
            jobEvents.taskMoved(task, to + 1, to == last);
            return 1 + (to - from) / 16;
        }
        long detail = state.tasks.detail(task);
        int last = (int) (detail >>> 32);
        int to = Math.min(last, from + frames - 1);
        boolean alive = state.jobs.state(job) != JobStates.SHUTDOWN;
        if (alive) {
            FrameAction action = FrameAction.get((short) (detail & 0xFF));
            int mask = (int) (detail >>> 8) & 0xFF;
            act(job, action, mask, from, to, user, reason);
        }
        jobEvents.taskMoved(task, to + 1, !alive || to == last);
        return 1 + (to - from);
    }

    private void act(int job, FrameAction action, int mask, int from, int to, byte[] user, byte[] reason) {
        int base = state.jobs.frameBase(job);
        for (int ordinal = from; ordinal <= to; ordinal++) {
            int now = state.frames.state(base + ordinal);
            if ((mask & 1 << now) != 0) {
                act(job, state.layerOf(job, ordinal), ordinal, now, action, user, reason);
                out.step(1);
            }
        }
    }

    private void act(int job, int layer, int ordinal, int now, FrameAction action, byte[] user, byte[] reason) {
        switch (action) {
            case RETRY -> retry(job, layer, ordinal, now, user, reason);
            case EAT -> eat(job, layer, ordinal, now, user, reason);
            case KILL -> {
                if (now == FrameStates.RUNNING) {
                    kill(job, ordinal, StopCause.KILLED_BY_USER, user, reason);
                }
            }
            case MARK_DONE -> {
                depends.markDone(job, layer, ordinal);
                change(job, ordinal, now, dependCount(job, ordinal), true);
            }
            case MARK_AS_WAITING -> {
                if (now == FrameStates.DEPEND) {
                    change(job, ordinal, FrameStates.WAITING, 0, isMarkedDone(job, ordinal));
                }
            }
            case MARK_AS_DEPEND -> {
                int count = now == FrameStates.WAITING ? depends.recount(job, layer, ordinal) : 0;
                if (count > 0) {
                    change(job, ordinal, FrameStates.DEPEND, count, isMarkedDone(job, ordinal));
                }
            }
            case NULL_VAL -> throw new IllegalStateException("no action");
        }
    }

    private void retry(int job, int layer, int ordinal, int now, byte[] user, byte[] reason) {
        if (now == FrameStates.RUNNING) {
            kill(job, ordinal, StopCause.RETRIED, user, reason);
            return;
        }
        if (now == FrameStates.WAITING || now == FrameStates.DEPEND) {
            return;
        }
        if (state.jobs.state(job) == JobStates.FINISHED) {
            jobEvents.restarted(job);
        }
        boolean done = now == FrameStates.SUCCEEDED || isMarkedDone(job, ordinal);
        int count = dependCount(job, ordinal);
        change(job, ordinal, count > 0 ? FrameStates.DEPEND : FrameStates.WAITING, count, false);
        depends.frameRetried(job, layer, ordinal, done);
    }

    private void eat(int job, int layer, int ordinal, int now, byte[] user, byte[] reason) {
        if (now == FrameStates.RUNNING) {
            kill(job, ordinal, StopCause.EATEN, user, reason);
        } else if (now != FrameStates.SUCCEEDED && now != FrameStates.EATEN) {
            change(job, ordinal, FrameStates.EATEN, dependCount(job, ordinal), isMarkedDone(job, ordinal));
            endings.frameEnded(job, layer, ordinal, FrameStates.EATEN);
        }
    }

    private void kill(int job, int ordinal, StopCause cause, byte[] user, byte[] reason) {
        int proc = state.frames.procRow(state.jobs.frameBase(job) + ordinal) - 1;
        boolean same = state.procs.killRequested(proc) && state.procs.killCause(proc) == cause.value();
        if (!same) {
            frameEvents.killRequested(proc, cause, user, reason);
        }
    }

    private void change(int job, int ordinal, int newState, int dependCount, boolean markedDone) {
        int frame = state.jobs.frameBase(job) + ordinal;
        frameEvents.changed(
                job,
                ordinal,
                FrameState.get((short) newState),
                state.frames.exitStatus(frame),
                dependCount,
                markedDone);
    }

    private int dependCount(int job, int ordinal) {
        return state.frames.dependCount(state.jobs.frameBase(job) + ordinal);
    }

    private boolean isMarkedDone(int job, int ordinal) {
        return state.frames.isMarkedDone(state.jobs.frameBase(job) + ordinal);
    }

    void decide(KillJobDecoder command) {
        int job = job(command.jobNumber());
        int now = state.jobs.state(job);
        if (now == JobStates.FINISHED || now == JobStates.SHUTDOWN) {
            out.ok(command.correlationId(), command.jobNumber());
            return;
        }
        byte[] user = new byte[command.userLength()];
        command.getUser(user, 0, user.length);
        byte[] reason = new byte[command.reasonLength()];
        command.getReason(reason, 0, reason.length);
        jobEvents.killRequested(job, user, reason);
        int last = state.jobs.frameCount(job) - 1;
        if (state.jobs.counts(job, FrameStates.RUNNING) > 0) {
            int inline = Math.min(last, INLINE_FRAMES * 8 - 1);
            killRunning(job, 0, inline, StopCause.JOB_KILLED, user, reason);
            if (inline < last) {
                jobEvents.taskBegun(TaskKind.KILL, command.jobNumber(), inline + 1, 0, user, reason);
            }
        }
        endings.jobMayEnd(job);
        out.ok(command.correlationId(), command.jobNumber());
    }

    private void killRunning(int job, int from, int to, StopCause cause, byte[] user, byte[] reason) {
        int base = state.jobs.frameBase(job);
        for (int ordinal = from; ordinal <= to; ordinal++) {
            if (state.frames.state(base + ordinal) == FrameStates.RUNNING) {
                kill(job, ordinal, cause, user, reason);
                out.step(1);
            }
        }
    }

    private void requireNameFree(int job) {
        byte[] name = Texts.bytes(state.jobTexts.get(job), CellState.JOB_NAME);
        if (LaunchDecisions.livingJob(state, name) >= 0) {
            throw new Refused(
                    ReplyCode.ALREADY_EXISTS,
                    "another job named " + state.jobName(job) + " is pending: this one cannot run again beside it");
        }
    }

    private int job(long number) {
        int job = state.jobs.row(number);
        if (job < 0 || state.jobs.state(job) == JobStates.STARTUP) {
            throw Refused.notFound("there is no job " + number);
        }
        return job;
    }
}
