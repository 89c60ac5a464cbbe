package io.cuegrid.bench.workload;

import java.util.List;

/**
 * A farm and the jobs that come to it. Jobs are drawn from a seed, so that two runs of one workload are the same.
 *
 * @param hosts the farm
 * @param shows number of shows, each with a subscription of the whole farm
 * @param showPriorities priority of each show's jobs
 * @param folderCaps whether each show has folders three deep with caps
 * @param hasDepends whether launched frames may have to wait for others
 * @param keepRunnableFrames a feeder submits while fewer frames than this wait; 0: submit the initial jobs only
 * @param maxPendingFrames a feeder stops when so many frames wait or are held by depends
 * @param launches draws the n-th launch, a list of jobs that are launched together
 */
public record Workload(
        String name,
        List<HostSpec> hosts,
        int shows,
        int[] showPriorities,
        boolean folderCaps,
        boolean hasDepends,
        int keepRunnableFrames,
        int maxPendingFrames,
        LaunchSource launches) {

    /** Draws jobs. */
    @FunctionalInterface
    public interface LaunchSource {
        /** @param index 0, 1, 2, … */
        List<JobSpec> launch(int index);
    }
}
