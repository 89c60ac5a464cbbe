package io.cuegrid.core.cell.book;

import io.cuegrid.core.cell.job.JobStates;
import io.cuegrid.core.cell.state.CellState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The job groups and their place in the trees of their lanes: a group is listed while it has something to run and nothing of
 * its job (pause, state, depends that are still being counted) holds it back. A job's own cap closes its need.
 *
 * <p>Threading: that of the cell. Derived.
 */
final class JobGroups {
    final FitForest forest = new FitForest();
    final FitForest layerForest = new FitForest();

    private final CellState state;
    private final Wakes wakes;
    private final Eligibility eligibility;
    private @Nullable JobGroup[] first = new JobGroup[64];
    private JobGroup[] byId = new JobGroup[64];
    private int[] freeIds = new int[16];
    private int freeCount;
    private int ids;
    private int listedGroups;
    /** Groups that are listed in lanes of gpu work. */
    private int gpuGroups;

    JobGroups(CellState state) {
        this.state = state;
        eligibility = new Eligibility(state.catalog, forest, new FitForest());
        wakes = new Wakes(state, eligibility);
    }

    Eligibility eligibility() {
        return eligibility;
    }

    Wakes wakes() {
        return wakes;
    }

    JobGroup byId(int id) {
        return byId[id];
    }

    /** The first group of a job; the others follow it. */
    @Nullable
    JobGroup first(int job) {
        return job < first.length ? first[job] : null;
    }

    /** The group of a job in a lane, made when there is none. */
    JobGroup group(int job, Lane lane) {
        for (JobGroup group = first(job); group != null; group = group.nextOfJob) {
            if (group.lane == lane) {
                return group;
            }
        }
        return add(job, lane);
    }

    private JobGroup add(int job, Lane lane) {
        int id = freeCount > 0 ? freeIds[--freeCount] : ids++;
        if (id >= byId.length) {
            byId = Arrays.copyOf(byId, id * 2);
        }
        JobGroup group = new JobGroup(id, job, lane, layerForest.newTree());
        byId[id] = group;
        lane.groups++;
        if (job >= first.length) {
            first = Arrays.copyOf(first, Math.max(job + 1, first.length * 2));
        }
        group.nextOfJob = first[job];
        first[job] = group;
        return group;
    }

    /** Forgets a group that has no layers. */
    void drop(JobGroup group) {
        if (forest.contains(group.id)) {
            unlist(group);
        }
        layerForest.freeTree(group.tree);
        JobGroup before = first[group.jobRow];
        if (before == group) {
            first[group.jobRow] = group.nextOfJob;
        } else {
            while (before != null && before.nextOfJob != group) {
                before = before.nextOfJob;
            }
            if (before != null) {
                before.nextOfJob = group.nextOfJob;
            }
        }
        if (freeCount == freeIds.length) {
            freeIds = Arrays.copyOf(freeIds, freeCount * 2);
        }
        freeIds[freeCount++] = group.id;
        if (--group.lane.groups == 0) {
            eligibility.release(group.lane);
        }
    }

    /** Files all groups of a job again. */
    void refreshJob(int job) {
        for (JobGroup group = first(job); group != null; group = group.nextOfJob) {
            refresh(group);
        }
    }

    /** Files a group again whose layers, or whose job, have changed. */
    void refresh(JobGroup group) {
        int job = group.jobRow;
        boolean offered = layerForest.size(group.tree) > 0 && isBookable(job);
        boolean listed = forest.contains(group.id);
        if (!offered) {
            if (listed) {
                unlist(group);
            }
            return;
        }
        long need = layerForest.need(group.tree);
        if (!Need.fits(need, room(job, Need.UNBOUNDED))) {
            need = Need.CLOSED;
        }
        if (!listed) {
            listedGroups++;
            gpuGroups += group.lane.layerClass.gpu ? 1 : 0;
            forest.insert(group.lane.tree, group.id, JobOrder.key(state, job), need);
            group.lane.offered(need);
            wakes.lane(group.lane);
            return;
        }
        long key = JobOrder.key(state, job);
        long before = forest.needOf(group.id);
        if (forest.keyOf(group.id) != key) {
            forest.update(group.lane.tree, group.id, key, need);
        } else if (before != need) {
            forest.updateNeed(group.lane.tree, group.id, need);
        }
        if (Need.min(before, need) != before) {
            group.lane.offered(need);
            wakes.lane(group.lane);
        }
        if (group.lane.layerClass.gpu) {
            // a layer of it may have gone, or ask for more than a host has that it kept
            wakes.gpuHostClasses();
        }
    }

    private void unlist(JobGroup group) {
        forest.remove(group.lane.tree, group.id);
        listedGroups--;
        if (group.lane.layerClass.gpu) {
            gpuGroups--;
            wakes.gpuHostClasses();
        }
    }

    /** Caps have less room: gpu work that they hold back now keeps no host any more. */
    void capsTaken() {
        if (gpuGroups > 0) {
            wakes.gpuHostClasses();
        }
    }

    boolean isAnyListed() {
        return listedGroups > 0;
    }

    /** Whether gpu work is listed somewhere. */
    boolean hasGpuWork() {
        return gpuGroups > 0;
    }

    /** What the job's own caps leave of some room. */
    long room(int job, long room) {
        long left = room;
        if (state.jobs.maxCoreUnits(job) >= 0) {
            left = Need.capCores(left, (long) state.jobs.maxCoreUnits(job) - state.jobs.usedCoreUnits(job));
        }
        if (state.jobs.maxGpus(job) >= 0) {
            left = Need.capGpus(left, (long) state.jobs.maxGpus(job) - state.jobs.usedGpus(job));
        }
        return left;
    }

    private boolean isBookable(int job) {
        return state.jobs.state(job) == JobStates.PENDING
                && !state.jobs.paused(job)
                && state.jobs.autoBook(job)
                && state.jobs.pendingHolds(job) == 0;
    }
}
