package io.cuegrid.bench.farm;

import java.util.BitSet;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Joins three records that were made independently of each other, run by run: what the simulated hosts saw, the journals
 * read back from disk, and PostgreSQL. The grid's own counters take no part.
 */
final class Audit {
    private Audit() {}

    /**
     * What came out; all but the runs should be 0, and the digests equal.
     *
     * @param runs that hosts were ordered
     * @param doubleBooked orders or bookings of a frame of which a run lived, and procs that were given twice
     * @param overshoots orders that their host had no room for, by the hosts; bookings over any cap, by the journal
     * @param lost launched frames that never ended well; runs that one of hosts and journal does not know, or of which only
     *     one knows the end; runs about which the records disagree
     * @param historyMissing runs that ended and have not exactly one row, rows without a run, gaps that history admits
     * @param digestsEqual whether every journal is whole and replays to the state that the grid reported
     */
    record Verdict(
            long runs, long doubleBooked, long overshoots, long lost, long historyMissing, boolean digestsEqual) {
        boolean isClean() {
            return doubleBooked == 0 && overshoots == 0 && lost == 0 && historyMissing == 0 && digestsEqual;
        }
    }

    /**
     * All that is known.
     *
     * @param hosts what each host saw
     * @param live what the hosts together saw of frames that lived twice
     * @param table every run of all three records
     * @param journal the runs of the leader's journal
     * @param replays of every member's journal
     * @param historyGaps parts that history left out
     * @param launchedFrames of acknowledged launches, all of which were to end
     * @param liveDigest that the grid reported at the end
     */
    record Evidence(
            List<RunLog> hosts,
            LiveFrames live,
            RunTable table,
            JournalRuns journal,
            List<JournalRecord> replays,
            long historyGaps,
            long launchedFrames,
            long liveDigest) {}

    static Verdict join(Evidence evidence) {
        RunTable table = evidence.table();
        long runs = 0;
        long hostOvershoots = 0;
        for (RunLog host : evidence.hosts()) {
            runs += host.count();
            hostOvershoots += host.overshoots();
        }
        long twice = table.repeated(RunTable.ORDERED) + table.repeated(RunTable.STARTED);
        long unknown = table.with(RunTable.ORDERED, RunTable.STARTED)
                + table.with(RunTable.STARTED, RunTable.ORDERED)
                + table.with(RunTable.ENDED, RunTable.STOPPED)
                + table.with(RunTable.STOPPED, RunTable.ENDED);
        long notEnded = Math.max(0, evidence.launchedFrames() - endedWell(evidence.hosts()));
        long historyMissing = table.with(RunTable.STOPPED, RunTable.ROW)
                + table.with(RunTable.ROW, RunTable.STOPPED)
                + table.repeated(RunTable.ROW)
                + evidence.historyGaps();
        boolean digestsEqual = !evidence.replays().isEmpty()
                && evidence.replays().stream()
                        .allMatch(replay -> replay.whole() && replay.digest() == evidence.liveDigest());
        return new Verdict(
                runs,
                Math.max(evidence.live().doubleBooked(), evidence.journal().doubleBooked()) + twice,
                hostOvershoots + evidence.journal().overshoots(),
                notEnded + unknown + table.contradictions(),
                historyMissing,
                digestsEqual);
    }

    /** Frames, each counted once. */
    private static long endedWell(List<RunLog> hosts) {
        Long2ObjectHashMap<BitSet> jobs = new Long2ObjectHashMap<>();
        long frames = 0;
        for (RunLog host : hosts) {
            for (int run = 0; run < host.count(); run++) {
                if (host.isEndedWell(run)) {
                    BitSet ended = jobs.computeIfAbsent(RunTable.jobOf(host.frame(run)), job -> new BitSet());
                    int ordinal = RunTable.ordinalOf(host.frame(run));
                    frames += ended.get(ordinal) ? 0 : 1;
                    ended.set(ordinal);
                }
            }
        }
        return frames;
    }
}
