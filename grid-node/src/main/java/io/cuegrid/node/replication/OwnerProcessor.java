package io.cuegrid.node.replication;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.node.grid.CellKey;
import io.cuegrid.node.grid.HostedReplica;
import io.cuegrid.node.grid.SerialIds;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A processor of the dispatch loop. It works on the member that sent it and nowhere else: a local call is not
 * serialised, so that buffers are shared with the loop; when the partition moved meanwhile, what arrives elsewhere
 * refuses. The result is a {@link BatchCode}'s number, all else is left in objects of the loop.
 *
 * <p>Threading: the partition thread.
 */
abstract class OwnerProcessor implements EntryProcessor<CellKey, HostedReplica, Integer>, IdentifiedDataSerializable {
    private static final long serialVersionUID = 1L;

    /** What arrives at another member: refuses without looking. */
    static final class Elsewhere extends OwnerProcessor {
        private static final long serialVersionUID = 1L;

        @Override
        BatchCode run(CellEntry entry) {
            return BatchCode.OLD_EPOCH;
        }
    }

    /** The one entry that a processor may touch. */
    interface CellEntry {
        @Nullable
        HostedReplica get();

        void create(HostedReplica hosted);
    }

    abstract BatchCode run(CellEntry entry);

    @Override
    public final Integer process(Map.Entry<CellKey, HostedReplica> entry) {
        return run(new CellEntry() {
                    @Override
                    public @Nullable HostedReplica get() {
                        return entry.getValue();
                    }

                    @Override
                    public void create(HostedReplica hosted) {
                        entry.setValue(hosted);
                    }
                })
                .code();
    }

    /** Called twice after {@link #process}: returns what was prepared there, null after a refusal. */
    @Override
    public @Nullable EntryProcessor<CellKey, HostedReplica, Integer> getBackupProcessor() {
        return null;
    }

    @Override
    public final int getFactoryId() {
        return SerialIds.FACTORY;
    }

    @Override
    public final int getClassId() {
        return SerialIds.LOCAL_ONLY;
    }

    @Override
    public final void writeData(ObjectDataOutput out) {}

    @Override
    public final void readData(ObjectDataInput in) {}
}
