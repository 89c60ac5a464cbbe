package io.cuegrid.bench.farm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Joins three records that were made independently of each other: what the simulated hosts saw, the journals read back
 * from disk, and PostgreSQL. The grid's own counters take no part.
 */
final class Audit {
    private static final long NONE = -1;

    private Audit() {}

    /**
     * What came out; all but the runs should be 0, and the digests equal.
     *
     * @param runs that hosts were ordered
     * @param doubleBooked frames with two live runs, by the hosts' clock or by the journal
     * @param overshoots orders that their host had no room for, by the hosts or by the journal
     * @param lost frames that were launched and never ended well, and runs that one of hosts and journal does not know
     * @param historyMissing runs that ended and have not exactly one row
     * @param digestsEqual whether every journal replays to one and the same state, that which the grid reported
     */
    record Verdict(
            long runs, long doubleBooked, long overshoots, long lost, long historyMissing, boolean digestsEqual) {
        boolean isClean() {
            return doubleBooked == 0 && overshoots == 0 && lost == 0 && historyMissing == 0 && digestsEqual;
        }
    }

    /**
     * Joins the records.
     *
     * @param launchedFrames of acknowledged launches, all of which were to end
     * @param liveDigest that the grid reported at the end, at that sequence
     */
    static Verdict join(
            List<SimulatedHost> hosts,
            List<JournalRecord> journals,
            HistoryRecord history,
            long launchedFrames,
            long liveDigest,
            long liveSequence) {
        JournalRecord journal = journals.get(0);
        LongHashSet hostProcs = new LongHashSet();
        long runs = 0;
        long hostOvershoots = 0;
        LongHashSet endedFrames = new LongHashSet();
        for (SimulatedHost host : hosts) {
            RunLog log = host.log();
            runs += log.count();
            hostOvershoots += host.overshoots();
            for (int run = 0; run < log.count(); run++) {
                hostProcs.add(log.proc(run));
                if (log.endedNanos(run) != 0) {
                    endedFrames.add(log.frame(run));
                }
            }
        }
        long unknown = missing(journal.startedProcs(), hostProcs) + missing(hostProcs, journal.startedProcs());
        long historyMissing = missing(journal.stoppedProcs(), history.procs())
                + missing(history.procs(), journal.stoppedProcs())
                + history.repeated();
        boolean digestsEqual = journals.stream()
                .allMatch(one -> one.isWhole() && one.sequence() == liveSequence && one.digest() == liveDigest);
        return new Verdict(
                runs,
                Math.max(overlaps(hosts), journal.doubleBooked()),
                Math.max(hostOvershoots, journal.overshoots()),
                launchedFrames - endedFrames.size() + unknown,
                historyMissing,
                digestsEqual);
    }

    private static long missing(LongHashSet wanted, LongHashSet there) {
        long missing = 0;
        LongHashSet.LongIterator procs = wanted.iterator();
        while (procs.hasNext()) {
            if (!there.contains(procs.nextValue())) {
                missing++;
            }
        }
        return missing;
    }

    /** Frames of which two runs lived at one time, by one clock. */
    private static long overlaps(List<SimulatedHost> hosts) {
        Long2LongHashMap firstRuns = new Long2LongHashMap(NONE);
        List<long[]> again = new ArrayList<>();
        LongHashSet several = new LongHashSet();
        for (SimulatedHost host : hosts) {
            RunLog log = host.log();
            for (int run = 0; run < log.count(); run++) {
                if (firstRuns.put(log.frame(run), run) != NONE) {
                    several.add(log.frame(run));
                }
            }
        }
        if (several.isEmpty()) {
            return 0;
        }
        for (SimulatedHost host : hosts) {
            RunLog log = host.log();
            for (int run = 0; run < log.count(); run++) {
                if (several.contains(log.frame(run))) {
                    long ended = log.endedNanos(run) == 0 ? Long.MAX_VALUE : log.endedNanos(run);
                    again.add(new long[] {log.frame(run), log.orderedNanos(run), ended});
                }
            }
        }
        again.sort(Comparator.<long[]>comparingLong(run -> run[0]).thenComparingLong(run -> run[1]));
        long overlaps = 0;
        for (int i = 1; i < again.size(); i++) {
            long[] before = again.get(i - 1);
            long[] after = again.get(i);
            if (before[0] == after[0] && after[1] < before[2]) {
                overlaps++;
            }
        }
        return overlaps;
    }
}
