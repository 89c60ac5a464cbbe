package io.cuegrid.core.cell.read;

import io.cuegrid.core.batch.MessageListWriter;
import io.cuegrid.core.sbe.MessageHeaderEncoder;
import io.cuegrid.core.sbe.QueryResultEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * A slice of an answer: a QueryResult first, whose figures are filled in at the end, then rows encoded in place.
 *
 * <p>Threading: that of the cell.
 */
final class RowSink {
    private static final int DEFAULT_ROWS = 1_000;

    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QueryResultEncoder result = new QueryResultEncoder();
    private MessageListWriter rows = new MessageListWriter(64);
    private int resultAt;
    private int count;
    private int most;
    private int budget;
    private int spent;

    void begin(MessageListWriter target, int maxRows, int stepBudget) {
        rows = target;
        most = maxRows > 0 ? maxRows : DEFAULT_ROWS;
        budget = Math.max(1, stepBudget);
        spent = 0;
        count = 0;
        resultAt = rows.claimOffset();
        result.wrapAndApplyHeader(rows.buffer(), resultAt, header)
                .nextCursor(-1)
                .rows(0)
                .epochNumber(0)
                .sequence(0);
        rows.commit(MessageHeaderEncoder.ENCODED_LENGTH + QueryResultEncoder.BLOCK_LENGTH);
    }

    /** @param nextCursor where to go on, or -1 @return steps done, 1 or more */
    int end(long nextCursor) {
        result.wrap(rows.buffer(), resultAt + MessageHeaderEncoder.ENCODED_LENGTH)
                .nextCursor(nextCursor)
                .rows(count);
        return Math.max(1, spent);
    }

    /** Whether one more may be looked at; counts it. */
    boolean mayLook() {
        if (count >= most || spent >= budget) {
            return false;
        }
        spent++;
        return true;
    }

    /** What was looked at cost more than one step. */
    void spend(int steps) {
        spent += steps;
    }

    MutableDirectBuffer buffer() {
        return rows.buffer();
    }

    /** Where the next row is encoded. */
    int offset() {
        return rows.claimOffset();
    }

    void commit(int bodyLength) {
        rows.commit(MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
        count++;
    }

    /** A row that is a whole message already. */
    void put(byte[] message) {
        rows.buffer().putBytes(rows.claimOffset(), message);
        rows.commit(message.length);
        count++;
    }
}
