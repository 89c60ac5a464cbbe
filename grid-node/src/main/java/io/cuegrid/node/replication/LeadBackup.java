package io.cuegrid.node.replication;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import java.io.IOException;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A lead on its way to a backup: it first catches up with the batches that it lacks, then follows. It is acknowledged
 * only when this copy stands where the owner's stands, on the same line of leaders.
 */
final class LeadBackup extends BackupProcessor {
    private static final long serialVersionUID = 1L;

    private transient Epoch before = new Epoch(0, 0, 0);
    private transient Epoch after = new Epoch(0, 0, 0);
    private long sequence;
    private byte[][][] recent = new byte[0][][];

    LeadBackup(@Nullable LocalCells cells) {
        super(cells);
    }

    /**
     * @param before who led the owner's copy until now
     * @param sequence of the owner's copy
     * @param recent header and events of the owner's last batches, oldest first
     */
    static LeadBackup of(Epoch before, Epoch after, long sequence, byte[][][] recent) {
        LeadBackup backup = new LeadBackup(null);
        backup.before = before;
        backup.after = after;
        backup.sequence = sequence;
        backup.recent = recent;
        return backup;
    }

    @Override
    void run(Map.Entry<CellKey, HostedReplica> entry) {
        HostedReplica hosted = require(entry);
        Replica replica = hosted.replica();
        LocalCell local = local(hosted.cellNumber());
        for (byte[][] batch : recent) {
            BatchHeaderDecoder header = BatchBackup.position(new UnsafeBuffer(batch[0]));
            if (header.sequence() == replica.sequence() + 1) {
                replica.follow(header.epochNumber(), header.leaderHigh(), header.leaderLow());
                requireTaken(hosted, BatchBackup.apply(local, hosted, batch[0], batch[1], batch[1].length));
            }
        }
        Epoch here = Epoch.of(replica);
        boolean sameLine = here.equals(before) || here.equals(after) || here.number() == 0;
        if (replica.sequence() != sequence || !sameLine) {
            throw new NotInSyncException("cell " + hosted.cellNumber() + ": this copy stands at epoch " + here.number()
                    + ", sequence " + replica.sequence() + ", the owner's at epoch " + before.number() + ", sequence "
                    + sequence + "; a full copy is needed");
        }
        BatchCode code = replica.follow(after.number(), after.leaderHigh(), after.leaderLow());
        requireTaken(hosted, code);
        if (code == BatchCode.APPLIED) {
            local.store().lead(replica);
        }
    }

    private static void requireTaken(HostedReplica hosted, BatchCode code) {
        if (code != BatchCode.APPLIED && code != BatchCode.REPEATED) {
            throw new NotInSyncException("cell " + hosted.cellNumber() + ": a lead was refused as " + code);
        }
    }

    @Override
    public int getClassId() {
        return SerialIds.LEAD_BACKUP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        before.write(out);
        after.write(out);
        out.writeLong(sequence);
        out.writeInt(recent.length);
        for (byte[][] batch : recent) {
            for (byte[] part : batch) {
                out.writeInt(part.length);
                out.write(part);
            }
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        before = Epoch.read(in);
        after = Epoch.read(in);
        sequence = in.readLong();
        recent = new byte[in.readInt()][2][];
        for (byte[][] batch : recent) {
            for (int part = 0; part < batch.length; part++) {
                batch[part] = new byte[in.readInt()];
                in.readFully(batch[part]);
            }
        }
    }
}
