package io.cuegrid.node.replication;

import io.cuegrid.core.batch.MessageListWriter;
import org.agrona.DirectBuffer;

/**
 * One slice of a read: a query and the rows that it gave.
 *
 * <p>Threading: the query is set before, the rows are read after the call; the partition thread in between.
 */
public final class ReadWork {
    private static final int ROW_BYTES = 8 * 1024;

    private final DirectBuffer query;
    private final int queryLength;
    private final MessageListWriter rows = new MessageListWriter(ROW_BYTES);
    private long epochNumber;
    private long sequence;

    public ReadWork(DirectBuffer query, int queryLength) {
        this.query = query;
        this.queryLength = queryLength;
    }

    DirectBuffer query() {
        return query;
    }

    int queryLength() {
        return queryLength;
    }

    void position(long epoch, long sequenceNumber) {
        epochNumber = epoch;
        sequence = sequenceNumber;
    }

    /** A {@code QueryResult}, then rows. */
    public MessageListWriter rows() {
        return rows;
    }

    public long epochNumber() {
        return epochNumber;
    }

    public long sequence() {
        return sequence;
    }
}
