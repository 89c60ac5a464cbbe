package io.cuegrid.node.replication;

/** Thrown by a backup that cannot take what the owner sent: the owner gets no acknowledgement. */
final class NotInSyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotInSyncException(String message) {
        super(message, null, false, false);
    }
}
