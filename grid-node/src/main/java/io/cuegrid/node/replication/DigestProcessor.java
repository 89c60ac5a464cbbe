package io.cuegrid.node.replication;

import io.cuegrid.core.batch.BatchCode;
import io.cuegrid.node.grid.HostedReplica;
import org.jspecify.annotations.Nullable;

/** Takes the digest of the owner's copy; {@link LocalCell#checked()} has it afterwards. */
public final class DigestProcessor extends OwnerProcessor {
    private static final long serialVersionUID = 1L;

    private final transient LocalCell local;

    public DigestProcessor(LocalCell local) {
        this.local = local;
    }

    @Override
    BatchCode run(CellEntry entry) {
        @Nullable HostedReplica hosted = entry.get();
        if (hosted == null) {
            return BatchCode.ABSENT;
        }
        local.check(hosted.replica());
        return BatchCode.APPLIED;
    }
}
