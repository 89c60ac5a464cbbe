package io.cuegrid.node.recovery;

import io.cuegrid.api.nodelink.AnnounceResponse;
import io.cuegrid.core.batch.Replica;
import io.cuegrid.node.grid.MachineFactory;
import io.cuegrid.persistence.recovery.Recoverable;
import io.cuegrid.persistence.recovery.Recovery;
import java.io.IOException;

/** {@link LocalFiles} over journals and snapshots. */
public final class JournalFiles implements LocalFiles {
    private final Recovery recovery;
    private final MachineFactory machines;

    public JournalFiles(Recovery recovery, MachineFactory machines) {
        this.recovery = recovery;
        this.machines = machines;
    }

    @Override
    public AnnounceResponse announce(int cellNumber) throws IOException {
        Recoverable found = recovery.inspect(cellNumber);
        return AnnounceResponse.newBuilder()
                .setKnown(found.known())
                .setRebuildable(found.rebuildable())
                .setEpoch(found.epochNumber())
                .setSequence(found.sequence())
                .setAcknowledgedEpoch(found.acknowledgedEpochNumber())
                .setAcknowledgedSequence(found.acknowledgedSequence())
                .build();
    }

    @Override
    public Replica load(int cellNumber) throws IOException {
        Replica replica = new Replica(machines.newMachine(cellNumber));
        recovery.load(recovery.inspect(cellNumber), replica);
        return replica;
    }

    @Override
    public byte[] snapshotOf(int cellNumber) throws IOException {
        ReplicaBytes bytes = new ReplicaBytes();
        load(cellNumber).snapshot(bytes);
        return bytes.toByteArray();
    }
}
