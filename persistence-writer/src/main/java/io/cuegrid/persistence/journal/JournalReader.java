package io.cuegrid.persistence.journal;

import io.cuegrid.core.sbe.BatchHeaderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the acknowledged batches of a machine in order, over all its segments, while the last one is being written. What
 * a leader wrote and nobody acknowledged may be replaced by another history and is never given out:
 *
 * <ul>
 *   <li>the last segment is read up to the acknowledged sequence that the caller knows;
 *   <li>a segment followed by one that goes on (CONTINUED) is read up to where that one begins;
 *   <li>a segment followed by a copy is read up to what its own batches say to be acknowledged.
 * </ul>
 *
 * <p>Threading: one thread.
 */
public final class JournalReader implements AutoCloseable {
    /** What a step found. */
    public enum Step {
        /** A batch. */
        BATCH,
        /** Nothing yet: nothing more was written, or it is not acknowledged. */
        NOTHING,
        /** The next batch is not in this journal; {@link #gapEnd()} says up to where. */
        GAP
    }

    /** Longer than the steps in which file systems count time. */
    private static final long SETTLE_MILLIS = 2_000;

    private static final long NEVER = -1;

    private final Path machineFolder;
    private List<Segment> segments = List.of();
    private @Nullable SegmentReader reader;
    private int index;
    private long limit;
    private long position;
    private long gapEnd;
    private boolean pending;
    /** Time of the folder when the last of {@link #segments} was the newest for sure. */
    private long settledMillis = NEVER;

    JournalReader(Path machineFolder) {
        this.machineFolder = machineFolder;
    }

    /**
     * Goes to the batch after a sequence. To be called first, and again to read another part.
     */
    public void seek(long afterSequence) throws IOException {
        close();
        position = afterSequence;
        gapEnd = 0;
        segments = Segment.list(machineFolder);
        settledMillis = NEVER;
    }

    /** The sequence of the batch last given out, or sought. */
    public long position() {
        return position;
    }

    /** After {@link Step#GAP}: the first sequence after which this journal goes on. */
    public long gapEnd() {
        return gapEnd;
    }

    public BatchHeaderDecoder header() {
        return open().header();
    }

    /** Events of the batch: a message list from 0 to {@link #contentLength()}. */
    public DirectBuffer content() {
        return open().content();
    }

    public int contentLength() {
        return open().contentLength();
    }

    private SegmentReader open() {
        if (reader == null) {
            throw new IllegalStateException("no batch was read");
        }
        return reader;
    }

    /**
     * Steps to the next acknowledged batch.
     *
     * @param acknowledgedSequence the newest that is known to be acknowledged, for the last segment
     * @throws JournalException when a batch that was acknowledged is damaged
     */
    public Step next(long acknowledgedSequence) throws IOException {
        while (true) {
            if (reader == null && !openNext()) {
                return gapEnd > position ? Step.GAP : Step.NOTHING;
            }
            SegmentReader current = open();
            if (!pending) {
                pending = readBatch(current);
            }
            boolean isLast = index == segments.size() - 1;
            if (!pending) {
                requireWhole(current, isLast ? acknowledgedSequence : limit);
            }
            if (pending) {
                long sequence = current.lastSequence();
                if (sequence <= position) {
                    pending = false;
                    continue;
                }
                if (sequence <= (isLast ? acknowledgedSequence : limit)) {
                    pending = false;
                    position = sequence;
                    return Step.BATCH;
                }
                if (isLast && !lastHasChanged()) {
                    return Step.NOTHING;
                }
            } else if (isLast && !lastHasChanged()) {
                return Step.NOTHING;
            }
            if (isLast) {
                // a segment was begun after this one: its limit is known now
                long done = position;
                seek(done);
                continue;
            }
            closeReader();
        }
    }

    private static boolean readBatch(SegmentReader current) {
        while (current.next()) {
            if (!current.isLead()) {
                return true;
            }
        }
        return false;
    }

    private static void requireWhole(SegmentReader current, long upTo) {
        String damage = current.damage();
        if (damage != null && current.lastSequence() < upTo) {
            throw new JournalException("journal " + current.segment().folder() + " is damaged before batch " + upTo
                    + ": " + damage + ". Another member's journal may have what comes after it");
        }
    }

    /**
     * Asked at every end of what is written, so it must be cheap: a folder whose time stands where it stood when the last
     * segment was seen to be the newest has no newer one. A time that was that of the moment says nothing yet.
     */
    private boolean lastHasChanged() throws IOException {
        long modifiedMillis = Files.getLastModifiedTime(machineFolder).toMillis();
        if (modifiedMillis == settledMillis) {
            return false;
        }
        long last = segments.get(segments.size() - 1).number();
        long lookedMillis = System.currentTimeMillis();
        if (Segment.newestFolder(machineFolder) != last) {
            return Segment.newest(machineFolder) != last;
        }
        if (lookedMillis - modifiedMillis > SETTLE_MILLIS) {
            settledMillis = modifiedMillis;
        }
        return false;
    }

    /** Opens the first segment that may hold the batch after the position. */
    private boolean openNext() throws IOException {
        if (segments.isEmpty()) {
            segments = Segment.list(machineFolder);
            settledMillis = NEVER;
        }
        gapEnd = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long end = i + 1 < segments.size() ? trustedEnd(segment, segments.get(i + 1)) : Long.MAX_VALUE;
            if (end <= position) {
                continue;
            }
            if (segment.sequence() > position) {
                gapEnd = gapEnd == 0 ? segment.sequence() : Math.min(gapEnd, segment.sequence());
                continue;
            }
            SegmentReader candidate = new SegmentReader(segment);
            if (candidate.skipTo(position)) {
                reader = candidate;
                index = i;
                limit = end;
                pending = false;
                return true;
            }
            long goesOnAfter = candidate.lastSequence() - 1;
            candidate.close();
            if (goesOnAfter > position) {
                gapEnd = gapEnd == 0 ? goesOnAfter : Math.min(gapEnd, goesOnAfter);
            }
        }
        return false;
    }

    private static long trustedEnd(Segment segment, Segment next) {
        if (next.start() != SegmentStart.COPIED) {
            return next.sequence();
        }
        long acknowledged = segment.sequence();
        try (SegmentReader scan = new SegmentReader(segment)) {
            while (scan.next()) {
                acknowledged = Math.max(acknowledged, scan.header().acknowledgedSequence());
            }
            return Math.min(acknowledged, scan.lastSequence());
        }
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        pending = false;
    }

    @Override
    public void close() {
        closeReader();
        segments = List.of();
    }
}
