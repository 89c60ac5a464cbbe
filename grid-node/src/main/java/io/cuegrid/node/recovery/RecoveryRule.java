package io.cuegrid.node.recovery;

import io.cuegrid.node.grid.GridMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether the members that are here know, together, what is the newest. Threading: any thread. */
@FunctionalInterface
public interface RecoveryRule {

    /** @return why nothing may be rebuilt or created yet, in words; null: it may */
    @Nullable
    String waitReason(List<GridMember.Peer> peers);
}
