package io.cuegrid.node.dispatch;

/** Asked by a loop that owns a partition without a replica in it. Returns at once; called again until there is one. */
@FunctionalInterface
public interface RecoveryRequest {
    void recover(int cellNumber);
}
