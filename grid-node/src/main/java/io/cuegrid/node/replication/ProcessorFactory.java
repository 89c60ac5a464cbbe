package io.cuegrid.node.replication;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.cuegrid.node.grid.SerialIds;

/** Makes the processors that arrive from other members, tied to this member's cells. Threading: any thread. */
public final class ProcessorFactory implements DataSerializableFactory {
    private final LocalCells cells;

    public ProcessorFactory(LocalCells cells) {
        this.cells = cells;
    }

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        return switch (typeId) {
            case SerialIds.BATCH_BACKUP -> new BatchBackup(cells);
            case SerialIds.LEAD_BACKUP -> new LeadBackup(cells);
            case SerialIds.CREATE_BACKUP -> new CreateBackup(cells);
            case SerialIds.LOCAL_ONLY -> new OwnerProcessor.Elsewhere();
            default -> throw new IllegalArgumentException("no processor has the number " + typeId);
        };
    }
}
