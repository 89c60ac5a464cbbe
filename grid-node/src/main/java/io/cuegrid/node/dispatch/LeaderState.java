package io.cuegrid.node.dispatch;

/** Where a member stands with a cell. */
public enum LeaderState {
    /** Another member owns the cell's partition. Start; from any state when the partition moves away. */
    FOLLOWING,
    /** The partition is here but holds no replica: the recovery settles what is known of the cell. From TAKING_LEAD. */
    RECOVERING,
    /** The partition is here and the lead is asked for. From FOLLOWING, RECOVERING, and from LEADING after any doubt. */
    TAKING_LEAD,
    /** The lead is taken; its first batch is on the way to the backups and the journals. From TAKING_LEAD. */
    CONFIRMING,
    /** Batches are decided here. From CONFIRMING. */
    LEADING,
    /** A defect stopped the replica here; nothing is decided until this node is started anew. From any but FOLLOWING. */
    POISONED,
    /** The disk under the journal is nearly full; goes on with TAKING_LEAD when there is room. From LEADING. */
    STEPPED_DOWN,
    /** The node is shutting down. From any state; the last. */
    CLOSED;

    /** Whether commands are taken in: they are decided now or as soon as the lead is confirmed. */
    public boolean takesCommands() {
        return this == LEADING || this == CONFIRMING || this == TAKING_LEAD;
    }
}
