package io.cuegrid.node.replication;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.core.sbe.BatchHeaderDecoder;
import io.cuegrid.core.sbe.MessageHeaderDecoder;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import java.io.IOException;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A batch of events on its way to a backup. A repeat is a success; a gap, a missing entry, a foreign epoch are thrown. */
final class BatchBackup extends BackupProcessor {
    private static final long serialVersionUID = 1L;

    private byte[] header = new byte[0];
    private byte[] events = new byte[0];
    private int eventsLength;
    private long digest;

    BatchBackup(@Nullable LocalCells cells) {
        super(cells);
    }

    /** The owner's side: shares the buffers of the batch, which rest until its call has ended. */
    static BatchBackup of(BatchWork work) {
        BatchBackup backup = new BatchBackup(null);
        backup.header = work.header().byteArray();
        backup.events = work.events().buffer().byteArray();
        backup.eventsLength = work.events().length();
        backup.digest = work.digest();
        return backup;
    }

    @Override
    void run(Map.Entry<CellKey, HostedReplica> entry) {
        HostedReplica hosted = require(entry);
        Replica replica = hosted.replica();
        LocalCell local = local(hosted.cellNumber());
        BatchCode code = apply(local, hosted, header, events, eventsLength);
        if (code != BatchCode.APPLIED && code != BatchCode.REPEATED) {
            throw new NotInSyncException("cell " + hosted.cellNumber() + ": a batch was refused as " + code
                    + " by the copy at epoch " + replica.epochNumber() + ", sequence " + replica.sequence());
        }
        if (digest != 0 && code == BatchCode.APPLIED && local.check(replica) != digest) {
            IllegalStateException differ = new IllegalStateException(
                    "this copy differs from its owner's after sequence " + replica.sequence());
            Poison.poison(hosted, "digests were compared", differ);
            throw differ;
        }
    }

    /** Applies one recorded or received batch to a copy; shared with {@link LeadBackup}. */
    static BatchCode apply(LocalCell local, HostedReplica hosted, byte[] header, byte[] events, int eventsLength) {
        UnsafeBuffer headerBuffer = new UnsafeBuffer(header);
        BatchHeaderDecoder position = position(headerBuffer);
        UnsafeBuffer eventBuffer = new UnsafeBuffer(events);
        Replica replica = hosted.replica();
        try {
            BatchCode code = replica.apply(position, eventBuffer, 0, eventsLength);
            if (code == BatchCode.APPLIED) {
                local.afterBatch(replica, headerBuffer, header.length, eventBuffer, eventsLength);
            }
            return code;
        } catch (Throwable defect) {
            Poison.poison(hosted, "a batch could not be applied", defect);
            return BatchCode.POISONED;
        }
    }

    static BatchHeaderDecoder position(UnsafeBuffer header) {
        return new BatchHeaderDecoder().wrapAndApplyHeader(header, 0, new MessageHeaderDecoder());
    }

    @Override
    public int getClassId() {
        return SerialIds.BATCH_BACKUP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeInt(header.length);
        out.write(header);
        out.writeInt(eventsLength);
        out.write(events, 0, eventsLength);
        out.writeLong(digest);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        header = new byte[in.readInt()];
        in.readFully(header);
        eventsLength = in.readInt();
        events = new byte[eventsLength];
        in.readFully(events);
        digest = in.readLong();
    }
}
