package io.cuegrid.node.replication;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A new or rebuilt cell on its way to a backup, whole. */
final class CreateBackup extends BackupProcessor {
    private static final long serialVersionUID = 1L;

    private transient @Nullable HostedReplica hosted;

    CreateBackup(@Nullable LocalCells cells) {
        super(cells);
    }

    static CreateBackup of(HostedReplica hosted) {
        CreateBackup backup = new CreateBackup(null);
        backup.hosted = hosted;
        return backup;
    }

    @Override
    void run(Map.Entry<CellKey, HostedReplica> entry) {
        HostedReplica created = Objects.requireNonNull(hosted);
        @Nullable HostedReplica here = entry.getValue();
        if (here == null) {
            local(created.cellNumber()).beforeBatch(created);
            entry.setValue(created);
        } else if (here.replica().sequence() != created.replica().sequence()
                || here.replica().epochNumber() != created.replica().epochNumber()) {
            throw new NotInSyncException("cell " + created.cellNumber() + ": another copy is here already");
        }
    }

    @Override
    public int getClassId() {
        return SerialIds.CREATE_BACKUP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeObject(hosted);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        hosted = in.readObject();
    }
}
