package io.cuegrid.node.replication;

import io.cuegrid.core.batch.Replica;
import io.cuegrid.persistence.journal.SegmentStart;
import org.agrona.DirectBuffer;

/**
 * Where this member records one cell: a journal of batches and snapshots. Implemented over the persistence module,
 * and in memory for grids that keep nothing.
 *
 * <p>Threading: {@link #append}, {@link #begin}, {@link #lead} and {@link #afterBatch} on the cell's partition thread, {@link #sync}
 * and {@link #close} from any thread.
 */
public interface BatchStore extends AutoCloseable {

    /** Records one applied batch, in the order of sequences. */
    void append(
            DirectBuffer header,
            int headerOffset,
            int headerLength,
            DirectBuffer events,
            int eventsOffset,
            int eventsLength);

    /**
     * Begins to record a replica. One that arrived as a copy is written down whole first, because no batch that was
     * recorded here leads to its state.
     */
    void begin(Replica replica, SegmentStart start);

    /** Records who leads from here on, so that its epoch is never given out again. */
    void lead(Replica replica);

    /** Called after each recorded batch: the moment to go on with a snapshot. */
    void afterBatch(Replica replica);

    /** Writes the whole state now; at shutdown. */
    void snapshotNow(Replica replica);

    /** Returns when all that was appended is on the disk. */
    void sync();

    /** Bytes that this cell takes on disk. */
    long bytes();

    /** Bytes recorded since this process began. */
    long writtenBytes();

    /** For how long something recorded has not been on the disk, milliseconds; 0 when all is. */
    long syncLagMillis();

    @Override
    void close();
}
