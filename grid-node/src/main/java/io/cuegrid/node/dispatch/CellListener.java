package io.cuegrid.node.dispatch;

import io.cuegrid.node.replication.BatchWork;

/**
 * Is told what a led cell does, after the backups have acknowledged it. Called on the loop's thread, in order; must not
 * block and must not throw.
 */
public interface CellListener {

    /** This member leads from here on. @param sequence acknowledged so far */
    void onLead(long epoch, long sequence);

    /** A batch is acknowledged. @param batch its position and events, valid during the call only */
    void onBatch(BatchWork batch);

    /** Everything put in before {@link Inbound#mark} is acknowledged. Called before {@link #onBatch} of its batch. */
    void onMark(long session, long number);

    /** This member does not lead any more, or doubts it. */
    void onLost(String reason);
}
