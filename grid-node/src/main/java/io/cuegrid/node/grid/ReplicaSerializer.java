package io.cuegrid.node.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.persistence.journal.SegmentStart;
import io.cuegrid.persistence.snapshot.SnapshotFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a replica moves between members: the whole state at once, on the partition thread. The only place that knows
 * it, so that another way (built beside the loop from a snapshot and the journal) can take its place.
 *
 * <p>Threading: stateless but for the factory; partition threads and, at a merge, a pool thread.
 */
final class ReplicaSerializer implements StreamSerializer<HostedReplica> {
    private final MachineFactory machines;

    ReplicaSerializer(MachineFactory machines) {
        this.machines = machines;
    }

    @Override
    public int getTypeId() {
        return SerialIds.TYPE_HOSTED_REPLICA;
    }

    @Override
    public void write(ObjectDataOutput out, HostedReplica hosted) throws IOException {
        out.writeInt(SnapshotFile.FORMAT);
        out.writeInt(hosted.cellNumber());
        @Nullable String poison = hosted.replica().poisonReason();
        out.writeString(poison == null ? "" : poison);
        StreamSnapshotWriter writer = new StreamSnapshotWriter(out);
        hosted.replica().snapshot(writer);
        writer.flush();
    }

    @Override
    public HostedReplica read(ObjectDataInput in) throws IOException {
        int format = in.readInt();
        if (format != SnapshotFile.FORMAT) {
            throw new IOException("a copy of a cell came in format " + format + ", this node reads "
                    + SnapshotFile.FORMAT + ": all nodes of a grid must be of one version of cuegrid");
        }
        int cellNumber = in.readInt();
        @Nullable String poison = in.readString();
        Replica replica = new Replica(machines.newMachine(cellNumber));
        replica.restore(new StreamSnapshotReader(in));
        if (poison != null && !poison.isEmpty()) {
            replica.poison(poison);
        }
        return new HostedReplica(cellNumber, replica, SegmentStart.COPIED);
    }
}
