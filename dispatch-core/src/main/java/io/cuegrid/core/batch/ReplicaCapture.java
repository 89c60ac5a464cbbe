package io.cuegrid.core.batch;

import io.cuegrid.core.snapshot.SnapshotCapture;
import io.cuegrid.core.snapshot.SnapshotWriter;

/** The capture of a replica: its position at the start, then its machine's capture. */
final class ReplicaCapture implements SnapshotCapture {
    private final SnapshotCapture machine;
    private final long[] position;
    private boolean positionWritten;

    ReplicaCapture(Replica replica, SnapshotCapture machine) {
        this.machine = machine;
        this.position = new long[] {
            replica.epochNumber(),
            replica.leaderHigh(),
            replica.leaderLow(),
            replica.sequence(),
            replica.timeMillis(),
            replica.acknowledgedSequence()
        };
    }

    @Override
    public boolean step(int stepBudget, SnapshotWriter writer) {
        if (!positionWritten) {
            for (long value : position) {
                writer.putLong(value);
            }
            positionWritten = true;
        }
        return machine.step(stepBudget, writer);
    }

    @Override
    public void cancel() {
        machine.cancel();
    }
}
