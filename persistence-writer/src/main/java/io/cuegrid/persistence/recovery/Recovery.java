package io.cuegrid.persistence.recovery;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.persistence.journal.Journals;
import io.cuegrid.persistence.journal.Segment;
import io.cuegrid.persistence.journal.SegmentReader;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import io.cuegrid.persistence.snapshot.SnapshotFileReader;
import io.cuegrid.persistence.snapshot.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds replicas from the files of this node. The way to a state is the newest whole snapshot, the rest of the segment
 * in which it was taken, and then every segment that goes on where the one before ends. A torn tail is cut at the last
 * whole batch, and the log says so.
 *
 * <p>Threading: none of its own; not while the machine is being written here.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Journals journals;
    private final SnapshotStore snapshots;

    public Recovery(Journals journals, SnapshotStore snapshots) {
        this.journals = journals;
        this.snapshots = snapshots;
    }

    /** Finds out how far a machine can be rebuilt, by reading headers and checksums; no state is built. */
    public Recoverable inspect(int machine) throws IOException {
        List<Segment> all = journals.segments(machine);
        SnapshotFile snapshot = snapshots.newestValid(machine);
        boolean known = !all.isEmpty() || !snapshots.list(machine).isEmpty();
        Way way = new Way(snapshot, all);
        if (snapshot != null) {
            try (SnapshotFileReader reader = new SnapshotFileReader(snapshot)) {
                way.startFrom(reader);
            }
        } else if (all.isEmpty() || all.get(0).start() != SegmentStart.CREATED) {
            return way.result(machine, known, false);
        }
        way.walk(null);
        return way.result(machine, known, true);
    }

    /**
     * Builds the state that {@link #inspect} found into a new replica, and nothing that was added since.
     *
     * @throws RecoveryException when the files say something else than they did
     */
    public void load(Recoverable found, Replica replica) throws IOException {
        if (!found.rebuildable()) {
            throw new RecoveryException("machine " + found.machine() + " cannot be rebuilt from the files here");
        }
        SnapshotFile snapshot = found.snapshot();
        Way way = new Way(snapshot, journals.segments(found.machine()));
        if (snapshot != null) {
            try (SnapshotFileReader reader = new SnapshotFileReader(snapshot)) {
                replica.restore(reader);
            }
            way.startFrom(replica);
        }
        way.endAt(found.epochNumber(), found.sequence());
        way.walk(replica);
        if (replica.sequence() != found.sequence() || replica.epochNumber() != found.epochNumber()) {
            throw new RecoveryException("machine " + found.machine() + " was rebuilt to epoch "
                    + replica.epochNumber() + ", batch " + replica.sequence() + ", but its files led to epoch "
                    + found.epochNumber() + ", batch " + found.sequence() + " before");
        }
        LOG.info(
                "machine {} rebuilt to epoch {}, batch {} from {}",
                found.machine(),
                replica.epochNumber(),
                replica.sequence(),
                snapshot == null ? "the journal alone" : snapshot.path());
    }

    /** The position on the way from a snapshot to the end of the journal. */
    private static final class Way {
        private final @Nullable SnapshotFile snapshot;
        private final List<Segment> all;
        private final List<Segment> used = new ArrayList<>();
        private long epochNumber;
        private long leaderHigh;
        private long leaderLow;
        private long sequence;
        private long timeMillis;
        private long acknowledgedSequence;
        private long acknowledgedEpochNumber;
        private long lastEpochNumber = Long.MAX_VALUE;
        private long lastSequence = Long.MAX_VALUE;

        Way(@Nullable SnapshotFile snapshot, List<Segment> all) {
            this.snapshot = snapshot;
            this.all = all;
        }

        void startFrom(SnapshotFileReader reader) {
            epochNumber = reader.getLong();
            leaderHigh = reader.getLong();
            leaderLow = reader.getLong();
            sequence = reader.getLong();
            timeMillis = reader.getLong();
            acknowledgedSequence = reader.getLong();
            acknowledgedEpochNumber = epochNumber;
        }

        void startFrom(Replica replica) {
            epochNumber = replica.epochNumber();
            leaderHigh = replica.leaderHigh();
            leaderLow = replica.leaderLow();
            sequence = replica.sequence();
            timeMillis = replica.timeMillis();
            acknowledgedSequence = replica.acknowledgedSequence();
            acknowledgedEpochNumber = epochNumber;
        }

        /** Goes no further: a node that runs adds to its files. */
        void endAt(long endEpochNumber, long endSequence) {
            lastEpochNumber = endEpochNumber;
            lastSequence = endSequence;
        }

        /** Reads on to the end, applying batches to a replica when one is given. */
        void walk(@Nullable Replica replica) {
            for (Segment segment : all) {
                if (snapshot != null && segment.number() < snapshot.segment()) {
                    continue;
                }
                boolean first = used.isEmpty();
                boolean goesOn = first
                        ? segment.sequence() <= sequence
                        : segment.start() == SegmentStart.CONTINUED && segment.sequence() == sequence;
                if (!goesOn) {
                    LOG.warn(
                            "the way to machine state ends at batch {}: segment {} begins with a copy at batch {}"
                                    + " of which no whole snapshot is here",
                            sequence,
                            segment.folder(),
                            segment.sequence());
                    return;
                }
                used.add(segment);
                try (SegmentReader reader = new SegmentReader(segment)) {
                    if (reader.skipTo(sequence)) {
                        readAll(reader, replica);
                    }
                }
            }
        }

        private void readAll(SegmentReader reader, @Nullable Replica replica) {
            while (reader.next()) {
                BatchHeaderDecoder header = reader.header();
                if (header.epochNumber() < epochNumber) {
                    continue;
                }
                if (header.epochNumber() > lastEpochNumber || header.sequence() > lastSequence) {
                    return;
                }
                if (replica != null) {
                    apply(reader, replica);
                }
                epochNumber = header.epochNumber();
                leaderHigh = header.leaderHigh();
                leaderLow = header.leaderLow();
                if (reader.isLead()) {
                    continue;
                }
                sequence = header.sequence();
                timeMillis = Math.max(timeMillis, header.timeMillis());
                if (header.acknowledgedSequence() >= acknowledgedSequence) {
                    acknowledgedSequence = header.acknowledgedSequence();
                    acknowledgedEpochNumber = header.epochNumber();
                }
            }
        }

        private static void apply(SegmentReader reader, Replica replica) {
            BatchHeaderDecoder header = reader.header();
            BatchCode followed = replica.follow(header.epochNumber(), header.leaderHigh(), header.leaderLow());
            if (followed != BatchCode.APPLIED && followed != BatchCode.REPEATED) {
                throw new RecoveryException("epoch " + header.epochNumber() + " in "
                        + reader.segment().folder() + " is refused: " + followed);
            }
            if (reader.isLead()) {
                return;
            }
            BatchCode code = replica.apply(header, reader.content(), 0, reader.contentLength());
            if (code != BatchCode.APPLIED) {
                throw new RecoveryException(
                        "batch " + header.sequence() + " in " + reader.segment().folder() + " is refused: " + code);
            }
        }

        Recoverable result(int machine, boolean known, boolean rebuildable) {
            return new Recoverable(
                    machine,
                    known,
                    rebuildable,
                    epochNumber,
                    leaderHigh,
                    leaderLow,
                    sequence,
                    acknowledgedEpochNumber,
                    acknowledgedSequence,
                    timeMillis,
                    snapshot,
                    List.copyOf(used));
        }
    }
}
