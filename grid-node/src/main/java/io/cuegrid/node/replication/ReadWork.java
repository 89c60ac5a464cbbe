package io.cuegrid.node.replication;

import io.cuegrid.core.batch.MessageListWriter;
import org.agrona.DirectBuffer;

/**
 * One slice of a read: a query and the rows that it gave.
 *
 * <p>Threading: the query is set before, the rows are read after the call; the partition thread in between.
 */
public final class ReadWork {
    private final DirectBuffer query;
    private final int queryLength;
    private final MessageListWriter rows;
    private boolean failed;
    private long epochNumber;
    private long sequence;

    /** @param rows empty; takes what is found */
    public ReadWork(DirectBuffer query, int queryLength, MessageListWriter rows) {
        this.query = query;
        this.queryLength = queryLength;
        this.rows = rows;
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

    void fail() {
        failed = true;
    }

    /** Whether the query could not be answered; the log says why. */
    public boolean isFailed() {
        return failed;
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
