package io.cuegrid.persistence.recovery;

import io.cuegrid.persistence.journal.Segment;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node can rebuild of a machine, as it announces it for a cold start. Members compare the acknowledged position:
 * its epoch first, then its sequence; the larger tail is only taken among equals.
 *
 * @param machine 0 the directory, else the number of a cell
 * @param known whether there is any trace of it here; only when nobody knows it may it be created
 * @param rebuildable whether a state can be rebuilt; false with {@code known} when all that is here is damaged
 * @param epochNumber of the last batch or change of the lead
 * @param leaderHigh of that epoch
 * @param leaderLow of that epoch
 * @param sequence of the last whole batch
 * @param acknowledgedEpochNumber epoch of the batch that told the acknowledged sequence
 * @param acknowledgedSequence the newest that is known to have been acknowledged
 * @param timeMillis of the last batch, epoch milliseconds
 * @param snapshot to start from, or null to start from nothing
 * @param segments to be read after it, in order
 */
public record Recoverable(
        int machine,
        boolean known,
        boolean rebuildable,
        long epochNumber,
        long leaderHigh,
        long leaderLow,
        long sequence,
        long acknowledgedEpochNumber,
        long acknowledgedSequence,
        long timeMillis,
        @Nullable SnapshotFile snapshot,
        List<Segment> segments) {}
