package io.cuegrid.core.cell.decide;

import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import io.cuegrid.core.cell.task.TaskKind;
import io.cuegrid.core.sbe.JobStagedEncoder;
import io.cuegrid.core.sbe.JobState;
import io.cuegrid.core.sbe.LaunchAbortDecoder;
import io.cuegrid.core.sbe.LaunchCommitDecoder;
import io.cuegrid.core.sbe.LaunchJobDecoder;
import org.agrona.collections.Long2LongHashMap;

/**
 * Launches: the jobs of one submission are staged one by one, and become visible together with their depends or not at
 * all. Frames are made in slices; a launch that is small is visible when its commit is answered, a large one is
 * answered when it has become visible.
 *
 * <p>Threading: that of the cell.
 */
final class LaunchDecisions {
    /** Frames made at once; more are a task. */
    static final int INLINE_FRAMES = 512;

    private static final int FRAMES_PER_STEP = 8;
    private static final int LAYERS_PER_STEP = 8;
    private static final byte[] NOTHING = new byte[0];

    private final CellState state;
    private final Emitter out;
    private final JobEmitter jobEvents;
    private final DependDecisions depends;
    private final Endings endings;
    private final LaunchRules rules;
    private final MemoryGuess memory;
    private final Leaving leaving;
    private final JobStagedEncoder staged = new JobStagedEncoder();

    /** Who waits for the answer to a large launch, by launch id. Not part of the state: it is gone with the leader. */
    private final Long2LongHashMap askers = new Long2LongHashMap(0);

    LaunchDecisions(
            CellState state,
            Emitter out,
            JobEmitter jobEvents,
            DependDecisions depends,
            Endings endings,
            MemoryGuess memory,
            Leaving leaving) {
        this.state = state;
        this.out = out;
        this.jobEvents = jobEvents;
        this.depends = depends;
        this.endings = endings;
        this.memory = memory;
        this.leaving = leaving;
        rules = new LaunchRules(state);
    }

    void decide(LaunchJobDecoder command) {
        int known = stagedJob(command.launchId(), command.jobIndex());
        if (known >= 0) {
            out.ok(command.correlationId(), state.jobs.number(known));
            return;
        }
        int frames = rules.check(command);
        command.sbeRewind();
        int parentIndex = command.postJobOf();
        long parentNumber = 0;
        if (parentIndex >= 0) {
            int parent = stagedJob(command.launchId(), parentIndex);
            if (parent < 0) {
                throw Refused.invalid("the job names job " + parentIndex
                        + " of its launch as the one that it follows; stage that one first");
            }
            parentNumber = state.jobs.number(parent);
        }
        leaving.makeRoom(frames, rules.documentBytes());
        rules.checkRoom(frames);
        int job = stage(command, parentNumber);
        int inline = Math.min(INLINE_FRAMES, frames);
        jobEvents.framesStaged(job, 0, inline - 1);
        out.step(1 + inline / FRAMES_PER_STEP);
        if (inline < frames) {
            jobEvents.taskBegun(TaskKind.STAGE, state.jobs.number(job), inline, 0, NOTHING, NOTHING);
        }
        out.ok(command.correlationId(), state.jobs.number(job));
    }

    /** The command's groups and texts are those of the event: they are copied as they are. */
    private int stage(LaunchJobDecoder command, long parentNumber) {
        long number = state.globals.nextJob();
        staged.wrapAndApplyHeader(out.buffer(), 0, out.header)
                .jobNumber(number)
                .launchId(command.launchId())
                .jobIndex(command.jobIndex())
                .showNumber(command.showNumber())
                .folderNumber(command.folderNumber())
                .priority(command.priority())
                .maxRetries(command.maxRetries())
                .minCoreUnits(command.minCoreUnits())
                .maxCoreUnits(command.maxCoreUnits())
                .minGpus(command.minGpus())
                .maxGpus(command.maxGpus())
                .uid(command.uid())
                .paused(command.paused())
                .autoEat(command.autoEat())
                .autoBook(command.autoBook())
                .postJobOfNumber(parentNumber)
                .submittedMillis(out.now());
        int from = command.limit();
        command.sbeSkip();
        int bytes = command.limit() - from;
        out.buffer().putBytes(staged.limit(), command.buffer(), from, bytes);
        out.emit(JobStagedEncoder.BLOCK_LENGTH + bytes);
        return state.jobs.row(number);
    }

    /** Goes on with making the frames of a job. @return steps used */
    int goOnStaging(int task, int frames) {
        int job = state.jobs.row(state.tasks.jobNumber(task));
        if (job < 0) {
            jobEvents.taskMoved(task, 0, true);
            return 1;
        }
        int from = (int) state.tasks.position(task);
        int to = Math.min(state.jobs.frameCount(job), from + frames) - 1;
        jobEvents.framesStaged(job, from, to);
        jobEvents.taskMoved(task, to + 1, to + 1 == state.jobs.frameCount(job));
        return 1 + (to - from) / FRAMES_PER_STEP;
    }

    void decide(LaunchCommitDecoder command) {
        long launchId = command.launchId();
        int jobs = 0;
        for (int next = state.globals.stagedHead(); next > 0; next = state.jobs.nextInChain(next - 1)) {
            int job = next - 1;
            if (state.jobs.launchId(job) == launchId) {
                if (state.jobs.committed(job)) {
                    throw Refused.precondition("launch " + launchId + " is being committed already");
                }
                jobs++;
            }
        }
        if (jobs == 0 || jobs != command.jobCount()) {
            throw Refused.precondition("the launch has " + jobs + " staged jobs and should have "
                    + command.jobCount() + "; stage them again and commit within "
                    + Leaving.STAGED_MILLIS / 60_000 + " minutes");
        }
        long first = firstJobNumber(launchId);
        depends.createForLaunch(command);
        if (hasOpenTasks(launchId)) {
            jobEvents.taskBegun(TaskKind.LAUNCH, 0, 0, launchId, NOTHING, NOTHING);
            if (command.correlationId() != 0) {
                askers.put(launchId, command.correlationId());
            }
            return;
        }
        launch(launchId);
        out.ok(command.correlationId(), first);
    }

    private boolean hasOpenTasks(long launchId) {
        for (int next = state.globals.stagedHead(); next > 0; next = state.jobs.nextInChain(next - 1)) {
            if (state.jobs.launchId(next - 1) == launchId && state.jobs.openTasks(next - 1) > 0) {
                return true;
            }
        }
        return false;
    }

    /** All before the launch in the queue of tasks is done: it becomes visible. @return steps used */
    int goOnLaunching(int task) {
        long launchId = state.tasks.detail(task);
        long first = firstJobNumber(launchId);
        launch(launchId);
        jobEvents.taskMoved(task, 0, true);
        long asker = askers.remove(launchId);
        out.ok(asker, first);
        return 1;
    }

    private void launch(long launchId) {
        int next = state.globals.stagedHead();
        while (next > 0) {
            int job = next - 1;
            next = state.jobs.nextInChain(job);
            if (state.jobs.launchId(job) == launchId) {
                boolean posted = state.jobs.parentNumber(job) != 0;
                jobEvents.launched(job, posted ? JobState.POSTED : JobState.PENDING);
                if (!posted) {
                    memory.launched(job);
                }
                out.step(1 + state.jobs.layerCount(job) / LAYERS_PER_STEP);
                endings.jobMayEnd(job);
            }
        }
    }

    void decide(LaunchAbortDecoder command) {
        int job = stagedJob(command.launchId(), -1);
        if (job >= 0 && state.jobs.committed(job)) {
            throw Refused.precondition(
                    "launch " + command.launchId() + " is committed: its jobs can be killed, not dropped");
        }
        if (job >= 0) {
            jobEvents.dropped(command.launchId());
        }
        out.ok(command.correlationId(), command.launchId());
    }

    private long firstJobNumber(long launchId) {
        int job = stagedJob(launchId, 0);
        return job < 0 ? 0 : state.jobs.number(job);
    }

    /** A staged job of a launch, by its index; -1 for the index: any of them. */
    private int stagedJob(long launchId, int jobIndex) {
        return stagedJob(state, launchId, jobIndex);
    }

    static int stagedJob(CellState state, long launchId, int jobIndex) {
        for (int next = state.globals.stagedHead(); next > 0; next = state.jobs.nextInChain(next - 1)) {
            int job = next - 1;
            if (state.jobs.launchId(job) == launchId && (jobIndex < 0 || state.jobs.jobIndex(job) == jobIndex)) {
                return job;
            }
        }
        return -1;
    }

    /** Whether a job that is alive bears a name already. */
    static int livingJob(CellState state, byte[] name) {
        for (int job = state.jobNames.first(name); job >= 0; job = state.jobNames.next(job, name)) {
            int now = state.jobs.state(job);
            if (now == JobStates.PENDING || now == JobStates.POSTED || now == JobStates.STARTUP) {
                return job;
            }
        }
        return -1;
    }
}
