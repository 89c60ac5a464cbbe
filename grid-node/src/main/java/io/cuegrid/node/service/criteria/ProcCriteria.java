package io.cuegrid.node.service.criteria;

import io.cuegrid.api.opencue.host.ProcSearchCriteria;
import io.cuegrid.node.service.rpc.Problem;
import java.util.Set;

/**
 * What a search for procs asks for. Of lists that hold a bound only the first element counts. "Less than" means less
 * or equal here; OpenCue reads it as greater or equal.
 */
public final class ProcCriteria {
    private final Set<String> hosts;
    private final Set<String> jobs;
    private final Set<String> layers;
    private final Set<String> shows;
    private final Set<String> allocations;
    private final long memoryMinKib;
    private final long memoryMaxKib;
    private final long durationMinSeconds;
    private final long durationMaxSeconds;
    private final int firstIndex;
    private final int maxResults;

    public ProcCriteria(ProcSearchCriteria criteria) {
        hosts = Set.copyOf(criteria.getHostsList());
        jobs = Set.copyOf(criteria.getJobsList());
        layers = Set.copyOf(criteria.getLayersList());
        shows = Set.copyOf(criteria.getShowsList());
        allocations = Set.copyOf(criteria.getAllocsList());
        long memoryMin = 0;
        long memoryMax = Long.MAX_VALUE;
        if (criteria.getMemoryRangeCount() > 0) {
            memoryMin = criteria.getMemoryRange(0).getMin();
            memoryMax = criteria.getMemoryRange(0).getMax();
        }
        if (criteria.getMemoryGreaterThanCount() > 0) {
            memoryMin = Math.max(memoryMin, criteria.getMemoryGreaterThan(0).getValue());
        }
        if (criteria.getMemoryLessThanCount() > 0) {
            memoryMax = Math.min(memoryMax, criteria.getMemoryLessThan(0).getValue());
        }
        memoryMinKib = memoryMin;
        memoryMaxKib = memoryMax;
        boolean anyDuration = criteria.getDurationRangeCount() == 0;
        durationMinSeconds = anyDuration ? 0 : criteria.getDurationRange(0).getMin();
        durationMaxSeconds =
                anyDuration ? Long.MAX_VALUE : criteria.getDurationRange(0).getMax();
        firstIndex = Math.max(1, criteria.getFirstResult()) - 1;
        maxResults = criteria.getMaxResultsCount() == 0 ? Integer.MAX_VALUE : criteria.getMaxResults(0);
        if (maxResults < 0) {
            throw Problem.invalid("maxResults " + maxResults + " is below 0.");
        }
    }

    /** Index of the first match to be given, from 0. */
    public int firstIndex() {
        return firstIndex;
    }

    /** Matches to be given at most. */
    public int maxResults() {
        return maxResults;
    }

    /** Whether one of the name lists asks for the show, job, layer, host or allocation of a proc. */
    public boolean matchesNames(String show, String job, String layer, String host, String allocation) {
        return (shows.isEmpty() || shows.contains(show))
                && (jobs.isEmpty() || jobs.contains(job))
                && (layers.isEmpty() || layers.contains(layer))
                && (hosts.isEmpty() || hosts.contains(host))
                && (allocations.isEmpty() || allocations.contains(allocation));
    }

    /** Whether allocations are asked for, so that hosts must be looked up. */
    public boolean asksAllocations() {
        return !allocations.isEmpty();
    }

    public boolean matchesSizes(long reservedMemoryKib, long seconds) {
        return reservedMemoryKib >= memoryMinKib
                && reservedMemoryKib <= memoryMaxKib
                && seconds >= durationMinSeconds
                && seconds <= durationMaxSeconds;
    }
}
